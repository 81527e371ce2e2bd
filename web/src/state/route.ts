// Where the reader is: all of it stands in the address, so that a link shows another what one sees.
import { computed, signal } from '@preact/signals';

export type View = 'explore' | 'overview' | 'review' | 'alerts' | 'incident' | 'actor' | 'place';

export interface Route {
  view: View;
  id: string | null;
  query: URLSearchParams;
}

export const FILTERS = [
  'since', 'until', 'country', 'type', 'mode', 'weapon', 'actor', 'killed', 'injured', 'factuality', 'sphere', 'kind',
  'review', 'sources', 'reports', 'min_confidence', 'publisher', 'place', 'judge', 'unjudged', 'disputed', 'search',
] as const;
export type FilterName = (typeof FILTERS)[number];
export type Filters = Partial<Record<FilterName, string[]>>;

const VIEWS: readonly View[] = ['overview', 'review', 'alerts', 'incident', 'actor', 'place'];

export function parse(path: string, search: string): Route {
  const [first = '', ...rest] = path.split('/').filter(Boolean);
  const view = VIEWS.find((one) => one === first) ?? 'explore';
  const id = rest.length ? decoded(rest.join('/')) : null;
  return { view, id, query: new URLSearchParams(search) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const address = signal(typeof window === 'undefined' ? '/' : window.location.pathname + window.location.search);

export const route = computed<Route>(() => {
  const url = new URL(address.value, 'http://page');
  return parse(url.pathname, url.search);
});

export const filters = computed<Filters>(() => filtersOf(route.value.query));

export function filtersOf(query: URLSearchParams): Filters {
  const found: Filters = {};
  for (const name of FILTERS) {
    const values = query.getAll(name).filter((value) => value !== '');
    if (values.length) found[name] = values;
  }
  return found;
}

// The map and the timeline hold all days, so that a brush can move over them without asking again.
export function undated(all: Filters): Filters {
  const others = { ...all };
  delete others.since;
  delete others.until;
  return others;
}

export function addressOf(view: View, id: string | null, query: URLSearchParams): string {
  const path = view === 'explore' ? '/' : `/${view}${id === null ? '' : `/${encodeURIComponent(id)}`}`;
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

export function go(to: string, { replace = false } = {}): void {
  if (to === address.value) return;
  window.history[replace ? 'replaceState' : 'pushState'](null, '', to);
  address.value = to;
}

// Changes what the address says of filters and view; null takes a parameter away.
export function ask(changes: Record<string, string | readonly string[] | null>, { replace = false } = {}): void {
  const { view, id, query } = route.value;
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name);
    if (typeof value === 'string') next.set(name, value);
    else if (value !== null) for (const one of value) next.append(name, one);
  }
  go(addressOf(view, id, next), { replace });
}

// In quotes: the whole name, and not a part of a longer one.
export function wholeName(name: string): string {
  return `"${name.replaceAll('"', ' ')}"`;
}

export function toggled(values: readonly string[] | undefined, value: string): string[] | null {
  const has = values?.includes(value) ?? false;
  const next = has ? (values ?? []).filter((one) => one !== value) : [...(values ?? []), value];
  return next.length ? next : null;
}

// A link within the page: the filters go with it where the reader stays among incidents.
export function linkTo(view: View, id: string | null = null, { keep = true } = {}): string {
  const kept = new URLSearchParams();
  if (keep) {
    for (const [name, values] of Object.entries(filters.value)) for (const value of values) kept.append(name, value);
  }
  return addressOf(view, id, kept);
}

export function start(): void {
  window.addEventListener('popstate', () => {
    address.value = window.location.pathname + window.location.search;
  });
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest('a');
    const plain = link && link.origin === window.location.origin && !link.target && !link.hasAttribute('download');
    if (!plain || link.pathname.startsWith('/api/') || (link.hash && link.pathname === window.location.pathname)) return;
    event.preventDefault();
    go(link.pathname + link.search);
    window.scrollTo(0, 0);
  });
}
