import { useEffect, useState } from 'preact/hooks';
import { ApiError, get, queryOf } from '../api/client';
import type { Alert, AlertKind, AlertPage, Follower } from '../api/types';
import { alertCounts } from '../state/alerts';
import { useGet } from '../state/query';
import { ask, route } from '../state/route';
import { Empty, Failed, Loading } from '../ui/states';
import { AlertCard } from './AlertCard';

const STATES = [['active', 'that stand'], ['withdrawn', 'withdrawn'], ['', 'all']] as const;
const KINDS: readonly (readonly [AlertKind | '', string])[] = [['', 'of any kind'], ['match', 'that fit a rule'], ['surge', 'surges'], ['first', 'firsts']];
const PAGE = 25;

// What the rules told: the last changed first, by rule, kind and state.
export function Alerts(): preact.JSX.Element {
  const { query } = route.value;
  const asked = { rule: query.get('rule'), kind: query.get('kind'), state: query.get('state') === 'all' ? null : (query.get('state') ?? 'active') };
  const counts = alertCounts.value;
  const { data } = useGet<{ followers: Follower[] }>('alerts/rules');
  const names = new Set([...(counts?.rules ?? []).map((one) => one.rule), ...(data?.followers ?? []).flatMap((one) => one.rules.map((rule) => String(rule['name'])))]);
  if (asked.rule) names.add(asked.rule);
  const behind = (data?.followers ?? []).filter((one) => one.behind > 0);
  return (
    <main class="page alerts" id="content">
      <div class="row">
        <h1>Alerts</h1>
        <a class="feed" href="/api/alerts.atom" target="_blank" rel="noopener">Atom feed</a>
      </div>
      <form class="row" aria-label="Which alerts" onSubmit={(event) => event.preventDefault()}>
        <label>State <select value={asked.state ?? ''} onChange={(event) => ask({ state: event.currentTarget.value === 'active' ? null : event.currentTarget.value || 'all' })}>
          {STATES.map(([value, words]) => <option key={value} value={value}>{words}</option>)}
        </select></label>
        <label>Rule <select value={asked.rule ?? ''} onChange={(event) => ask({ rule: event.currentTarget.value || null })}>
          <option value="">any rule</option>
          {[...names].sort().map((name) => <option key={name} value={name}>{name}{counted(counts?.rules, name)}</option>)}
        </select></label>
        <label>Kind <select value={asked.kind ?? ''} onChange={(event) => ask({ kind: event.currentTarget.value || null })}>
          {KINDS.map(([value, words]) => <option key={value} value={value}>{words}</option>)}
        </select></label>
        {counts && <span class="quiet">{counts.active.toLocaleString('en')} stand, {counts.withdrawn.toLocaleString('en')} withdrawn</span>}
      </form>
      {behind.map((one) => <p key={one.follower} class="quiet">{one.follower} has {one.behind.toLocaleString('en')} changes of incidents yet to look at.</p>)}
      <List asked={asked} ruled={names.size > 0} last={counts?.last ?? 0} />
    </main>
  );
}

function counted(rules: readonly { rule: string; active: number }[] | undefined, name: string): string {
  const number = (rules ?? []).filter((one) => one.rule === name).reduce((sum, one) => sum + one.active, 0);
  return number ? ` (${number})` : '';
}

interface Asked {
  rule: string | null;
  kind: string | null;
  state: string | null;
}

function List({ asked, ruled, last }: { asked: Asked; ruled: boolean; last: number }): preact.JSX.Element {
  const key = queryOf({ ...asked });
  const first = useGet<AlertPage>('alerts', { ...asked, limit: PAGE });
  const [more, setMore] = useState<{ key: string; alerts: Alert[]; cursor: string | null; error?: ApiError }>({ key: '', alerts: [], cursor: null });
  const [since, setSince] = useState(last);
  useEffect(() => setMore({ key: '', alerts: [], cursor: null }), [key, first.data]);
  useEffect(() => {
    if (since === 0) setSince(last);
  }, [last]);
  if (first.error) return <Failed error={first.error} again={first.again} />;
  if (!first.data) return <Loading what="the alerts" />;
  if (!first.data.alerts.length) return <Empty>{ruled ? 'No alert fits.' : 'No rules are followed. Rules stand in the file of “dateline watch”, under [[alerts]]; the map’s “Alert rule” writes one for an area and the filters in force.'}</Empty>;
  const all = [...first.data.alerts, ...more.alerts];
  const cursor = more.key === key ? more.cursor : first.data.cursor;
  const next = (): void => {
    get<AlertPage>('alerts', { ...asked, limit: PAGE, cursor }).then(
      (page) => setMore((was) => ({ key, alerts: [...(was.key === key ? was.alerts : []), ...page.alerts], cursor: page.cursor })),
      (error: ApiError) => setMore((was) => ({ ...was, error })),
    );
  };
  return (
    <>
      {since > 0 && last > since && <p role="status"><button type="button" onClick={() => { setSince(last); first.again(); }}>There is news: show it</button></p>}
      <ol class="alert-list" aria-label="Alerts" aria-busy={first.loading}>
        {all.map((alert) => <li key={alert.id}><AlertCard alert={alert} /></li>)}
      </ol>
      {more.error && <Failed error={more.error} again={next} />}
      {cursor ? <button type="button" onClick={next}>Earlier ones</button> : <p class="quiet end">That is all, {all.length}.</p>}
    </>
  );
}
