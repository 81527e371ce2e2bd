import { useState } from 'preact/hooks';
import { type ApiError, send } from '../api/client';
import type { Incident } from '../api/types';
import { forget } from '../state/query';
import { type Act, ActForm } from './acts';

interface Props {
  incident: Incident;
  correcting: boolean;
  correct: () => void;
  again: () => void;
}

// What a person may say of an incident.
export function Decide({ incident, correcting, correct, again }: Props): preact.JSX.Element {
  const [act, setAct] = useState<Act | null>(null);
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
  const rejected = incident.review.state === 'rejected';
  return (
    <div class="decide">
      <button type="button" class="main" disabled={busy || incident.review.state === 'accepted'} onClick={() => void done('review', { state: 'accepted', why: '' })}>
        {incident.review.state === 'accepted' ? 'Accepted' : 'Accept'}
      </button>
      {rejected ? <button type="button" onClick={() => setAct('restore')}>Restore</button> : <button type="button" onClick={() => setAct('reject')}>Reject</button>}
      <button type="button" aria-expanded={correcting} onClick={correct}>Correct</button>
      {incident.tellers.length > 1 && <button type="button" onClick={() => setAct('split')}>Split</button>}
      <button type="button" onClick={() => setAct('join')}>Join</button>
      {act && <ActForm key={act} act={act} incident={incident} busy={busy} leave={() => setAct(null)} say={(path, body) => void done(path, body)} />}
      {error && (
        <p class="failed" role="alert">
          <b>{error.message}</b> {error.advice} {error.status === 412 && <button type="button" onClick={() => { forget(); again(); }}>Look at it as it is now</button>}
        </p>
      )}
    </div>
  );
}
