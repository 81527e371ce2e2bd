import type { Incident } from '../api/types';
import { day } from '../state/moments';
import { linkTo } from '../state/route';
import { type ReportOfIncident, ReportText } from './ReportText';

// The reports that tell an incident, side by side, each with its words marked.
export function Reports({ incident, told }: { incident: Incident; told: readonly ReportOfIncident[] }): preact.JSX.Element {
  const byId = new Map(told.map((one) => [one.report.id, one]));
  const shown = new Set<string>();
  return (
    <>
      {incident.tellers.map((teller, i) => {
        const one = byId.get(teller.report_id);
        const again = shown.has(teller.report_id);
        shown.add(teller.report_id);
        if (!one || again) return null;
        const url = safeUrl(one.report.url);
        return (
          <article class="report" key={teller.event_id} id={`report-${i + 1}`} tabIndex={-1}>
            <header>
              <span class="ref">{i + 1}</span> <b dir="auto">{teller.publisher ?? 'publisher not known'}</b>
              <span class="quiet"> · {day(teller.published) || 'undated'} · source {teller.source} · grade {teller.reliability}{teller.credibility}{teller.broke ? ' · told it first' : ''}{teller.copies ? ' · a wire copy' : ''}{teller.standing === 'background' ? ' · as background' : ''}</span>
              {url && <> · <a href={url} rel="noreferrer noopener" target="_blank">at its source</a></>}
            </header>
            <ReportText told={one} />
            {one.others.length > 0 && (
              <details>
                <summary>{one.others.length} other {one.others.length === 1 ? 'event' : 'events'} in this report</summary>
                <ul>{one.others.map((event) => <li key={event.id}><a href={linkTo('incident', event.incident ?? event.id)} dir="auto">{event.anchor}</a></li>)}</ul>
              </details>
            )}
          </article>
        );
      })}
    </>
  );
}

// Only addresses of the web: a report's own URL is text from outside.
export function safeUrl(url: string | null): string | null {
  return url && /^https?:\/\//i.test(url) ? url : null;
}
