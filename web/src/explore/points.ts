// The incidents that fit, as columns: what the map and the timeline draw, tens of thousands at a time.
import type { Cells, Family, Points } from '../api/types';
import { dayNumber } from '../state/moments';

export interface Ready {
  points: Points;
  first: Float64Array; // days since 1970; NaN where not told
  last: Float64Array;
  size: number;
}

export function ready(points: Points): Ready {
  const size = points.id.length;
  const first = new Float64Array(size);
  const last = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const [a, b] = [dayNumber(points.first[i]), dayNumber(points.last[i])];
    first[i] = Number.isNaN(a) ? b : a;
    last[i] = Number.isNaN(b) ? a : b;
  }
  return { points, first, last, size };
}

export const COARSE = new Set(['admin1', 'admin2', 'country', 'region', 'sea']);

// Pixels: an incident without dead is a dot, ten dead a disc, hundreds never cover a country.
export function radius(killed: number | null): number {
  return killed === null || killed <= 0 ? 4 : Math.min(4 + 3 * Math.log2(1 + killed), 26);
}

export interface Bins {
  from: number; // day number of the first bin's start
  unit: 'day' | 'week' | 'month' | 'year';
  starts: number[]; // day numbers, one more than there are bins
  counts: number[][]; // by bin, then by family
  most: number;
}

const UNITS: readonly (readonly [Bins['unit'], number])[] = [
  ['day', 1],
  ['week', 7],
  ['month', 30.4],
  ['year', 365.25],
];

export function binned(all: Ready, families: readonly Family[], width: number): Bins | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < all.size; i++) {
    const at = all.first[i] ?? Number.NaN;
    if (Number.isNaN(at)) continue;
    low = Math.min(low, at);
    high = Math.max(high, at);
  }
  if (low > high) return null;
  const room = Math.max(8, Math.floor(width / 7));
  const unit = UNITS.find(([, days]) => (high - low + 1) / days <= room)?.[0] ?? 'year';
  const starts = edges(low, high, unit);
  const counts = starts.slice(1).map(() => families.map(() => 0).concat(0));
  let most = 0;
  for (let i = 0; i < all.size; i++) {
    const at = all.first[i] ?? Number.NaN;
    if (Number.isNaN(at)) continue;
    const bin = counts[binOf(starts, at)];
    if (!bin) continue;
    const family = all.points.family[i] ?? 0;
    bin[family] = (bin[family] ?? 0) + 1;
  }
  for (const bin of counts) most = Math.max(most, bin.reduce((sum, n) => sum + n, 0));
  return { from: starts[0] ?? low, unit, starts, counts, most };
}

// Bins of counts a month; of many years they are added up by year.
export function ofMonths({ months, families }: Pick<Cells, 'months' | 'families'>, kinds: number, width: number): Bins | null {
  const days = months.map((month) => dayNumber(`${month}-01`)); // NaN for those without a day
  const told = days.filter((at) => !Number.isNaN(at));
  const [low, high] = [told.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY), told.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)];
  if (low > high) return null;
  const unit = (high - low) / 30.4 + 1 <= Math.max(8, Math.floor(width / 7)) ? 'month' : 'year';
  const starts = edges(low, high, unit);
  const counts = starts.slice(1).map(() => new Array<number>(kinds + 1).fill(0));
  days.forEach((at, i) => {
    const bin = Number.isNaN(at) ? undefined : counts[binOf(starts, at)];
    families[i]?.forEach((count, family) => {
      if (bin) bin[family] = (bin[family] ?? 0) + count;
    });
  });
  const most = counts.reduce((top, bin) => Math.max(top, bin.reduce((sum, n) => sum + n, 0)), 0);
  return { from: starts[0] ?? low, unit, starts, counts, most };
}

export function binOf(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  return low;
}

export function edges(low: number, high: number, unit: Bins['unit']): number[] {
  const out: number[] = [];
  if (unit === 'day' || unit === 'week') {
    const step = unit === 'day' ? 1 : 7;
    // Day 0 was a Thursday; weeks begin on Mondays.
    let at = unit === 'day' ? low : low - ((((low + 3) % 7) + 7) % 7);
    while (at <= high) {
      out.push(at);
      at += step;
    }
    out.push(at);
    return out;
  }
  const date = new Date(low * 86_400_000);
  let [year, month] = [date.getUTCFullYear(), unit === 'month' ? date.getUTCMonth() : 0];
  for (;;) {
    const at = Date.UTC(year, month, 1) / 86_400_000;
    out.push(at);
    if (at > high) return out;
    if (unit === 'month') month += 1;
    else year += 1;
    if (month === 12) [year, month] = [year + 1, 0];
  }
}
