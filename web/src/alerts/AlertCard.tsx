import { useState } from 'preact/hooks';
import type { Alert, AlertChange } from '../api/types';
import { day, moment, span } from '../state/moments';
import { useGet } from '../state/query';
import { linkTo } from '../state/route';
import { labelOf } from '../state/session';
import { Failed, Loading } from '../ui/states';

const KINDS = { match: 'fits a rule', surge: 'surge', first: 'first of its kind' } as const;
const FEW = 3;

export function stateOf(alert: Alert): 'raised' | 'updated' | 'withdrawn' {
  return alert.state === 'withdrawn' ? 'withdrawn' : alert.version > 1 ? 'updated' : 'raised';
}

// An alert with why it fired and the words behind it; `within`: on the page of its incident, which says the rest.
export function AlertCard({ alert, within = false }: { alert: Alert; within?: boolean }): preact.JSX.Element {
  const [history, setHistory] = useState(false);
  const state = stateOf(alert);
  const { shown } = alert;
  const what = labelOf(shown.mode ? `${shown.plover}/${shown.mode}` : shown.plover);
  const Heading = within ? 'h3' : 'h2';
  return (
    <article class={`alert ${alert.state}`} aria-label={alert.headline}>
      <ul class="badges">
        <li class={state === 'withdrawn' ? 'bad' : ''}>{state}</li>
        <li>{KINDS[alert.kind]}</li>
        {alert.severity !== 'unknown' && <li class={alert.severity === 'extreme' || alert.severity === 'severe' ? 'notable' : ''}>{alert.severity}</li>}
        <li>rule {alert.rule}</li>
      </ul>
      <Heading dir="auto">{within ? alert.headline : <a href={linkTo('incident', alert.incident, { keep: false })}>{alert.headline}</a>}</Heading>
      {!within && (
        <p class="line">
          <span>{what}</span>
          <span>{span(shown.start ?? null, shown.end ?? null, null)}</span>
          <span dir="auto">{[shown.place, shown.country].filter(Boolean).join(', ') || 'place not told'}</span>
          {shown.actors.length > 0 && <span dir="auto">{shown.actors.join(', ')}{shown.targets.length ? ` → ${shown.targets.join(', ')}` : ''}</span>}
          {shown.killed !== undefined && <b>killed {shown.killed.toLocaleString('en')}</b>}
          {shown.injured !== undefined && <b>injured {shown.injured.toLocaleString('en')}</b>}
          <span>{shown.sources} {shown.sources === 1 ? 'source' : 'sources'}, {Math.round(shown.confidence * 100)}% sure</span>
        </p>
      )}
      {alert.withdrawn && <p><b>Withdrawn:</b> {alert.withdrawn}</p>}
      <p class="because">Why</p>
      <ul class="reasons">
        {alert.why.map((words) => <li key={words}>{words}</li>)}
      </ul>
      <Figures alert={alert} />
      <Evidence alert={alert} />
      <p class="row quiet">
        <span>raised {moment(alert.raised_at)}{alert.changed_at !== alert.raised_at && `, changed ${moment(alert.changed_at)}`}</span>
        <button type="button" class="plain" aria-expanded={history} onClick={() => setHistory(!history)}>What became of it</button>
        <a href={`/api/alerts/${alert.id}/cap`} target="_blank" rel="noopener" aria-label={`This alert as CAP 1.2: ${alert.headline}`}>CAP</a>
      </p>
      {history && <History id={alert.id} />}
    </article>
  );
}

function Figures({ alert: { surge, precedent, others } }: { alert: Alert }): preact.JSX.Element | null {
  if (surge) {
    return (
      <dl class="figures">
        <dt>counted</dt><dd dir="auto">{surge.group}</dd>
        <dt>days</dt><dd>{span(surge.first_day, surge.last_day, null)}</dd>
        <dt>incidents</dt><dd>{surge.count} where {surge.expected.toFixed(1)} are usual</dd>
        <dt>score</dt><dd>{surge.score.toFixed(1)}, told from {surge.threshold.toFixed(1)} on; by chance {surge.by_chance.toPrecision(2)} times a month</dd>
        {others.length > 0 && <><dt>incidents in it</dt><dd class="ids">{others.map((id) => <a key={id} href={linkTo('incident', id, { keep: false })}>{id.slice(0, 8)}</a>)}</dd></>}
      </dl>
    );
  }
  if (!precedent) return null;
  return (
    <dl class="figures">
      <dt>first</dt><dd dir="auto">{precedent.group}</dd>
      <dt>before</dt><dd>{precedent.before ? `${precedent.before}, the last on ${day(precedent.last_day)}` : `none since ${day(precedent.since)}`}; none in {precedent.months} months</dd>
      <dt>others there</dt><dd>{precedent.others} of any type in those months</dd>
    </dl>
  );
}

function Evidence({ alert }: { alert: Alert }): preact.JSX.Element | null {
  const [all, setAll] = useState(false);
  if (!alert.evidence.length) return null;
  const shown = all ? alert.evidence : alert.evidence.slice(0, FEW);
  return (
    <ul class="evidence" aria-label="Evidence">
      {shown.map((one) => (
        <li key={`${one.report_id} ${one.event_id}`}>
          <q dir="auto">{one.quote}</q>{' '}
          <span class="quiet" dir="auto">{[one.publisher, one.title, day(one.published), `graded ${one.grade}`].filter(Boolean).join(' · ')}</span>
        </li>
      ))}
      {alert.evidence.length > shown.length && (
        <li><button type="button" class="plain" onClick={() => setAll(true)}>{alert.evidence.length - shown.length} more</button></li>
      )}
    </ul>
  );
}

function History({ id }: { id: string }): preact.JSX.Element {
  const { data, error, again } = useGet<{ changes: AlertChange[] }>(`alerts/${id}/changes`);
  if (error) return <Failed error={error} again={again} />;
  if (!data) return <Loading what="its changes" />;
  return (
    <ol class="history">
      {data.changes.map((one) => <li key={one.number}>{moment(one.at)}: {one.kind}{one.kind === 'withdrawn' && one.alert.withdrawn ? `: ${one.alert.withdrawn}` : ''}</li>)}
    </ol>
  );
}
