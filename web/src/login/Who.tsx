import { useState } from 'preact/hooks';
import type { ApiError } from '../api/client';
import { logout, session } from '../state/session';

// Who is here, as what, and the way out where a token let them in.
export function Who(): preact.JSX.Element | null {
  const [error, setError] = useState<ApiError | null>(null);
  const who = session.value;
  if (!who) return null;
  const as = who.rights === 'read' ? 'read only' : who.role;
  return (
    <span class="who">
      <span class="quiet name" dir="auto">{who.user}</span>
      {as && <span class={`tag${who.rights === 'read' ? ' notable' : ''}`} title={who.rights === 'read' ? 'You may read here and not decide: ask whoever runs this server for a token that may' : `You decide as a ${as}`}>{as}</span>}
      {who.signed_in && <button type="button" class="plain" onClick={() => { setError(null); logout().catch((found: ApiError) => setError(found)); }}>Sign out</button>}
      {error && <span role="alert">{error.message}</span>}
    </span>
  );
}
