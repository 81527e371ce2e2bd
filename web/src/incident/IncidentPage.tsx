import { useEffect, useState } from 'preact/hooks';
import type { Incident } from '../api/types';
import { type ReportOfIncident, ReportText } from '../report/ReportText';
import { day } from '../state/moments';
import { useGet } from '../state/query';
import { addressOf, go, linkTo, route } from '../state/route';
import { labelOf, session } from '../state/session';
import { Failed, Loading } from '../ui/states';
import { Decide } from './Decide';
import { Slots } from './Slots';
import { Why } from './Why';

export function IncidentPage({ id }: { id: string }): preact.JSX.Element {
  const answer = useGet<Incident>(`incidents/${encodeURIComponent(id)}`);
  const incident = answer.loading ? undefined : answer.data; // never the one before under the address of the next
  // An id that the incident had before, or an event's, leads to the id that it has now.
  useEffect(() => {
    if (incident && incident.id !== id && (incident.aliases.includes(id) || incident.tellers.some((one) => one.event_id === id))) {
      go(addressOf('incident', incident.id, route.value.query), { replace: true });
    }
  }, [incident, id]);
  if (answer.error) return <Failed error={answer.error} again={answer.again} />;
  if (!incident) return <Loading what="the incident" />;
  return <Whole key={`${incident.id}@${incident.version}`} incident={incident} again={answer.again} />;
}

function Whole({ incident, again }: { incident: Incident; again: () => void }): preact.JSX.Element {
  const [why, setWhy] = useState(false);
  const best = incident.types[0]?.value;
  const place = incident.where[0]?.value;
  const reports = new Set(incident.tellers.map((one) => one.report_id)).size;
  return (
    <main class="incident" id="content">
      <article class="card">
        <p class="crumbs"><a href={linkTo('explore')}>← all incidents</a></p>
        <h1 dir="auto">
          {labelOf(best?.mode ? `${best.plover}/${best.mode}` : best?.plover)}
          {place ? ` in ${place.name}` : ''}
          {incident.when[0]?.value.start ? `, ${day(incident.when[0].value.start)}` : ''}
        </h1>
        <ul class="badges">
          {incident.kind !== 'incident' && <li class="notable">{incident.kind === 'series' ? 'a series of several' : 'recalled as background alone'}</li>}
          <li>{reports} {reports === 1 ? 'report' : 'reports'}</li>
          <li>{incident.sources} independent {incident.sources === 1 ? 'source' : 'sources'}</li>
          <li>{Math.round(incident.confidence * 100)}% sure</li>
          <li>{incident.sphere[0]?.value}</li>
          <li class={incident.review.state === 'machine' ? '' : 'notable'}>{incident.review.state}{incident.review.by ? ` by ${incident.review.by}` : ''}</li>
        </ul>
        {session.value?.rights === 'edit' && <Decide incident={incident} again={again} />}
        <Slots incident={incident} />
        <button type="button" aria-expanded={why} onClick={() => setWhy(!why)}>Why these reports are together</button>
        {why && <Why id={incident.id} changed={again} />}
        <p class="quiet">incident {incident.id} · version {incident.version}</p>
      </article>
      <Reports incident={incident} />
    </main>
  );
}

function Reports({ incident }: { incident: Incident }): preact.JSX.Element {
  const answer = useGet<ReportOfIncident[]>(`incidents/${incident.id}/reports`, { version: incident.version });
  if (answer.error) return <Failed error={answer.error} again={answer.again} />;
  if (!answer.data) return <Loading what="the reports" />;
  const byId = new Map(answer.data.map((one) => [one.report.id, one]));
  const shown = new Set<string>();
  return (
    <section class="reports" aria-label="Reports">
      {incident.tellers.map((teller, i) => {
        const told = byId.get(teller.report_id);
        const again = shown.has(teller.report_id);
        shown.add(teller.report_id);
        if (!told || again) return null;
        const url = safeUrl(told.report.url);
        return (
          <article class="report" key={teller.event_id} id={`report-${i + 1}`} tabIndex={-1}>
            <header>
              <span class="ref">{i + 1}</span> <b dir="auto">{teller.publisher ?? 'publisher not known'}</b>
              <span class="quiet"> · {day(teller.published) || 'undated'} · source {teller.source} · grade {teller.reliability}{teller.credibility}{teller.broke ? ' · told it first' : ''}{teller.copies ? ' · a wire copy' : ''}{teller.standing === 'background' ? ' · as background' : ''}</span>
              {url && <> · <a href={url} rel="noreferrer noopener" target="_blank">at its source</a></>}
            </header>
            <ReportText told={told} />
            {told.others.length > 0 && (
              <details>
                <summary>{told.others.length} other {told.others.length === 1 ? 'event' : 'events'} in this report</summary>
                <ul>{told.others.map((one) => <li key={one.id}><a href={linkTo('incident', one.incident ?? one.id)} dir="auto">{one.anchor}</a></li>)}</ul>
              </details>
            )}
          </article>
        );
      })}
    </section>
  );
}

// Only addresses of the web: a report's own URL is text from outside.
export function safeUrl(url: string | null): string | null {
  return url && /^https?:\/\//i.test(url) ? url : null;
}
