import { useCallback, useMemo, useState } from 'preact/hooks';
import type { Cells, Facets as Counts, Points } from '../api/types';
import { dayNumber, dayText } from '../state/moments';
import { useCounted, useGet } from '../state/query';
import { ask, filters as asked, route, undated } from '../state/route';
import { Failed } from '../ui/states';
import { AlertRule } from './AlertRule';
import { Chips } from './Chips';
import { Export } from './Export';
import { Facets } from './Facets';
import { Legend } from './Legend';
import { List } from './List';
import { MapView } from './MapView';
import { ready } from './points';
import { type Corner, type Drawn, withCorner } from './rule';
import { Timeline } from './Timeline';

type Pane = 'map' | 'list' | 'filters';
const ORDERS = [
  ['day', 'latest'],
  ['killed', 'deadliest'],
  ['reports', 'most told'],
  ['changed', 'last changed'],
] as const;

export function Explore(): preact.JSX.Element {
  const filters = asked.value;
  const query = route.value.query;
  const order = query.get('order') ?? 'day';
  const linked = query.get('linked') !== 'no';
  const [pane, setPane] = useState<Pane>('map');
  const [chosen, setChosen] = useState<string | null>(null);
  const [picked, setPicked] = useState<string[] | null>(null);
  const [box, setBox] = useState('');
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const [brush, setBrush] = useState<[number, number] | null | undefined>(undefined);

  const { since, until } = filters;
  const points = useGet<Points>('incidents/points', undated(filters));
  const facets = useCounted<Counts>('incidents/facets', filters);
  // More than can be drawn: then the map is shaded and the timeline drawn by what all of them come to.
  const many = !points.loading && points.data?.truncated === true;
  const bins = useCounted<Cells>(many ? 'incidents/bins' : null, undated(filters));
  const cells = many && !bins.loading ? (bins.data ?? null) : null;
  const data = useMemo(() => (points.data ? ready(points.data) : null), [points.data]);
  const range = useMemo(() => (brush === undefined ? rangeOf(since?.[0], until?.[0]) : brush), [brush, since?.[0], until?.[0]]);
  const shown = useCallback(
    (i: number): boolean => {
      if (!range || !data) return true;
      const [first, last] = [data.first[i] ?? Number.NaN, data.last[i] ?? Number.NaN];
      return !Number.isNaN(first) && last >= range[0] && first <= range[1];
    },
    [data, range],
  );

  const brushed = useCallback((next: [number, number] | null, done: boolean): void => {
    if (!done) {
      setBrush(next);
      return;
    }
    setBrush(undefined);
    ask({ since: next ? dayText(next[0]) : null, until: next ? dayText(next[1]) : null }, { replace: true });
  }, []);
  const moved = useCallback((view: string, next: string): void => {
    if (route.value.view !== 'explore') return; // the map's last word, said as the reader leaves it
    setBox(next);
    ask({ at: view }, { replace: true });
  }, []);
  const took = useCallback((ids: string[], zooms: boolean): void => {
    setChosen(ids[0] ?? null);
    setPicked(ids.length > 1 && !zooms ? ids : null);
    if (!zooms) setPane('list');
  }, []);

  const params = { ...filters, order, ...(linked && box ? { box } : {}), ...(picked ? { id: picked.slice(0, 100) } : {}) };
  return (
    <main class="explore" id="content">
      <nav class="panes" aria-label="Parts of the page">
        {(['map', 'list', 'filters'] as const).map((one) => (
          <button key={one} type="button" aria-pressed={pane === one} onClick={() => setPane(one)}>
            {one === 'map' ? 'Map' : one === 'list' ? 'List' : 'Filters'}
          </button>
        ))}
      </nav>
      <aside class={`side filters${pane === 'filters' ? ' open' : ''}`} aria-label="Filters">
        <Chips filters={filters} />
        {facets.error ? <Failed error={facets.error} again={facets.again} /> : <Facets counts={facets.data} of={facets.of} filters={filters} />}
      </aside>
      <section class={`middle${pane === 'map' ? ' open' : ''}`} aria-label="Map and timeline">
        <MapView data={data} cells={cells} shown={shown} chosen={chosen} view={query.get('at')} onMove={moved} onPick={took} drawn={drawn} onCorner={(corner) => setDrawn((was) => was && withCorner(was, corner))} />
        {points.loading && <div class="veil" role="status">Loading the map …</div>}
        {points.error && <div class="veil"><Failed error={points.error} again={points.again} /></div>}
        {many && points.data && <Truncated points={points.data} cells={cells} of={bins.of} />}
        {drawn ? <AlertRule drawn={drawn} filters={filters} middle={middleOf(query.get('at'))} shows={cornersOf(box)} draw={setDrawn} leave={() => setDrawn(null)} /> : null}
        <Legend><button type="button" class="plain" aria-expanded={drawn !== null} onClick={() => setDrawn(drawn ? null : { mode: 'box', corners: [] })}>Alert rule</button></Legend>
        {!drawn && <Timeline data={data} months={cells} range={range} onBrush={brushed} />}
      </section>
      <section class={`side results${pane === 'list' ? ' open' : ''}`} aria-label="Incidents that fit">
        <div class="bar">
          <label>
            <span class="quiet">Sort</span>{' '}
            <select value={order} onChange={(event) => ask({ order: event.currentTarget.value === 'day' ? null : event.currentTarget.value })}>
              {ORDERS.map(([value, words]) => <option key={value} value={value}>{words}</option>)}
            </select>
          </label>
          <label class="check">
            <input type="checkbox" checked={linked} onChange={() => ask({ linked: linked ? 'no' : null })} /> only what the map shows
          </label>
          <Export filters={filters} order={order} />
          {picked && <button type="button" class="plain" onClick={() => setPicked(null)}>{picked.length} at one spot ×</button>}
        </div>
        <List params={params} chosen={chosen} total={points.data?.total ?? null} onChoose={setChosen} />
      </section>
    </main>
  );
}

function Truncated({ points, cells, of }: { points: Points; cells: Cells | null; of: number | null }): preact.JSX.Element {
  const shading = cells && (of === null ? ' Shading and timeline hold all of them.' : ` Shading and timeline hold the latest ${of.toLocaleString('en')}; all are being counted.`);
  return (
    <p class="note">
      Drawn are the latest {points.id.length.toLocaleString('en')} of {points.exact ? '' : 'more than '}{points.total.toLocaleString('en')}.{shading}
    </p>
  );
}

function middleOf(at: string | null): Corner | null {
  const [lat = Number.NaN, lon = Number.NaN] = (at ?? '').split(',').map(Number);
  return Number.isNaN(lat) || Number.isNaN(lon) || !at ? null : [lat, lon];
}

// The corners of "south,west,north,east"; beyond the date line degrees go on.
function cornersOf(box: string): Corner[] | null {
  const [s, w, n, e] = box.split(',').map(Number);
  return s === undefined || w === undefined || n === undefined || e === undefined ? null : [[s, w], [n, e < w ? e + 360 : e]];
}

function rangeOf(since: string | undefined, until: string | undefined): [number, number] | null {
  if (!since && !until) return null;
  const [from, to] = [dayNumber(padded(since, '01')), dayNumber(padded(until, '28'))];
  return [Number.isNaN(from) ? -1e6 : from, Number.isNaN(to) ? 1e6 : to];
}

// "2023" and "2023-10" are whole years and months to the server; for the brush their first and last days will do.
function padded(text: string | undefined, date: string): string | undefined {
  if (!text) return undefined;
  return text.length === 4 ? `${text}-${date === '01' ? '01-01' : '12-31'}` : text.length === 7 ? `${text}-${date}` : text;
}
