import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type ApiError, get, send } from '../api/client';
import type { Incident } from '../api/types';
import { light } from '../report/ReportText';
import { keyOf, offsets } from '../report/spans';
import type { ReportOfIncident } from '../report/ReportText';
import { isTyping } from '../review/desk';
import { useGet } from '../state/query';
import { vocabulary } from '../state/session';
import { Failed, Loading } from '../ui/states';
import { begin, stop } from './marking';
import { Missed } from './Missed';
import { Sides } from './Sides';
import { SlotEditor } from './SlotEditor';
import { type EventReview, itemsOf, type SlotKind, type SlotKinds, valueOf, wordsOf } from './slots';

interface Props {
  incident: Incident;
  told: readonly ReportOfIncident[];
  missed?: boolean; // begin with adding an event
  leave: () => void;
  done: (incident: string | null, decision: number) => void;
}

export interface Corrected {
  decision: { number: number };
  event: EventReview | null;
  incident: string | null;
  version: number | null;
}

type Step = { kind: 'menu' } | { kind: 'slot'; slot: SlotKind } | { kind: 'remove' } | { kind: 'missed' };
const GONE = 'Delete';

// Corrects what a report is coded to say: the event, then the slot, then the words in the text that state it. All from the keyboard.
export function Correct({ incident, told, missed = false, leave, done }: Props): preact.JSX.Element {
  const kinds = useGet<SlotKinds>('review/slots');
  const [which, setWhich] = useState(0);
  const [step, setStep] = useState<Step>(missed ? { kind: 'missed' } : { kind: 'menu' });
  const teller = incident.tellers[which];
  const report = told.find((one) => one.report.id === teller?.report_id);
  const review = useGet<EventReview>(teller ? `events/${teller.event_id}/review` : null, { version: incident.version });
  const place = useRef<HTMLElement>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const now = review.loading ? undefined : review.data;

  useLayoutEffect(() => {
    place.current?.focus();
    return stop;
  }, []);
  // The words of the slot light up while it is corrected, and marking begins where they stand.
  useEffect(() => {
    if (!report || (step.kind !== 'slot' && step.kind !== 'missed')) {
      stop();
      light([]);
      return;
    }
    const spans = now && step.kind === 'slot' ? spansIn(valueOf(now.event, step.slot.name)) : [];
    const first = spans[0]?.start ?? now?.event.anchor.start ?? 0;
    begin(report.report.id, report.report.text, offsets(report.report.text)(first));
    light(spans.map((one) => keyOf(report.report.id, one)));
  }, [step, report, now?.version]);

  const save = async (path: string, body: unknown, version: string): Promise<void> => {
    setError(null);
    try {
      const answer = await send<Corrected>('POST', path, body, { version });
      setStep({ kind: 'menu' });
      done(answer.incident, answer.decision.number);
    } catch (found) {
      setError(found as ApiError);
    }
  };
  const latest = useRef<(event: KeyboardEvent) => boolean>(() => false);
  latest.current = (event) => {
    if (event.key === 'Escape') {
      if (step.kind === 'menu' || missed) return false;
      setStep({ kind: 'menu' });
      return true;
    }
    if (step.kind !== 'menu' || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return false;
    const slot = kinds.data?.slots.find((one) => one.key === event.key);
    const number = Number(event.key);
    // A key that comes while the event is fetched anew opens its slot all the same, as soon as the event is there.
    if (slot) setStep({ kind: 'slot', slot });
    else if (event.key === GONE) setStep({ kind: 'remove' });
    else if (event.key === '+') setStep({ kind: 'missed' });
    else if (number >= 1 && number <= incident.tellers.length) setWhich(number - 1);
    else return false;
    return true;
  };
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (latest.current(event)) event.preventDefault();
    };
    document.addEventListener('keydown', pressed, { capture: true }); // before the desk's own keys
    return () => document.removeEventListener('keydown', pressed, { capture: true });
  }, []);

  const failed = kinds.error ?? review.error;
  return (
    <section class="correct" aria-label="Correct" tabIndex={-1} ref={place}>
      {incident.tellers.length > 1 && step.kind !== 'missed' && (
        <div role="group" aria-label="Which report's words" class="which">
          {incident.tellers.map((one, i) => (
            <button key={one.event_id} type="button" aria-pressed={i === which} onClick={() => { setWhich(i); setStep({ kind: 'menu' }); }} dir="auto"><kbd>{i + 1}</kbd> {one.publisher ?? 'report'}: {one.anchor}</button>
          ))}
        </div>
      )}
      {failed && <Failed error={failed} again={() => { kinds.again(); review.again(); }} />}
      {error && <p class="failed" role="alert"><b>{error.message}</b> {error.advice} {error.status === 412 && <button type="button" onClick={() => { setError(null); review.again(); }}>Look at it as it is now</button>}</p>}
      {!failed && (!kinds.data || !now || !report ? <Loading what="the slots" /> : (
        <>
          {step.kind === 'menu' && <Menu kinds={kinds.data} review={now} choose={(slot) => setStep({ kind: 'slot', slot })} remove={() => setStep({ kind: 'remove' })} add={() => setStep({ kind: 'missed' })} leave={leave} />}
          {step.kind === 'slot' && (
            <SlotEditor key={`${step.slot.name} ${now.version}`} kind={step.slot} modes={kinds.data.modes} review={now} leave={() => setStep({ kind: 'menu' })} save={(value, why) => save(`events/${now.id}/correct`, { slot: step.slot.name, value, why }, now.version)} />
          )}
          {step.kind === 'remove' && <Remove words={now.event.anchor.quote} leave={() => setStep({ kind: 'menu' })} say={(why) => void save(`events/${now.id}/remove`, { why }, now.version)} />}
          {step.kind === 'missed' && (
            <Missed kinds={kinds.data} leave={() => (missed ? leave() : setStep({ kind: 'menu' }))} save={async (body) => {
              const { version } = await get<{ version: string }>(`reports/${report.report.id}/review`);
              await save(`reports/${report.report.id}/events`, body, version);
            }} />
          )}
        </>
      ))}
    </section>
  );
}

interface MenuProps {
  kinds: SlotKinds;
  review: EventReview;
  choose: (slot: SlotKind) => void;
  remove: () => void;
  add: () => void;
  leave: () => void;
}

function Menu({ kinds, review, choose, remove, add, leave }: MenuProps): preact.JSX.Element {
  const people = itemsOf(review.event['participants']);
  const colour = (name: string): string => vocabulary.value?.slots.find((one) => one.name === name)?.colour ?? '#7a7f87';
  const disputed = review.slots.filter((one) => one.disputed);
  return (
    <>
      <p class="quiet">The key of what is wrong. Then mark the words that state it.</p>
      <ul class="menu">
        {kinds.slots.map((slot) => {
          const said = review.slots.find((one) => one.slot === slot.name);
          return (
            <li key={slot.name} style={{ '--s': colour(slot.colour) }}>
              <button type="button" onClick={() => choose(slot)}>
                <kbd>{slot.key}</kbd> <b>{slot.label}</b> <span dir="auto">{wordsOf(slot.name, valueOf(review.event, slot.name), people)}</span>
                {said && <span class={`tag${said.disputed ? ' notable' : ''}`}>{said.disputed ? 'disputed' : 'corrected'}</span>}
              </button>
            </li>
          );
        })}
      </ul>
      <p class="row">
        <button type="button" onClick={remove}>No event here <kbd>Del</kbd></button>
        <button type="button" onClick={add}>An event was missed <kbd>+</kbd></button>
        <button type="button" onClick={leave}>Done <kbd>Esc</kbd></button>
      </p>
      {disputed.map((one) => <Sides key={one.slot} review={one} />)}
      {review.reviews.length > 0 && (
        <ul class="quiet" aria-label="Who judged it">
          {review.reviews.map((one) => <li key={one.number} dir="auto">{one.by} ({one.role}): {one.state}{one.reason ? `, ${one.reason}` : ''}</li>)}
        </ul>
      )}
    </>
  );
}

function Remove({ words, leave, say }: { words: string; leave: () => void; say: (why: string) => void }): preact.JSX.Element {
  const [why, setWhy] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <form onSubmit={(event) => { event.preventDefault(); say(why); }}>
      <p>“<span dir="auto">{words}</span>” states no event.</p>
      <label>Why? <input ref={field} value={why} required onInput={(event) => setWhy(event.currentTarget.value)} /></label>
      <p class="row"><button type="submit" class="main">Remove it</button> <button type="button" onClick={leave}>Leave it</button></p>
    </form>
  );
}

// The spans of a value, wherever in it they stand.
export function spansIn(value: unknown): { start: number; end: number }[] {
  if (Array.isArray(value)) return value.flatMap(spansIn);
  if (value === null || typeof value !== 'object') return [];
  const one = value as Record<string, unknown>;
  if (typeof one['start'] === 'number' && typeof one['end'] === 'number') return [{ start: one['start'], end: one['end'] }];
  return Object.values(one).flatMap(spansIn);
}
