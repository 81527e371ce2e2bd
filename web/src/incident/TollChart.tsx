import type { Toll } from '../api/types';
import { day, dayNumber, figure } from '../state/moments';

const WIDE = 320;
const HIGH = 96;
const LEFT = 34;
const BOTTOM = 18;

// The figures of one measure in the order in which they were said: bars from low to high, open ends fading.
export function TollChart({ toll }: { toll: Toll }): preact.JSX.Element | null {
  const figures = toll.figures.filter((one) => one.whole && (one.low !== null || one.high !== null));
  if (figures.length < 2) return null;
  const days = figures.map((one) => dayNumber(one.witness.said_at));
  const known = days.filter((one) => !Number.isNaN(one));
  const [first, last] = [Math.min(...known), Math.max(...known)];
  const most = Math.max(1, ...figures.map((one) => one.high ?? (one.low ?? 0) * 1.15));
  const x = (at: number, i: number): number => {
    const share = Number.isNaN(at) || last === first ? (i + 0.5) / figures.length : 0.04 + (0.92 * (at - first)) / (last - first);
    return LEFT + share * (WIDE - LEFT - 8);
  };
  const y = (value: number): number => 6 + (1 - value / most) * (HIGH - BOTTOM - 8);
  const words = figures.map((one) => `${day(one.witness.said_at) || 'undated'}: ${figure(one.low, one.high)}${one.superseded ? ', superseded' : ''}`).join('; ');
  return (
    <svg class="chart" viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label={`${toll.measure}, as told over time: ${words}`}>
      {[0, most].map((value) => (
        <g key={value}>
          <line x1={LEFT} x2={WIDE} y1={y(value)} y2={y(value)} class="grid" />
          <text x={LEFT - 5} y={y(value) + 4} text-anchor="end">{Math.round(value)}</text>
        </g>
      ))}
      {toll.best !== null && <line x1={LEFT} x2={WIDE} y1={y(toll.best)} y2={y(toll.best)} class="best" />}
      {figures.map((one, i) => {
        const at = x(days[i] ?? Number.NaN, i);
        const low = y(one.low ?? 0);
        const high = y(one.high ?? most);
        return (
          <g key={i} class={one.superseded ? 'superseded' : ''}>
            <line x1={at} x2={at} y1={low} y2={high} class="bar" stroke-dasharray={one.high === null || one.low === null ? '3 3' : undefined} />
            <circle cx={at} cy={one.low === null ? high : low} r="4" />
            <title>{`${figure(one.low, one.high)} · ${one.witness.speaker?.name ?? 'the report'} · ${day(one.witness.said_at)}`}</title>
          </g>
        );
      })}
      {Number.isFinite(first) && <text x={LEFT} y={HIGH - 4}>{day(new Date(first * 86_400_000).toISOString())}</text>}
      {last > first && <text x={WIDE} y={HIGH - 4} text-anchor="end">{day(new Date(last * 86_400_000).toISOString())}</text>}
    </svg>
  );
}
