import { describe, expect, it } from 'vitest';
import type { Family, Points } from '../src/api/types';
import { binned, binOf, edges, ofMonths, radius, ready } from '../src/explore/points';
import { dayNumber, dayText } from '../src/state/moments';

const FAMILIES: Family[] = [
  { name: 'a', label: 'A', colour: '#000', types: [] },
  { name: 'b', label: 'B', colour: '#fff', types: [] },
];

function points(days: (string | null)[], family: number[]): Points {
  const none = days.map(() => null);
  const id = days.map((_, i) => `${i}`);
  return { total: days.length, exact: true, truncated: false, id, lat: none, lon: none, km: none, precision: none, family, killed: none, first: days, last: days, review: id };
}

describe('bins', () => {
  it('hold every incident that has a day, once', () => {
    const data = ready(points(['2024-01-01', '2024-01-31', null, '2024-03-05', '2023-11-30'], [0, 1, 0, 1, 0]));
    for (const width of [60, 300, 2000]) {
      const bins = binned(data, FAMILIES, width);
      expect(bins?.counts.flat().reduce((sum, n) => sum + n, 0)).toBe(4);
      expect(bins?.counts.reduce((sum, bin) => sum + (bin[1] ?? 0), 0)).toBe(2);
    }
  });

  it('are months as they are counted, or years of them where there is little room', () => {
    const counted = { months: ['2023-11', '2024-02', '2025-12'], families: [[1, 2], [3, 0], [0, 5]] };
    const months = ofMonths(counted, 2, 400);
    expect([months?.unit, months?.counts.length, months?.most]).toEqual(['month', 26, 5]);
    expect(months?.counts[3]).toEqual([3, 0, 0]);
    const years = ofMonths(counted, 2, 60);
    expect(years?.counts).toEqual([[1, 2, 0], [3, 0, 0], [0, 5, 0]]);
    expect(ofMonths({ months: [], families: [] }, 2, 60)).toBeNull();
  });

  it('are none where nothing has a day', () => {
    expect(binned(ready(points([null], [0])), FAMILIES, 300)).toBeNull();
  });

  it('begin weeks on Mondays, months and years on their first day', () => {
    const [low, high] = [dayNumber('2024-02-28'), dayNumber('2025-01-02')];
    for (const start of edges(low, high, 'week')) expect(new Date(start * 86_400_000).getUTCDay()).toBe(1);
    const months = edges(low, high, 'month').map(dayText);
    expect(months[0]).toBe('2024-02-01');
    expect(months.at(-1)).toBe('2025-02-01');
    expect(months).toHaveLength(13);
    expect(edges(low, high, 'year').map(dayText)).toEqual(['2024-01-01', '2025-01-01', '2026-01-01']);
  });

  it('before 1970 too', () => {
    const early = dayNumber('1946-07-22');
    expect(new Date((edges(early, early, 'week')[0] ?? 0) * 86_400_000).getUTCDay()).toBe(1);
    expect(dayText(early)).toBe('1946-07-22');
  });

  it('are found by a day in them', () => {
    const starts = [0, 10, 20, 30];
    expect([0, 9, 10, 29, 30].map((at) => binOf(starts, at))).toEqual([0, 0, 1, 2, 2]);
  });
});

describe('discs', () => {
  it('grow with the dead, and never over a country', () => {
    expect(radius(null)).toBe(radius(0));
    expect(radius(1)).toBeGreaterThan(radius(0));
    expect(radius(10)).toBeGreaterThan(radius(1));
    expect(radius(1_000_000)).toBeLessThanOrEqual(26);
  });
});
