import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { lineStep } from '../report/lines';
import { isTyping } from '../review/desk';
import { ByHand } from './ByHand';
import { marking, steer } from './marking';
import { Marked } from './Marked';
import { useProposals } from './proposals';
import { Sides } from './Sides';
import { type EventReview, itemsOf, type Proposal, type SlotKind, type Value, valueOf, wordsOf } from './slots';

interface Props {
  kind: SlotKind;
  modes: Record<string, string[]>;
  review: EventReview;
  leave: () => void;
  save: (value: Value, why: string) => Promise<void>;
}

// One slot of one event: what stands, what the marked words propose, what is set by hand, and the reason.
export function SlotEditor({ kind, modes, review, leave, save }: Props): preact.JSX.Element {
  const stands = valueOf(review.event, kind.name);
  const people = itemsOf(review.event['participants']);
  const [draft, setDraft] = useState<Value>(stands);
  const [beside, setBeside] = useState(itemsOf(stands).length > 1);
  const [hand, setHand] = useState(false);
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const reason = useRef<HTMLInputElement>(null);
  const proposed = useProposals(kind.name, review.id);
  const changed = JSON.stringify(draft) !== JSON.stringify(stands);
  const said = review.slots.find((one) => one.slot === kind.name);

  const put = (value: Value): void => {
    setDraft(value);
    setHand(false);
    reason.current?.focus();
  };
  const take = (value: Value): void => put(kind.many ? [...(beside ? itemsOf(draft) : []), value] : value);
  const nothing = (): void => put(kind.many ? [] : null);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (busy || !changed) return;
    setBusy(true);
    void save(draft, why).finally(() => setBusy(false));
  };
  const latest = useRef<(event: KeyboardEvent) => boolean>(() => false);
  latest.current = (event) => {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return false;
    const onButton = event.target instanceof Element && event.target.closest('button, a, summary, input') !== null;
    if (onButton && (event.key === ' ' || event.key === 'Enter')) return false;
    const at = event.key === 'Enter' ? 0 : Number(event.key) - 1;
    const one: Proposal | undefined = proposed.proposals?.[at];
    if (one) take(one.value);
    else if (event.key === '0' && kind.optional) nothing();
    else if (event.key === 'h') setHand(true);
    else if (event.key === 'b' && kind.many) setBeside((was) => !was);
    else return steer(event.key, event.shiftKey, lineStep);
    return true;
  };
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (latest.current(event)) event.preventDefault();
    };
    document.addEventListener('keydown', pressed, { capture: true });
    return () => document.removeEventListener('keydown', pressed, { capture: true });
  }, []);

  return (
    <form class="slot-editor" onSubmit={submit} aria-label={`Correct: ${kind.label}`}>
      <h3>{kind.label}</h3>
      <p class="stands">
        {changed && <><span class="gone" dir="auto">{wordsOf(kind.name, stands, people)}</span> → </>}
        {kind.many && itemsOf(draft).length ? (
          itemsOf(draft).map((one, i) => (
            <span key={i} class="item" dir="auto">
              {wordsOf(kind.name, one, people)} <button type="button" class="plain" aria-label={`Leave out ${wordsOf(kind.name, one, people)}`} onClick={() => put(itemsOf(draft).filter((_, n) => n !== i))}>×</button>
            </span>
          ))
        ) : (
          <b dir="auto">{wordsOf(kind.name, draft, people)}</b>
        )}
      </p>
      <Marked proposed={proposed} take={(one) => take(one.value)} />
      <p class="row">
        {kind.many && itemsOf(stands).length > 0 && <label class="check"><input type="checkbox" checked={beside} onChange={() => setBeside(!beside)} /> beside what stands <kbd>b</kbd></label>}
        {kind.optional && <button type="button" onClick={nothing}>Not stated <kbd>0</kbd></button>}
        <button type="button" aria-expanded={hand} onClick={() => setHand(!hand)}>By hand <kbd>h</kbd></button>
      </p>
      {hand && marking.value && <ByHand kind={kind} modes={modes} spans={proposed.spans} stands={stands} people={people} set={take} />}
      <label>Why? <input ref={reason} value={why} placeholder="for whoever looks next" onInput={(event) => setWhy(event.currentTarget.value)} /></label>
      <p class="row">
        <button type="submit" class="main" disabled={busy || !changed}>Save</button> <button type="button" onClick={leave}>Leave it <kbd>Esc</kbd></button>
      </p>
      {said && <Sides review={said} />}
    </form>
  );
}
