import type { Proposed } from './proposals';
import type { Proposal } from './slots';

// The words that are marked, and what they may stand for, each with the key that takes it.
export function Marked({ proposed, take }: { proposed: Proposed; take: (proposal: Proposal) => void }): preact.JSX.Element {
  const { spans, proposals, error } = proposed;
  return (
    <>
      <p class="marked">
        {spans.map((one) => <q key={one.start} dir="auto">{one.quote}</q>)}
        <span class="quiet"> Arrows move, with Shift they mark more, Space begins another stretch; or mark with the mouse.</span>
      </p>
      {error ? (
        <p role="alert" class="failed"><b>{error.message}</b> {error.advice}</p>
      ) : (
        <ol class="proposals" aria-label="Proposals" aria-busy={proposals === null}>
          {(proposals ?? []).slice(0, 9).map((one, i) => (
            <li key={i}><button type="button" onClick={() => take(one)} dir="auto"><kbd>{i + 1}</kbd> {one.words} <span class="quiet">{one.why}</span></button></li>
          ))}
          {proposals?.length === 0 && <li class="quiet">Nothing is read from these words alone: mark others, or set it by hand.</li>}
        </ol>
      )}
    </>
  );
}
