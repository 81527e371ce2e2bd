// Figures by month, with those in which nothing was.
import type { Overview } from '../api/types';

export type Monthly = Pick<Overview, 'months' | 'families' | 'killed'>;

export interface Month {
  month: string;
  counts: readonly number[];
  killed: number;
}

const MOST = 2400; // months, two centuries: a day misread as of the year 19 must not fill the page with gaps

export function everyMonth({ months, families, killed }: Monthly): Month[] {
  const told = months.map((month, i): Month => ({ month, counts: families[i] ?? [], killed: killed[i] ?? 0 }));
  const [first, last] = [numberOf(months[0]), numberOf(months.at(-1))];
  if (Number.isNaN(first + last) || last - first >= MOST) return told;
  const known = new Map(told.map((one) => [one.month, one]));
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const at = first + i;
    const month = `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`;
    return known.get(month) ?? { month, counts: [], killed: 0 };
  });
}

function numberOf(month: string | undefined): number {
  const [year = Number.NaN, number = Number.NaN] = (month ?? '').split('-').map(Number);
  return year * 12 + number - 1;
}
