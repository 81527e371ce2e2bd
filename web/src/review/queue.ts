// What is left to judge: the least sure first, or the latest, a page at a time, since there may be a million.
import { useEffect, useRef, useState } from 'preact/hooks';
import { type ApiError, get } from '../api/client';
import type { Row, RowPage } from '../api/types';
import type { Filters } from '../state/route';

const PAGE = 100;
export const UNJUDGED = ['machine', 'seen'];

export interface Queue {
  rows: Row[];
  cursor: string | null;
  left: number; // of those that fit, not judged when the queue was fetched
}

export interface Queued {
  queue: Queue | null;
  error: ApiError | null;
  round: number; // how often it was fetched anew
  more: () => void;
  again: () => void;
}

export function useQueue(filters: Filters, order: string): Queued {
  const [queue, setQueue] = useState<Queue | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [round, setRound] = useState(0);
  const fetching = useRef<string | null>(null);
  const key = `${order} ${JSON.stringify(filters)}`;

  useEffect(() => {
    const stop = new AbortController();
    setQueue(null);
    setError(null);
    fetching.current = null;
    Promise.all([
      get<RowPage>('queue', { ...filters, order, limit: PAGE }, stop.signal),
      get<{ count: number }>('incidents/count', { review: UNJUDGED, ...filters }, stop.signal),
    ]).then(
      ([page, { count }]) => setQueue({ ...page, left: count }),
      (found: ApiError) => {
        if (!stop.signal.aborted) setError(found);
      },
    );
    return () => stop.abort();
  }, [key, round]);

  const more = (): void => {
    const cursor = queue?.cursor ?? null;
    if (cursor === null || fetching.current === cursor) return;
    fetching.current = cursor;
    get<RowPage>('queue', { ...filters, order, limit: PAGE, cursor }).then(
      (page) =>
        setQueue((was) => {
          if (was?.cursor !== cursor) return was; // another queue by now
          const known = new Set(was.rows.map((row) => row.id));
          return { ...was, rows: [...was.rows, ...page.rows.filter((row) => !known.has(row.id))], cursor: page.cursor };
        }),
      () => {
        fetching.current = null; // it is asked for again with the next step
      },
    );
  };
  return { queue, error, round, more, again: () => setRound((n) => n + 1) };
}
