// Asks the server and keeps the answer for as long as it is asked for in the same words.
import { useEffect, useRef, useState } from 'preact/hooks';
import { type ApiError, get, type Params, queryOf } from '../api/client';
import type { Of } from '../api/types';

export interface Answer<T> {
  data: T | undefined;
  error: ApiError | undefined;
  loading: boolean; // a first or newer answer is under way; `data` may be of the words before
  again: () => void;
}

const MOST_KEPT = 60;
const kept = new Map<string, unknown>();

const early = new Map<string, Promise<unknown>>();

// Asked for before the page that needs it is there. What fails is asked for again, and told then.
export function askEarly(path: string, params: Params = {}): void {
  const key = path + queryOf(params);
  const answer = fetch(`/api/${key}`, { credentials: 'same-origin' }).then((response) => {
    if (!response.ok) throw new Error(`${response.status}`);
    return response.json() as Promise<unknown>;
  });
  answer.catch(() => undefined);
  early.set(key, answer);
}

function asked<T>(path: string, key: string, params: Params, signal: AbortSignal): Promise<T> {
  const begun = early.get(key);
  early.delete(key);
  return begun ? (begun as Promise<T>).catch(() => get<T>(path, params, signal)) : get<T>(path, params, signal);
}

let age = 0;

// After a change: answers that were asked for before it are not kept either, when they come.
export function forget(): void {
  age += 1;
  kept.clear();
  early.clear();
}

export function useGet<T>(path: string | null, params: Params = {}): Answer<T> {
  const key = path === null ? null : path + queryOf(params);
  const [state, setState] = useState<{ key: string | null; data?: T; error?: ApiError }>({ key: null });
  const [round, setRound] = useState(0);
  const latest = useRef(params);
  latest.current = params;

  useEffect(() => {
    if (path === null || key === null) return undefined;
    const before = kept.get(key) as T | undefined;
    if (before !== undefined && round === 0) {
      setState({ key, data: before });
      return undefined;
    }
    const stop = new AbortController();
    const begun = age;
    asked<T>(path, key, latest.current, stop.signal).then(
      (data) => {
        if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value ?? '');
        if (begun === age) kept.set(key, data);
        if (!stop.signal.aborted) setState({ key, data });
      },
      (error: ApiError) => {
        if (!stop.signal.aborted) setState((was) => ({ ...was, key, error }));
      },
    );
    return () => stop.abort();
  }, [key, round]);

  const settled = state.key === key;
  return {
    data: state.data,
    error: settled ? state.error : undefined,
    loading: key !== null && (!settled || (state.data === undefined && state.error === undefined)),
    again: () => setRound((n) => n + 1),
  };
}

export interface Counted<T> extends Answer<T> {
  of: number | null; // `data` counts the latest so many alone, until all are counted
}

// Asks for figures of the latest incidents, and where these are not all, for all behind them.
export function useCounted<T extends Of>(path: string | null, params: Params = {}): Counted<T> {
  const first = useGet<T>(path, params);
  const some = !first.loading && first.data?.exact === false;
  const all = useGet<T>(some ? path : null, { ...params, exact: 'true' });
  const data = some && !all.loading && all.data ? all.data : first.data;
  return { ...first, data, of: data?.exact === false ? data.of : null };
}
