import { useMemo } from 'preact/hooks';
import type { Points, Profile as Figures } from '../api/types';
import { List } from '../explore/List';
import { MapView } from '../explore/MapView';
import { ready } from '../explore/points';
import { Months } from '../overview/Overview';
import { useCounted, useGet } from '../state/query';
import { addressOf, type Filters, linkTo } from '../state/route';
import { Empty, Failed, Latest, Loading } from '../ui/states';

const MOST = 12;
const NOBODY: string | null = null;
const everything = (): boolean => true;

interface Props {
  name: string;
  filters: Filters;
  what: 'actor' | 'place';
}

// The incidents of an actor or a place: how many over time, where, with whom, and the incidents themselves.
export function Profile({ name, filters, what }: Props): preact.JSX.Element {
  const figures = useCounted<Figures>(`${what}s/${encodeURIComponent(name)}`);
  const none = figures.error?.status === 404; // nobody is called so
  const points = useGet<Points>('incidents/points', filters);
  const data = useMemo(() => (points.data ? ready(points.data) : null), [points.data]);
  const failed = [none ? null : figures, points].find((one) => one?.error);
  const query = new URLSearchParams();
  for (const [key, values] of Object.entries(filters)) for (const value of values) query.append(key, value);
  return (
    <main class="page" id="content">
      <p class="crumbs"><a href={addressOf('explore', null, query)}>Explore these incidents</a></p>
      <h1 dir="auto">{name} <span class="quiet">{what}</span></h1>
      {failed?.error && <Failed error={failed.error} again={failed.again} />}
      {figures.loading && <Loading what="the figures" />}
      {none && <Empty>No incident names this {what}.</Empty>}
      {figures.data && !figures.loading && (figures.data.total ? <p>{figures.data.total.toLocaleString('en')} {figures.data.total === 1 ? 'incident' : 'incidents'}</p> : <Empty>No incident names this {what}.</Empty>)}
      {figures.data && !figures.loading && figures.data.total > 0 && (
        <>
          <Latest of={figures.of} />
          <section aria-labelledby="over-time"><h2 id="over-time">Over time</h2><Months figures={figures.data} /></section>
          <div class="beside">
            <section aria-labelledby="with-whom"><h2 id="with-whom">With whom</h2><Others name={name} counts={figures.data.actors} /></section>
            {figures.data.places.length > 0 && what === 'actor' && <section aria-labelledby="places"><h2 id="places">At which places</h2><Named names={figures.data.places} view="place" /></section>}
            <section aria-labelledby="where"><h2 id="where">Where</h2><div class="small-map"><MapView data={data} shown={everything} chosen={NOBODY} view={null} onMove={() => undefined} onPick={() => undefined} /></div></section>
          </div>
          <section aria-labelledby="which"><h2 id="which">Incidents</h2><div class="framed"><List params={{ ...filters }} chosen={null} total={figures.data.total} onChoose={() => undefined} /></div></section>
        </>
      )}
    </main>
  );
}

// Who else takes part in these incidents, the commonest first.
function Others({ name, counts }: { name: string; counts: readonly [string, number][] }): preact.JSX.Element {
  const others = counts.filter(([one]) => one !== name).slice(0, MOST);
  return others.length ? <Named names={others} view="actor" /> : <Empty>Nobody else is named.</Empty>;
}

function Named({ names, view }: { names: readonly [string, number][]; view: 'actor' | 'place' }): preact.JSX.Element {
  return (
    <table>
      <thead><tr><th scope="col">{view === 'actor' ? 'Who' : 'Place'}</th><th scope="col">Incidents</th></tr></thead>
      <tbody>{names.slice(0, MOST).map(([one, count]) => <tr key={one}><th scope="row" dir="auto"><a href={linkTo(view, one, { keep: false })}>{one}</a></th><td>{count.toLocaleString('en')}</td></tr>)}</tbody>
    </table>
  );
}
