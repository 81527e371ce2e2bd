import type { ComponentChildren } from 'preact';
import type { ApiError } from '../api/client';

export function Loading({ what }: { what: string }): preact.JSX.Element {
  return (
    <div class="state" role="status">
      <span class="spinner" aria-hidden="true" /> Loading {what} …
    </div>
  );
}

export function Empty({ children }: { children: ComponentChildren }): preact.JSX.Element {
  return <p class="state empty">{children}</p>;
}

export function Failed({ error, again }: { error: ApiError; again?: () => void }): preact.JSX.Element {
  return (
    <div class="state failed" role="alert">
      <p>
        <b>{error.message}</b>
        {error.advice && <> {error.advice}</>}
      </p>
      {again && (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}

// Said of figures until all is counted.
export function Latest({ of }: { of: number | null }): preact.JSX.Element | null {
  return of === null ? null : <p class="quiet latest" role="status">Of the latest {of.toLocaleString('en')}; all are being counted.</p>;
}
