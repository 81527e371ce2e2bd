import { useState } from 'preact/hooks';
import { type ApiError, send } from '../api/client';
import type { Incident } from '../api/types';
import { forget } from '../state/query';

type Act = 'accept' | 'reject' | 'restore' | 'split' | 'join';

// What a person may say of an incident. Each asks for a reason, since the reason is what the next one will want to know.
export function Decide({ incident, again }: { incident: Incident; again: () => void }): preact.JSX.Element {
  const [act, setAct] = useState<Act | null>(null);
  const [why, setWhy] = useState('');
  const [other, setOther] = useState('');
  const [events, setEvents] = useState<string[]>([]);
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);

  const done = async (path: string, body: unknown): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await send('POST', `incidents/${incident.id}/${path}`, body, { version: incident.version });
      forget();
      again();
    } catch (found) {
      setError(found as ApiError);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    if (act === 'split') void done('split', { events, why });
    else if (act === 'join') void done('join', { other: other.trim(), why });
    else if (act) void done(act, { why });
  };
  const rejected = incident.review.state === 'rejected';
  return (
    <div class="decide">
      <button type="button" class="main" disabled={busy || incident.review.state === 'accepted'} onClick={() => void done('review', { state: 'accepted', why: '' })}>
        {incident.review.state === 'accepted' ? 'Accepted' : 'Accept'}
      </button>
      {rejected ? <button type="button" onClick={() => setAct('restore')}>Restore</button> : <button type="button" onClick={() => setAct('reject')}>Reject</button>}
      {incident.tellers.length > 1 && <button type="button" onClick={() => setAct('split')}>Split</button>}
      <button type="button" onClick={() => setAct('join')}>Join</button>
      {act && (
        <form onSubmit={submit}>
          {act === 'split' && (
            <fieldset>
              <legend>Which tell another incident?</legend>
              {incident.tellers.map((teller, i) => (
                <label class="check" key={teller.event_id}>
                  <input type="checkbox" checked={events.includes(teller.event_id)} onChange={() => setEvents((was) => (was.includes(teller.event_id) ? was.filter((one) => one !== teller.event_id) : [...was, teller.event_id]))} />
                  <span dir="auto">[{i + 1}] {teller.publisher}: {teller.anchor}</span>
                </label>
              ))}
            </fieldset>
          )}
          {act === 'join' && (
            <label>Which other incident? <input value={other} required pattern="[0-9a-f]{4,24}" title="its id, or the start of it" onInput={(event) => setOther(event.currentTarget.value)} /></label>
          )}
          <label>Why? <input value={why} required onInput={(event) => setWhy(event.currentTarget.value)} /></label>
          <button type="submit" class="main" disabled={busy || (act === 'split' && (!events.length || events.length === incident.tellers.length))}>
            {act.charAt(0).toUpperCase() + act.slice(1)}
          </button>
          <button type="button" onClick={() => setAct(null)}>Leave it</button>
        </form>
      )}
      {error && (
        <p class="failed" role="alert">
          <b>{error.message}</b> {error.advice} {error.status === 412 && <button type="button" onClick={() => { forget(); again(); }}>Look at it as it is now</button>}
        </p>
      )}
    </div>
  );
}
