import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type ApiError, get, send } from '../api/client';
import type { Incident } from '../api/types';
import { Correct } from '../correct/Correct';
import { ActForm } from '../incident/acts';
import { headingOf } from '../incident/heading';
import { Slots } from '../incident/Slots';
import type { ReportOfIncident } from '../report/ReportText';
import { Reports } from '../report/Reports';
import { forget } from '../state/query';
import { filters as asked, linkTo } from '../state/route';
import { session } from '../state/session';
import { Empty, Failed, Loading } from '../ui/states';
import { Bulk, type BulkAct } from './Bulk';
import { type Act, actOf, isTyping, KEYS } from './desk';
import { type Queue, UNJUDGED } from './queue';
import { QueueList } from './QueueList';

const AHEAD = 3; // so many are fetched before they are asked for
const NEARLY = 20; // so many from the end of what is known of the queue, more of it is fetched

interface Loaded {
  incident: Incident;
  reports: ReportOfIncident[];
}

interface Done {
  ids: string[];
  number: number | null; // of the decision; null where it is undone by setting the state back
  before: string;
}

type Form = 'reject' | 'split' | 'join' | 'correct' | 'missed' | 'bulk';

interface Props {
  queue: Queue;
  order: string;
  reorder: (order: string) => void;
  more: () => void;
  again: () => void;
}

async function load(id: string): Promise<Loaded> {
  const [incident, reports] = await Promise.all([get<Incident>(`incidents/${id}`), get<ReportOfIncident[]>(`incidents/${id}/reports`)]);
  return { incident, reports };
}

// What the incidents were when they were fetched: those at hand, and a few that come next.
function useAhead(ids: readonly string[], at: number): { now: Loaded | null; error: ApiError | null; drop: (id: string) => void; reload: (held?: boolean) => void } {
  const kept = useRef(new Map<string, Promise<Loaded>>());
  const [loaded, setLoaded] = useState<{ asked: string; found: Loaded } | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [round, setRound] = useState(0);
  const id = ids[at];
  const fetched = (one: string): Promise<Loaded> => {
    const before = kept.current.get(one);
    if (before) return before;
    const found = load(one);
    found.catch(() => kept.current.delete(one)); // one that failed is asked for again when its turn comes
    kept.current.set(one, found);
    return found;
  };
  useEffect(() => {
    if (id === undefined) return undefined;
    let stands = true;
    setError(null);
    fetched(id).then(
      (found) => {
        if (stands) setLoaded({ asked: id, found });
      },
      (found: ApiError) => {
        if (stands) setError(found);
      },
    );
    for (const next of ids.slice(at + 1, at + 1 + AHEAD)) fetched(next).catch(() => undefined);
    for (const old of ids.slice(0, Math.max(0, at - AHEAD))) kept.current.delete(old);
    return () => {
      stands = false;
    };
  }, [id, round]);
  return {
    now: loaded !== null && loaded.asked === id ? loaded.found : null,
    error,
    drop: (one) => kept.current.delete(one),
    reload: (held = false) => {
      if (id !== undefined) kept.current.delete(id);
      if (!held) setLoaded(null); // held: it is shown as it was until it is there
      setRound((n) => n + 1);
    },
  };
}

export function Desk({ queue, order, reorder, more, again }: Props): preact.JSX.Element {
  const ids = queue.rows.map((row) => row.id);
  const [at, setAt] = useState(0);
  const [trouble, setTrouble] = useState<ApiError | null>(null); // with a decision: it stays until the next one
  const [form, setForm] = useState<Form | null>(null);
  const [keys, setKeys] = useState(false);
  const [listed, setListed] = useState(false);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [done, setDone] = useState<readonly Done[]>([]);
  const decided = useRef<readonly Done[]>([]); // the same, for what waits in line and was made before the page was drawn anew
  const [told, setTold] = useState('');
  const line = useRef<Promise<void>>(Promise.resolve()); // what is sent, one after another: no key is lost while an answer is awaited
  const { now, error, drop, reload } = useAhead(ids, at);
  const edits = session.value?.rights === 'edit';
  useEffect(() => {
    if (at >= ids.length - NEARLY) more();
  }, [at, ids.length]);

  const hold = (next: readonly Done[]): void => {
    decided.current = next;
    setDone(next);
  };
  const sent = (work: () => Promise<void>): void => {
    setTrouble(null);
    line.current = line.current.then(work).catch((found: ApiError) => setTrouble(found)).finally(forget);
  };
  const go = (place: number): void => {
    setForm(null);
    setAt(Math.max(0, Math.min(ids.length, place)));
  };
  // A decision on the one that is shown; the next is here already, and need not wait for the answer.
  const decide = (path: 'review' | 'reject' | 'split' | 'join', body: { why: string; state?: string }): void => {
    if (!now || !edits) return;
    const { incident } = now;
    const shown = ids[at] ?? incident.id;
    go(at + 1);
    setTold('');
    sent(async () => {
      try {
        const answer = await send<{ decision?: { number: number } }>('POST', `incidents/${incident.id}/${path}`, body, { version: incident.version });
        hold([...decided.current, { ids: [shown], number: answer.decision?.number ?? null, before: incident.review.state }]);
        setTold(`${body.state ?? { review: '', reject: 'rejected', split: 'split', join: 'joined' }[path]}: ${headingOf(incident)}`);
      } catch (found) {
        setAt(ids.indexOf(shown));
        throw found;
      } finally {
        drop(shown);
      }
    });
  };
  const undo = (): void =>
    sent(async () => {
      const last = decided.current.at(-1);
      const [id] = last?.ids ?? [];
      if (!last || id === undefined) return;
      const why = 'taken back at the review desk';
      if (last.number !== null) await send('POST', `decisions/${last.number}/undo`, { why });
      else {
        const { version } = await get<Incident>(`incidents/${id}`);
        await send('POST', `incidents/${id}/review`, { state: last.before, why }, { version });
      }
      for (const one of last.ids) drop(one);
      hold(decided.current.slice(0, -1));
      setForm(null);
      setAt(Math.max(0, ids.indexOf(id)));
      reload();
      setTold('taken back');
    });
  const bulk = (act: BulkAct, why: string, all: boolean): void => {
    const chosen = ids.filter((id) => selected.has(id));
    const which = all ? { filters: { review: UNJUDGED, ...asked.value }, expected: queue.left - number } : { ids: chosen };
    setForm(null);
    sent(async () => {
      const answer = await send<{ decision: { number: number } | null; done: number; skipped: number }>('POST', 'review/bulk', { action: act, why, ...which });
      setTold(`${act}: ${answer.done.toLocaleString('en')} decided${answer.skipped ? `, ${answer.skipped.toLocaleString('en')} passed over` : ''}`);
      for (const one of all ? ids : chosen) drop(one);
      if (answer.decision) hold([...decided.current, { ids: all ? ids.slice(at) : chosen, number: answer.decision.number, before: 'machine' }]);
      setSelected(new Set());
      if (!all) setAt((was) => ids.findIndex((id, i) => i >= was && !chosen.includes(id)));
      else setAt(ids.length);
    });
  };
  const select = (which: readonly string[], on: boolean): void =>
    setSelected((was) => new Set(on ? [...was, ...which] : [...was].filter((one) => !which.includes(one))));
  const act = (what: Act): void => {
    const id = ids[at];
    if (what === 'leave') setForm(null);
    else if (form !== null) return; // the letters of a reason or a slot decide nothing, wherever they are typed
    else if (what === 'accept') decide('review', { state: 'accepted', why: '' });
    else if (what === 'seen') decide('review', { state: 'seen', why: '' });
    else if (what === 'undo') undo();
    else if (what === 'keys') setKeys((was) => !was);
    else if (what === 'queue') setListed((was) => !was);
    else if (what === 'mark') { if (id !== undefined) select([id], !selected.has(id)); }
    else if (what === 'next') go(at + 1);
    else if (what === 'previous') go(at - 1);
    else if (!edits) return;
    else if (what === 'bulk') setForm('bulk');
    else if (now && (what !== 'split' || now.incident.tellers.length > 1)) setForm(what);
  };
  const latest = useRef(act);
  latest.current = act;
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return; // a slot's own key
      const found = actOf(event, isTyping(event));
      if (!found) return;
      event.preventDefault();
      latest.current(found);
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);

  const judged = new Set(done.flatMap((one) => one.ids));
  const number = judged.size;
  const left = Math.max(0, queue.left - number);
  const end = ids[at] === undefined;
  return (
    <main class={`incident${listed ? ' listed' : ''}`} id="content">
      {listed && <QueueList rows={queue.rows} at={at} decided={judged} selected={selected} order={order} whole={queue.cursor === null} reorder={reorder} onSelect={select} onGo={go} more={more} />}
      <article class="card">
        <h1 class="small">Review <span class="quiet">{left.toLocaleString('en')} left, {order === 'day' ? 'the latest' : 'the least sure'} first</span></h1>
        <progress max={Math.max(1, queue.left)} value={number} aria-label="Decided of those that were in the queue" />
        {!edits && <p class="note">You may read here, not decide: ask whoever runs this server for a token that may edit.</p>}
        <div class="decide">
          <Press act="accept" main off={!now || !edits} does={act}>Accept</Press>
          <Press act="reject" off={!now || !edits} does={act}>Reject</Press>
          <Press act="seen" off={!now || !edits} does={act}>Seen</Press>
          <Press act="correct" off={!now || !edits} does={act}>Correct</Press>
          <Press act="undo" off={!done.length} does={act}>Undo</Press>
          <Press act="queue" open={listed} does={act}>Queue{selected.size ? `: ${selected.size} selected` : ''}</Press>
          {selected.size > 0 && <Press act="bulk" off={!edits} does={act}>Decide on all of them</Press>}
          <Press act="keys" open={keys} does={act}>Keys</Press>
          {now && (form === 'reject' || form === 'split' || form === 'join') && (
            <ActForm key={form} act={form} incident={now.incident} busy={false} leave={() => setForm(null)} say={(path, body) => decide(path as 'reject' | 'split' | 'join', body)} />
          )}
          {form === 'bulk' && <Bulk selected={selected.size} fitting={left} filtered={Object.keys(asked.value).length > 0} busy={false} leave={() => setForm(null)} say={bulk} />}
        </div>
        {keys && <KeyList />}
        <p class="quiet" role="status">{told}</p>
        {trouble && <Failed error={trouble} again={again} />}
        {error && <Failed error={error} again={() => reload()} />}
        {end ? (
          <Empty>{ids.length && left ? <button type="button" onClick={again}>Fetch the next</button> : 'Nothing is left to review here. Take a filter away, or add reports.'}</Empty>
        ) : now ? (
          <>
            <h2 dir="auto"><a href={linkTo('incident', now.incident.id)}>{headingOf(now.incident)}</a></h2>
            <p class="quiet">{selected.has(ids[at] ?? '') && <b>selected · </b>}{Math.round(now.incident.confidence * 100)}% sure · {now.incident.review.state} · {now.incident.sources} independent {now.incident.sources === 1 ? 'source' : 'sources'}</p>
            {(form === 'correct' || form === 'missed') && (
              <Correct key={now.incident.id} missed={form === 'missed'} incident={now.incident} told={now.reports} leave={() => setForm(null)} done={(into, number) => {
                hold([...decided.current, { ids: [ids[at] ?? ''], number, before: '' }]);
                forget();
                drop(ids[at] ?? '');
                if (into === null) go(at + 1); // its only event was said to be none
                else reload(true);
                if (form === 'missed') setForm(null);
              }} />
            )}
            <Slots incident={now.incident} />
          </>
        ) : (
          !error && <Loading what="the incident" />
        )}
      </article>
      <section class="reports" aria-label="Reports">{now && <Reports incident={now.incident} told={now.reports} />}</section>
    </main>
  );
}

interface PressProps {
  act: Act;
  does: (act: Act) => void;
  main?: boolean;
  off?: boolean;
  open?: boolean;
  children: preact.ComponentChildren;
}

function Press({ act, does, main = false, off = false, open, children }: PressProps): preact.JSX.Element {
  const [key] = KEYS.find(([, one]) => one === act) ?? [''];
  return <button type="button" class={main ? 'main' : ''} disabled={off} aria-expanded={open} onClick={() => does(act)}>{children} <kbd>{key}</kbd></button>;
}

function KeyList(): preact.JSX.Element {
  return (
    <table class="keys">
      <caption class="hidden">Keys of the review desk</caption>
      <tbody>{KEYS.map(([key, , words]) => <tr key={key}><th scope="row"><kbd>{key.replace('Arrow', '')}</kbd></th><td>{words}</td></tr>)}</tbody>
    </table>
  );
}
