import { useEffect, useState } from 'preact/hooks';
import { Alerts } from './alerts/Alerts';
import type { ApiError } from './api/client';
import { ActorPage } from './actor/ActorPage';
import { PlacePage } from './actor/PlacePage';
import { Explore } from './explore/Explore';
import { IncidentPage } from './incident/IncidentPage';
import { Login } from './login/Login';
import { Who } from './login/Who';
import { Overview } from './overview/Overview';
import { ReviewDesk } from './review/ReviewDesk';
import { alertCounts, followAlerts } from './state/alerts';
import { linkTo, route, type View } from './state/route';
import { door, session, startSession, vocabulary } from './state/session';
import { nextTheme, theme } from './state/theme';
import { SearchBox } from './ui/SearchBox';
import { Failed, Loading } from './ui/states';

const TABS: readonly (readonly [View, string])[] = [
  ['explore', 'Explore'],
  ['overview', 'Overview'],
  ['review', 'Review'],
  ['alerts', 'Alerts'],
];

export function App(): preact.JSX.Element {
  const [error, setError] = useState<ApiError | null>(null);
  const begin = (): void => {
    setError(null);
    startSession().catch((found: ApiError) => setError(found));
  };
  useEffect(begin, []);
  const { view, id } = route.value;
  const here = session.value !== null;
  useEffect(() => (here ? followAlerts() : undefined), [here]);
  useEffect(() => {
    const tab = TABS.find(([one]) => one === view)?.[1];
    document.title = id ? `${id} · dateline` : tab && view !== 'explore' ? `${tab} · dateline` : 'dateline';
  }, [view, id]);

  return (
    <>
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <header class="top">
        <a class="brand" href="/">
          dateline
        </a>
        <nav aria-label="Views">
          {TABS.map(([one, words]) => (
            <a key={one} href={linkTo(one, null, { keep: one !== 'alerts' })} aria-current={view === one ? 'page' : undefined}>
              {words}
              {one === 'alerts' && (alertCounts.value?.active ?? 0) > 0 && <AlertNumber number={alertCounts.value?.active ?? 0} />}
            </a>
          ))}
        </nav>
        <SearchBox />
        <button type="button" class="plain" onClick={nextTheme} title="Light, dark, or as the system has it">
          {theme.value === 'system' ? 'Auto' : theme.value === 'dark' ? 'Dark' : 'Light'}
          <span class="hidden"> colours</span>
        </button>
        <Who />
      </header>
      {door.value && <Login key={door.value} why={door.value} user={session.value?.user ?? null} />}
      {error ? <Failed error={error} again={begin} /> : door.value && !session.value ? null : session.value && vocabulary.value ? <Page key={session.value.user} view={view} id={id} /> : <Loading what="the page" />}
    </>
  );
}

function AlertNumber({ number }: { number: number }): preact.JSX.Element {
  return (
    <span class="number">
      {number > 999 ? '999+' : number}
      <span class="hidden"> stand</span>
    </span>
  );
}

function Page({ view, id }: { view: View; id: string | null }): preact.JSX.Element {
  if (view === 'overview') return <Overview />;
  if (view === 'review') return <ReviewDesk />;
  if (view === 'alerts') return <Alerts />;
  if (view === 'incident' && id) return <IncidentPage id={id} />;
  if (view === 'actor' && id) return <ActorPage name={id} />;
  if (view === 'place' && id) return <PlacePage name={id} />;
  return <Explore />;
}
