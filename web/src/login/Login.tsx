import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ApiError } from '../api/client';
import { type Door, login } from '../state/session';

const WORDS: Record<Door, [string, string]> = {
  new: ['Log in', 'This server asks who you are. Your token is the long word that whoever runs it gave you.'],
  expired: ['Log in again', 'Your token no longer holds here. Log in again: what you were at stays as it is.'],
  left: ['You are signed out', 'Log in to go on.'],
};

interface Props {
  why: Door;
  user: string | null; // who was here until now
}

// Over the page where somebody was at work, so that nothing of it is lost; alone where nobody is known yet.
export function Login({ why, user }: Props): preact.JSX.Element {
  const [token, setToken] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (user !== null) dialog.current?.showModal();
    field.current?.focus();
  }, []);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    login(token.trim()).catch((found: ApiError) => {
      setError(found);
      setBusy(false);
      field.current?.select();
    });
  };
  const [title, words] = WORDS[why];
  const form = (
    <form class="login" onSubmit={submit} aria-labelledby="login">
      <h1 id="login">{title}</h1>
      <p>{words}</p>
      <label for="token">Token</label>
      <input id="token" ref={field} type="password" autocomplete="current-password" required maxLength={500} spellcheck={false} value={token} onInput={(event) => setToken(event.currentTarget.value)} aria-describedby={error ? 'login-trouble' : undefined} aria-invalid={error ? true : undefined} />
      {error && <p class="trouble" id="login-trouble" role="alert"><b>{error.message}</b> {error.advice}</p>}
      <button type="submit" class="main" disabled={busy}>{busy ? 'Logging in …' : 'Log in'}</button>
    </form>
  );
  if (user === null) return <main class="door" id="content">{form}</main>;
  return <dialog ref={dialog} class="door" onCancel={(event) => event.preventDefault()}>{form}</dialog>;
}
