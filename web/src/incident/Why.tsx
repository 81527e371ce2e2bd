import { useState } from 'preact/hooks';
import { type ApiError, send } from '../api/client';
import type { Incident } from '../api/types';
import { forget, useGet } from '../state/query';
import { session } from '../state/session';
import { Failed, Loading } from '../ui/states';

interface Answer {
  incident: Incident;
  decisions: { number: number; action: string; by: string; at: string; reason: string; undone: boolean }[];
}

// Which evidence joined which reports: weights are log-odds, so that they add up; for a reader they are also told as odds.
export function Why({ id, changed }: { id: string; changed: () => void }): preact.JSX.Element {
  const answer = useGet<Answer>(`incidents/${id}/why`);
  const [error, setError] = useState<ApiError | null>(null);
  if (answer.error) return <Failed error={answer.error} again={answer.again} />;
  if (!answer.data) return <Loading what="the evidence" />;
  const { incident, decisions } = answer.data;
  const undo = (number: number): void => {
    send('POST', `decisions/${number}/undo`, {}).then(
      () => {
        forget();
        changed();
      },
      (found: ApiError) => setError(found),
    );
  };
  const numbers = new Map(incident.tellers.map((teller, i) => [teller.event_id, i + 1]));
  return (
    <section class="why" aria-label="Evidence">
      {incident.tellers.map((teller, i) =>
        teller.joined ? (
          <div key={teller.event_id}>
            <p>
              <span class="ref">{i + 1}</span> joined to <span class="ref">{numbers.get(teller.joined.to) ?? '?'}</span>{' '}
              {teller.joined.by ? <>by {teller.joined.by}: {teller.joined.reason}</> : <>with weight {signed(teller.joined.weight)}, {odds(teller.joined.weight)}</>}
            </p>
            <table>
              <tbody>
                {teller.joined.evidence.filter((one) => Math.abs(one.weight) >= 0.05).sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).map((one) => (
                  <tr key={one.name}>
                    <td class={one.weight < 0 ? 'against' : 'for'}>{signed(one.weight)}</td>
                    <td dir="auto">{one.words}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ) : (
          <p key={teller.event_id}><span class="ref">{i + 1}</span> the first to tell it: the others came to it</p>
        ),
      )}
      {error && <Failed error={error} />}
      {decisions.length > 0 && (
        <ul>
          {decisions.map((one) => (
            <li key={one.number}>
              <span class={one.undone ? 'gone' : ''} dir="auto">{one.by} {one.action}, {one.at.slice(0, 16).replace('T', ' ')}: {one.reason}</span>{' '}
              {!one.undone && session.value?.rights === 'edit' && <button type="button" onClick={() => undo(one.number)}>Undo<span class="hidden"> {one.action}</span></button>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function signed(weight: number): string {
  return `${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(1)}`;
}

function odds(weight: number): string {
  const times = Math.exp(Math.abs(weight));
  const words = times > 10_000 ? 'more than 10,000 to 1' : `${times < 10 ? times.toFixed(1) : Math.round(times)} to 1`;
  return weight >= 0 ? `${words} that they are one` : `${words} against`;
}
