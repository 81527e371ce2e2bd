// What marked words may stand for, asked of the server as they are marked.
import { useEffect, useState } from 'preact/hooks';
import { type ApiError, send } from '../api/client';
import { marking, spansOf } from './marking';
import type { Proposal } from './slots';

const PAUSE = 120; // milliseconds without a step before it is asked

export interface Proposed {
  spans: { start: number; end: number; quote: string }[];
  proposals: Proposal[] | null; // null: under way
  error: ApiError | null;
}

export function useProposals(slot: string, event: string | null): Proposed {
  const now = marking.value;
  const spans = now ? spansOf(now) : [];
  const key = now ? `${now.report} ${JSON.stringify(spans)}` : null;
  const [answer, setAnswer] = useState<{ key: string | null; proposals: Proposal[]; error: ApiError | null }>({ key: null, proposals: [], error: null });
  useEffect(() => {
    if (!now || key === null || !spans.length) return undefined;
    const ending = new AbortController();
    const body = { slot, spans: spans.map(({ start, end }) => ({ start, end })), ...(event === null ? {} : { event }) };
    const later = setTimeout(() => {
      send<{ proposals: Proposal[] }>('POST', `reports/${now.report}/propose`, body, { signal: ending.signal }).then(
        ({ proposals }) => setAnswer({ key, proposals, error: null }),
        (error: ApiError) => {
          if (!ending.signal.aborted) setAnswer({ key, proposals: [], error });
        },
      );
    }, PAUSE);
    return () => {
      clearTimeout(later);
      ending.abort();
    };
  }, [key, slot]);
  return { spans, proposals: answer.key === key ? answer.proposals : null, error: answer.key === key ? answer.error : null };
}
