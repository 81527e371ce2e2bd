import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Overview as Figures } from '../api/types';
import { day } from '../state/moments';
import { useCounted, useGet } from '../state/query';
import { filters as asked, linkTo } from '../state/route';
import { vocabulary } from '../state/session';
import { Empty, Failed, Latest, Loading } from '../ui/states';
import { Agreement } from './Agreement';
import { everyMonth, type Monthly } from './monthly';

export function Overview(): preact.JSX.Element {
  const answer = useCounted<Figures>('overview', asked.value);
  const count = useGet<{ count: number; exact: boolean }>(answer.of === null ? null : 'incidents/count', asked.value);
  if (answer.error) return <Failed error={answer.error} again={answer.again} />;
  if (!answer.data) return <Loading what="the overview" />;
  const figures = answer.data;
  if (!figures.total) return <Empty>No incident fits.</Empty>;
  return (
    <main class="page" id="content">
      <h1>{answer.of === null ? figures.total.toLocaleString('en') : count.data ? `${count.data.exact ? '' : 'more than '}${count.data.count.toLocaleString('en')}` : '…'} incidents</h1>
      <Latest of={answer.of} />
      <section aria-labelledby="over-time">
        <h2 id="over-time">Over time</h2>
        <Months figures={figures} />
      </section>
      <section aria-labelledby="who-whom">
        <h2 id="who-whom">Who does what to whom</h2>
        <Matrix figures={figures} />
      </section>
      <Agreement />
    </main>
  );
}

const HIGH = 220;
const WIDEST = 48; // pixels of a month's bar
const LABEL = 62; // pixels of a month's name

// Bars by month, none left out: a month without incidents is a gap, and not as if it had not been.
export function Months({ figures }: { figures: Monthly }): preact.JSX.Element {
  const place = useRef<HTMLElement>(null);
  const [wide, setWide] = useState(900);
  useEffect(() => {
    if (!place.current) return undefined;
    const watch = new ResizeObserver(([entry]) => entry && setWide(Math.max(240, Math.floor(entry.contentRect.width))));
    watch.observe(place.current);
    return () => watch.disconnect();
  }, []);
  const families = vocabulary.value?.families ?? [];
  const shown = useMemo(() => everyMonth(figures), [figures]);
  const most = Math.max(1, ...figures.families.map((counts) => counts.reduce((sum, n) => sum + n, 0)));
  const deadliest = Math.max(1, ...figures.killed);
  const step = Math.min(wide / Math.max(shown.length, 1), WIDEST);
  const dead = shown.map(({ killed }, i) => `${(i + 0.5) * step},${HIGH - (killed / deadliest) * (HIGH - 10)}`).join(' ');
  const every = Math.ceil(shown.length / Math.max(1, Math.floor((step * shown.length) / 80)));
  return (
    <figure ref={place}>
      <svg width={wide} viewBox={`0 0 ${wide} ${HIGH + 20}`} role="img" aria-label="Incidents a month by family, and killed as a line; the table below has the figures">
        {shown.map(({ month, counts }, at) => {
          let top = HIGH;
          return counts.map((count, family) => {
            const tall = (count / most) * (HIGH - 10);
            top -= tall;
            return count ? (
              <rect key={`${month}-${family}`} x={at * step + 0.5} y={top} width={Math.max(step - 1, 0.8)} height={tall} fill={families[family]?.colour ?? '#7a7f87'}>
                <title>{`${day(month)}: ${count} ${families[family]?.label ?? ''}`}</title>
              </rect>
            ) : null;
          });
        })}
        <polyline points={dead} fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="5 3" />
        {shown.map(({ month }, i) =>
          i % every === 0 && i * step + LABEL <= wide ? (
            <text key={month} x={i * step} y={HIGH + 15} font-size="12" fill="currentColor">
              {day(month)}
            </text>
          ) : null,
        )}
      </svg>
      <figcaption class="quiet">Bars: incidents a month, up to {most.toLocaleString('en')}. Dashed line: killed, best figures added up, up to {deadliest.toLocaleString('en')}.</figcaption>
      <details>
        <summary>The figures as a table</summary>
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Month</th>
                {families.map((family) => <th scope="col" key={family.name}>{family.label}</th>)}
                <th scope="col">Killed</th>
              </tr>
            </thead>
            <tbody>
              {figures.months.map((month, i) => (
                <tr key={month}>
                  <th scope="row">{day(month)}</th>
                  {families.map((family, n) => <td key={family.name}>{figures.families[i]?.[n] ?? 0}</td>)}
                  <td>{figures.killed[i] ?? 0}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

function Matrix({ figures }: { figures: Figures }): preact.JSX.Element {
  const most = Math.max(1, ...figures.matrix.flat());
  if (!figures.actors.length) return <Empty>Nobody is named.</Empty>;
  return (
    <div class="scroll">
      <table class="matrix">
        <caption class="quiet">Rows do it, columns have it done to them; a number is how many incidents.</caption>
        <thead>
          <tr>
            <td />
            {figures.actors.map((name) => <th scope="col" key={name}><a href={linkTo('actor', name)}>{name}</a></th>)}
          </tr>
        </thead>
        <tbody>
          {figures.actors.map((name, i) => (
            <tr key={name}>
              <th scope="row"><a href={linkTo('actor', name)}>{name}</a></th>
              {figures.actors.map((other, n) => {
                const count = figures.matrix[i]?.[n] ?? 0;
                return <td key={other} style={{ '--heat': `${Math.round((count / most) * 60)}%` }} class={count ? 'hot' : ''}>{count || ''}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
