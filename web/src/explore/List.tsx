import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, get, type Params, queryOf } from '../api/client';
import type { Row, RowPage } from '../api/types';
import { figure, span } from '../state/moments';
import { linkTo } from '../state/route';
import { familyOf, labelOf } from '../state/session';
import { Empty, Failed, Loading } from '../ui/states';

const PAGE = 50;

interface Props {
  params: Params;
  chosen: string | null;
  total: number | null;
  onChoose: (id: string | null) => void;
}

interface Pages {
  key: string;
  rows: Row[];
  cursor: string | null;
  error: ApiError | null;
  loading: boolean;
}

const NONE: Pages = { key: '', rows: [], cursor: null, error: null, loading: true };

export function List({ params, chosen, total, onChoose }: Props): preact.JSX.Element {
  const key = queryOf(params);
  const [pages, setPages] = useState<Pages>(NONE);
  const end = useRef<HTMLLIElement>(null);
  const stop = useRef<AbortController | null>(null);

  const load = (cursor: string | null): void => {
    stop.current?.abort();
    const mine = new AbortController();
    stop.current = mine;
    setPages((was) => (cursor === null ? { ...was, key, loading: true, error: null } : { ...was, loading: true, error: null }));
    get<RowPage>('incidents', { ...params, limit: PAGE, cursor }, mine.signal).then(
      (page) => setPages((was) => ({ key, rows: cursor === null ? page.rows : [...was.rows, ...page.rows], cursor: page.cursor, error: null, loading: false })),
      (error: ApiError) => {
        if (!mine.signal.aborted) setPages((was) => ({ ...was, error, loading: false }));
      },
    );
  };

  useEffect(() => {
    load(null);
    return () => stop.current?.abort();
  }, [key]);

  useEffect(() => {
    const last = end.current;
    if (!last || pages.loading || pages.cursor === null) return undefined;
    const cursor = pages.cursor;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && load(cursor), { rootMargin: '600px' });
    watch.observe(last);
    return () => watch.disconnect();
  }, [pages.cursor, pages.loading, key]);

  useEffect(() => {
    document.getElementById(`row-${chosen ?? ''}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  if (pages.error && !pages.rows.length) return <Failed error={pages.error} again={() => load(null)} />;
  if (pages.loading && !pages.rows.length) return <Loading what="incidents" />;
  if (!pages.rows.length) return <Empty>No incident fits. Take a filter away, or move the map.</Empty>;
  return (
    <ol class={`list${pages.loading ? ' stale' : ''}`} aria-label="Incidents" aria-busy={pages.loading} onKeyDown={step}>
      {pages.rows.map((row) => (
        <Item key={row.id} row={row} chosen={row.id === chosen} onChoose={onChoose} />
      ))}
      <li ref={end} class="quiet end">
        {pages.error ? <button type="button" onClick={() => load(pages.cursor)}>That was not all: try again</button> : pages.cursor ? 'more is coming …' : `That is all${total === null ? '' : `, ${pages.rows.length} here`}.`}
      </li>
    </ol>
  );
}

function Item({ row, chosen, onChoose }: { row: Row; chosen: boolean; onChoose: (id: string) => void }): preact.JSX.Element {
  const family = familyOf(row.plover);
  const what = labelOf(row.mode ? `${row.plover}/${row.mode}` : row.plover);
  return (
    <li id={`row-${row.id}`} class={`item${chosen ? ' chosen' : ''}`} style={{ '--s': family.colour }} onMouseEnter={() => onChoose(row.id)}>
      <a href={linkTo('incident', row.id)} onFocus={() => onChoose(row.id)}>
        <span class="line">
          <span class="dot" aria-hidden="true" />
          <b>{what}</b>
          {row.factuality !== 'happened' && <span class="tag notable">{row.factuality}</span>}
          {row.kind === 'series' && <span class="tag">series</span>}
          {row.review !== 'machine' && <span class={`tag state-${row.review}`}>{row.review}</span>}
          <time>{span(row.start, row.end, row.precision)}</time>
        </span>
        <span class="line where">{row.places || 'place not told'}{row.countries ? ` · ${row.countries}` : ''}</span>
        <span class="line who">{row.actors || 'nobody named'}</span>
        <span class="line facts">
          {row.killed !== null || row.killed_low !== null ? <span class="toll">killed {figure(row.killed_low, row.killed_high, row.killed)}</span> : null}
          {row.injured !== null || row.injured_low !== null ? <span class="toll">injured {figure(row.injured_low, row.injured_high, row.injured)}</span> : null}
          <span>{row.reports} {row.reports === 1 ? 'report' : 'reports'}{row.sources > 1 ? `, ${row.sources} sources` : ''}</span>
          <span title="How sure dateline is that it read this right">{Math.round(row.confidence * 100)}% sure</span>
        </span>
      </a>
    </li>
  );
}

// Arrow keys and j/k step through the list, as in a mail program.
function step(event: KeyboardEvent): void {
  const by = event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0;
  if (!by || !(event.currentTarget instanceof HTMLElement)) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('li.item > a')];
  const at = links.findIndex((link) => link === document.activeElement);
  const next = links[at + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
