import { useEffect, useRef } from 'preact/hooks';
import type { Facets as Counts, Row } from '../api/types';
import { Chips } from '../explore/Chips';
import { Facets } from '../explore/Facets';
import { span } from '../state/moments';
import { useCounted } from '../state/query';
import { filters as asked } from '../state/route';
import { labelOf } from '../state/session';

interface Props {
  rows: readonly Row[];
  at: number;
  decided: ReadonlySet<string>;
  selected: ReadonlySet<string>;
  order: string;
  whole: boolean; // there are no more
  reorder: (order: string) => void;
  onSelect: (ids: readonly string[], on: boolean) => void;
  onGo: (at: number) => void;
  more: () => void;
}

// The queue as a list: to go to one of it, to select several, and to say which come at all.
export function QueueList({ rows, at, decided, selected, order, whole, reorder, onSelect, onGo, more }: Props): preact.JSX.Element {
  const counts = useCounted<Counts>('incidents/facets', asked.value);
  const last = useRef(at);
  const here = useRef<HTMLLIElement>(null);
  useEffect(() => here.current?.scrollIntoView({ block: 'nearest' }), [at]);
  const toggle = (place: number, on: boolean, shift: boolean): void => {
    const [from, to] = shift ? [Math.min(last.current, place), Math.max(last.current, place)] : [place, place];
    last.current = place;
    onSelect(rows.slice(from, to + 1).map((row) => row.id), on);
  };
  return (
    <aside class="queue" aria-label="Queue">
      <div class="bar">
        <label>
          <span class="quiet">First</span>{' '}
          <select value={order} onChange={(event) => reorder(event.currentTarget.value)}>
            <option value="confidence">the least sure</option>
            <option value="day">the latest</option>
          </select>
        </label>
        <span class="quiet">{selected.size ? `${selected.size} selected` : 'Shift selects a stretch'}</span>
      </div>
      <details class="narrow"><summary>Filters</summary><Chips filters={asked.value} /><Facets counts={counts.data} of={counts.of} filters={asked.value} /></details>
      <ol aria-label="Incidents to review">
        {rows.map((row, i) => (
          <li key={row.id} ref={i === at ? here : null} class={`${i === at ? 'here' : ''}${decided.has(row.id) ? ' done' : ''}`}>
            <input type="checkbox" aria-label={`Select ${headOf(row)}`} checked={selected.has(row.id)} onClick={(event) => toggle(i, event.currentTarget.checked, event.shiftKey)} />
            <button type="button" class="plain" aria-current={i === at ? 'true' : undefined} onClick={() => onGo(i)} dir="auto">
              {headOf(row)} <span class="quiet">{Math.round(row.confidence * 100)}%{row.review === 'seen' ? ' · seen' : ''}</span>
            </button>
          </li>
        ))}
      </ol>
      {!whole && <button type="button" class="plain" onClick={more}>More of the queue</button>}
    </aside>
  );
}

function headOf(row: Row): string {
  const what = labelOf(row.mode ? `${row.plover}/${row.mode}` : row.plover);
  return `${what}${row.places ? `, ${row.places}` : ''}${row.start || row.end ? `, ${span(row.start, row.end, row.precision)}` : ''}`;
}
