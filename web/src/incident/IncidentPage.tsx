import { useEffect, useState } from 'preact/hooks';
import { OfIncident } from '../alerts/OfIncident';
import type { Incident } from '../api/types';
import { Correct } from '../correct/Correct';
import type { ReportOfIncident } from '../report/ReportText';
import { Reports } from '../report/Reports';
import { forget, useGet } from '../state/query';
import { addressOf, go, linkTo, route } from '../state/route';
import { session } from '../state/session';
import { Failed, Loading } from '../ui/states';
import { Decide } from './Decide';
import { headingOf } from './heading';
import { Slots } from './Slots';
import { Why } from './Why';

export function IncidentPage({ id }: { id: string }): preact.JSX.Element {
  const answer = useGet<Incident>(`incidents/${encodeURIComponent(id)}`);
  const incident = answer.loading ? undefined : answer.data; // never the one before under the address of the next
  const [correcting, setCorrecting] = useState(false);
  // An id that the incident had before, or an event's, leads to the id that it has now.
  useEffect(() => {
    if (incident && incident.id !== id && (incident.aliases.includes(id) || incident.tellers.some((one) => one.event_id === id))) {
      go(addressOf('incident', incident.id, route.value.query), { replace: true });
    }
  }, [incident, id]);
  if (answer.error) return <Failed error={answer.error} again={answer.again} />;
  if (!incident) return <Loading what="the incident" />;
  return <Whole key={`${incident.id}@${incident.version}`} incident={incident} again={answer.again} correcting={correcting} correct={setCorrecting} />;
}

interface Props {
  incident: Incident;
  again: () => void;
  correcting: boolean;
  correct: (on: boolean) => void;
}

function Whole({ incident, again, correcting, correct }: Props): preact.JSX.Element {
  const [why, setWhy] = useState(false);
  const reports = useGet<ReportOfIncident[]>(`incidents/${incident.id}/reports`, { version: incident.version });
  const number = new Set(incident.tellers.map((one) => one.report_id)).size;
  const edits = session.value?.rights === 'edit';
  return (
    <main class="incident" id="content">
      <article class="card">
        <p class="crumbs"><a href={linkTo('explore')}>← all incidents</a></p>
        <h1 dir="auto">{headingOf(incident)}</h1>
        <ul class="badges">
          {incident.kind !== 'incident' && <li class="notable">{incident.kind === 'series' ? 'a series of several' : 'recalled as background alone'}</li>}
          <li>{number} {number === 1 ? 'report' : 'reports'}</li>
          <li>{incident.sources} independent {incident.sources === 1 ? 'source' : 'sources'}</li>
          <li>{Math.round(incident.confidence * 100)}% sure</li>
          <li>{incident.sphere[0]?.value}</li>
          <li class={incident.review.state === 'machine' ? '' : 'notable'}>{incident.review.state}{incident.review.by ? ` by ${incident.review.by}` : ''}</li>
        </ul>
        {edits && <Decide incident={incident} again={again} correcting={correcting} correct={() => correct(!correcting)} />}
        {edits && correcting && reports.data && (
          <Correct
            key={incident.id}
            incident={incident}
            told={reports.data}
            leave={() => correct(false)}
            done={(now) => {
              forget();
              if (now === null) go(linkTo('explore')); // its only event was said to be none
              else if (now !== incident.id) go(addressOf('incident', now, route.value.query), { replace: true });
              else again();
            }}
          />
        )}
        <Slots incident={incident} />
        <button type="button" aria-expanded={why} onClick={() => setWhy(!why)}>Why these reports are together</button>
        {why && <Why id={incident.id} changed={again} />}
        <OfIncident id={incident.id} />
        <p class="quiet">incident {incident.id} · version {incident.version}</p>
      </article>
      <section class="reports" aria-label="Reports">
        {reports.error ? <Failed error={reports.error} again={reports.again} /> : reports.data ? <Reports incident={incident} told={reports.data} /> : <Loading what="the reports" />}
      </section>
    </main>
  );
}
