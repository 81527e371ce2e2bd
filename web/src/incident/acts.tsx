import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Incident, RowPage } from '../api/types';
import { dayNumber, dayText, span } from '../state/moments';
import { useGet } from '../state/query';
import { labelOf } from '../state/session';

export type Act = 'reject' | 'restore' | 'split' | 'join';
const NEAR_DAYS = 3;

interface Props {
  act: Act;
  incident: Incident;
  busy: boolean;
  leave: () => void;
  say: (path: Act, body: { why: string; events?: string[]; other?: string }) => void;
}

const SAY: Record<Act, string> = { reject: 'Reject it', restore: 'Restore', split: 'Split', join: 'Join' };

// What a person says of an incident, with the reason, since the reason is what the next one will want to know.
export function ActForm({ act, incident, busy, leave, say }: Props): preact.JSX.Element {
  const [why, setWhy] = useState('');
  const [other, setOther] = useState('');
  const [events, setEvents] = useState<string[]>([]);
  const form = useRef<HTMLFormElement>(null);
  // In the first field before the next key comes: an effect after the drawing is too late for who types on at once.
  useLayoutEffect(() => form.current?.querySelector('input')?.focus(), []);
  const submit = (event: Event): void => {
    event.preventDefault();
    say(act, { why, ...(act === 'split' ? { events } : {}), ...(act === 'join' ? { other: other.trim() } : {}) });
  };
  const unfit = act === 'split' && (!events.length || events.length === incident.tellers.length);
  return (
    <form ref={form} onSubmit={submit}>
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
        <label>
          Which other incident?{' '}
          <input value={other} required pattern="[0-9a-f]{4,24}" list="near" autocomplete="off" title="its id, or the start of it; those of the same days are proposed" onInput={(event) => setOther(event.currentTarget.value)} />
          <Near incident={incident} />
        </label>
      )}
      <label>Why? <input value={why} required onInput={(event) => setWhy(event.currentTarget.value)} /></label>
      <div>
        <button type="submit" class="main" disabled={busy || unfit}>{SAY[act]}</button> <button type="button" onClick={leave}>Leave it</button>
      </div>
    </form>
  );
}

// Incidents of the same country and days, to choose from.
function Near({ incident }: { incident: Incident }): preact.JSX.Element {
  const at = dayNumber(incident.when[0]?.value.start ?? incident.when[0]?.value.end);
  const country = incident.where[0]?.value.country;
  const days = Number.isNaN(at) ? {} : { since: dayText(at - NEAR_DAYS), until: dayText(at + NEAR_DAYS) };
  const { data } = useGet<RowPage>('incidents', { ...days, ...(country ? { country } : {}), limit: 20 });
  return (
    <datalist id="near">
      {(data?.rows ?? []).filter((row) => row.id !== incident.id).map((row) => (
        <option key={row.id} value={row.id}>{`${labelOf(row.mode ? `${row.plover}/${row.mode}` : row.plover)}, ${row.places}, ${span(row.start, row.end, row.precision)}`}</option>
      ))}
    </datalist>
  );
}
