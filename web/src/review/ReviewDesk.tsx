import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type ApiError, get, send } from '../api/client';
import type { Incident, RowPage } from '../api/types';
import { Slots } from '../incident/Slots';
import { type ReportOfIncident, ReportText } from '../report/ReportText';
import { day } from '../state/moments';
import { forget } from '../state/query';
import { filters as asked, linkTo } from '../state/route';
import { labelOf, session } from '../state/session';
import { Empty, Failed, Loading } from '../ui/states';
import { type Act, actOf, KEYS } from './desk';

const AHEAD = 3; // so many are fetched before they are asked for

interface Loaded {
  incident: Incident;
  reports: ReportOfIncident[];
}

interface Queue {
  ids: string[];
  left: number; // of those that fit, not yet looked at when the desk was opened
}

interface Done {
  id: string;
  before: string; // the state that it had
  number: number | null; // of the decision, where it is one that can be undone
}

interface Decided {
  decision: { number: number };
}

async function load(id: string): Promise<Loaded> {
  const [incident, reports] = await Promise.all([get<Incident>(`incidents/${id}`), get<ReportOfIncident[]>(`incidents/${id}/reports`)]);
  return { incident, reports };
}

// The least sure of those that nobody has looked at, a page at a time: there may be a million.
async function queued(): Promise<Queue> {
  const params = { review: ['machine'], ...asked.value };
  const [page, { count }] = await Promise.all([get<RowPage>('incidents', { ...params, order: 'confidence', limit: 200 }), get<{ count: number }>('incidents/count', params)]);
  return { ids: page.rows.map((row) => row.id), left: count };
}

export function ReviewDesk(): preact.JSX.Element {
  const [queue, setQueue] = useState<Queue | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [round, setRound] = useState(0);
  const key = JSON.stringify(asked.value);
  useEffect(() => {
    let stands = true;
    setQueue(null);
    setError(null);
    queued().then(
      (found) => {
        if (stands) setQueue(found);
      },
      (found: ApiError) => {
        if (stands) setError(found);
      },
    );
    return () => {
      stands = false;
    };
  }, [key, round]);
  const again = (): void => setRound((n) => n + 1);
  if (error) return <main class="page" id="content"><h1>Review</h1><Failed error={error} again={again} /></main>;
  if (!queue) return <main class="page" id="content"><h1>Review</h1><Loading what="the queue" /></main>;
  return <Desk key={`${key}${round}`} queue={queue} again={again} />;
}

function Desk({ queue, again }: { queue: Queue; again: () => void }): preact.JSX.Element {
  const [at, setAt] = useState(0);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [trouble, setTrouble] = useState<ApiError | null>(null); // with a decision: it stays until the next one
  const [asking, setAsking] = useState(false);
  const [keys, setKeys] = useState(false);
  const [done, setDone] = useState<readonly Done[]>([]);
  const decided = useRef<readonly Done[]>([]); // the same, for what waits in line and was made before the page was drawn anew
  const [told, setTold] = useState('');
  const kept = useRef(new Map<string, Promise<Loaded>>());
  const line = useRef<Promise<void>>(Promise.resolve()); // what is sent, one after another: no key is lost while an answer is awaited
  const id = queue.ids[at];
  const edits = session.value?.rights === 'edit';

  const fetched = (one: string): Promise<Loaded> => {
    const before = kept.current.get(one);
    if (before) return before;
    const found = load(one);
    // One that failed is asked for again when its turn comes.
    found.catch(() => kept.current.delete(one));
    kept.current.set(one, found);
    return found;
  };

  useEffect(() => {
    if (id === undefined) return undefined;
    let stands = true;
    setError(null);
    fetched(id).then(
      (found) => {
        if (stands) setLoaded(found);
      },
      (found: ApiError) => {
        if (stands) setError(found);
      },
    );
    for (const next of queue.ids.slice(at + 1, at + 1 + AHEAD)) fetched(next).catch(() => undefined);
    for (const old of queue.ids.slice(0, Math.max(0, at - AHEAD))) kept.current.delete(old);
    return () => {
      stands = false;
    };
  }, [id]);

  const now = loaded?.incident.id === id ? loaded : null;

  const hold = (next: readonly Done[]): void => {
    decided.current = next;
    setDone(next);
  };
  const sent = (work: () => Promise<void>): void => {
    line.current = line.current.then(work).catch((found: ApiError) => setTrouble(found)).finally(forget);
  };
  const decide = (state: 'accepted' | 'seen' | 'rejected', why = ''): void => {
    if (!now || !edits) return;
    const { incident } = now;
    const path = `incidents/${incident.id}/${state === 'rejected' ? 'reject' : 'review'}`;
    setAsking(false);
    setAt(at + 1); // the next is here already: it need not wait for the answer
    setTold('');
    setTrouble(null);
    sent(async () => {
      try {
        const answer = await send<Partial<Decided>>('POST', path, state === 'rejected' ? { why } : { state, why }, { version: incident.version });
        hold([...decided.current, { id: incident.id, before: incident.review.state, number: answer.decision?.number ?? null }]);
        setTold(`${state}: ${headingOf(incident)}`);
      } catch (found) {
        setAt(queue.ids.indexOf(incident.id));
        throw found;
      } finally {
        kept.current.delete(incident.id);
      }
    });
  };
  const undo = (): void =>
    sent(async () => {
      const last = decided.current.at(-1);
      if (!last) return;
      if (last.number !== null) await send('POST', `decisions/${last.number}/undo`, { why: 'taken back at the review desk' });
      else {
        const { version } = await get<Incident>(`incidents/${last.id}`);
        await send('POST', `incidents/${last.id}/review`, { state: last.before, why: 'taken back at the review desk' }, { version });
      }
      kept.current.delete(last.id);
      hold(decided.current.slice(0, -1));
      setLoaded(null);
      setAt(Math.max(0, queue.ids.indexOf(last.id)));
      setTold('taken back');
    });
  const act = (what: Act): void => {
    if (what === 'leave') setAsking(false);
    else if (asking) return; // the letters of a reason decide nothing, wherever they are typed
    else if (what === 'accept') decide('accepted');
    else if (what === 'seen') decide('seen');
    else if (what === 'reject') setAsking(edits && now !== null);
    else if (what === 'undo') undo();
    else if (what === 'keys') setKeys((was) => !was);
    else setAt((was) => Math.max(0, Math.min(queue.ids.length, was + (what === 'next' ? 1 : -1))));
  };
  const latest = useRef(act);
  latest.current = act;
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const field = event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]') !== null;
      const found = actOf(event, field);
      if (!found) return;
      event.preventDefault();
      latest.current(found);
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);

  const left = Math.max(0, queue.left - done.length);
  return (
    <main class="incident" id="content">
      <article class="card">
        <h1 class="small">Review <span class="quiet">{left.toLocaleString('en')} left, the least sure first</span></h1>
        <progress max={Math.max(1, queue.left)} value={done.length} aria-label="Decided of those that were in the queue" />
        <div class="decide">
          <button type="button" class="main" disabled={!now || !edits} onClick={() => act('accept')}>Accept <kbd>a</kbd></button>
          <button type="button" disabled={!now || !edits} onClick={() => act('reject')}>Reject <kbd>r</kbd></button>
          <button type="button" disabled={!now || !edits} onClick={() => act('seen')}>Seen <kbd>s</kbd></button>
          <button type="button" disabled={!done.length} onClick={() => act('undo')}>Undo <kbd>u</kbd></button>
          <button type="button" aria-expanded={keys} onClick={() => act('keys')}>Keys <kbd>?</kbd></button>
          {asking && <Why leave={() => setAsking(false)} say={(why) => decide('rejected', why)} />}
        </div>
        {keys && <KeyList />}
        <p class="quiet" role="status">{told}</p>
        {trouble && <Failed error={trouble} again={() => { kept.current.clear(); again(); }} />}
        {error && <Failed error={error} again={() => { kept.current.clear(); again(); }} />}
        {id === undefined ? (
          <Empty>{queue.ids.length && left ? <button type="button" onClick={again}>Fetch the next</button> : 'Nothing is left to review here. Take a filter away, or add reports.'}</Empty>
        ) : now ? (
          <>
            <h2 dir="auto"><a href={linkTo('incident', now.incident.id)}>{headingOf(now.incident)}</a></h2>
            <p class="quiet">{Math.round(now.incident.confidence * 100)}% sure · {now.incident.review.state} · {now.incident.sources} independent {now.incident.sources === 1 ? 'source' : 'sources'}</p>
            <Slots incident={now.incident} />
          </>
        ) : (
          !error && <Loading what="the incident" />
        )}
      </article>
      <section class="reports" aria-label="Reports">{now && <Reports loaded={now} />}</section>
    </main>
  );
}

function headingOf(incident: Incident): string {
  const best = incident.types[0]?.value;
  const [place, start] = [incident.where[0]?.value.name, incident.when[0]?.value.start];
  return `${labelOf(best?.mode ? `${best.plover}/${best.mode}` : best?.plover)}${place ? ` in ${place}` : ''}${start ? `, ${day(start)}` : ''}`;
}

function Why({ say, leave }: { say: (why: string) => void; leave: () => void }): preact.JSX.Element {
  const [why, setWhy] = useState('');
  const field = useRef<HTMLInputElement>(null);
  // In the field before the next key comes: an effect after the drawing is too late for who types on at once.
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <form onSubmit={(event) => { event.preventDefault(); say(why); }}>
      <label>Why? <input ref={field} value={why} required onInput={(event) => setWhy(event.currentTarget.value)} /></label>
      <button type="submit" class="main">Reject it</button>
      <button type="button" onClick={leave}>Leave it</button>
    </form>
  );
}

function KeyList(): preact.JSX.Element {
  return (
    <table class="keys">
      <caption class="hidden">Keys of the review desk</caption>
      <tbody>{KEYS.map(([key, , words]) => <tr key={key}><th scope="row"><kbd>{key.replace('Arrow', '')}</kbd></th><td>{words}</td></tr>)}</tbody>
    </table>
  );
}

function Reports({ loaded }: { loaded: Loaded }): preact.JSX.Element {
  const numbers = new Map<string, number>();
  loaded.incident.tellers.forEach((teller, i) => {
    if (!numbers.has(teller.report_id)) numbers.set(teller.report_id, i + 1);
  });
  return (
    <>
      {loaded.reports.map((one) => {
        const number = numbers.get(one.report.id) ?? 0;
        return (
          <article class="report" key={one.report.id} id={`report-${number}`} tabIndex={-1}>
            <header><span class="ref">{number}</span> <b dir="auto">{one.report.publisher ?? 'publisher not known'}</b><span class="quiet"> · {day(one.report.published) || 'undated'}</span></header>
            <ReportText told={one} />
          </article>
        );
      })}
    </>
  );
}
