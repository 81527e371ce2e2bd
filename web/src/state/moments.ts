// Days and times as people read them; the record's own ISO texts are never parsed into another zone.

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY = 86_400_000;

export function day(text: string | null | undefined): string {
  if (!text) return '';
  const [year, month, date] = text.slice(0, 10).split('-');
  const name = MONTHS[Number(month) - 1];
  if (!name) return year ?? '';
  return date ? `${Number(date)} ${name} ${year}` : `${name} ${year}`;
}

// A moment in UTC, as it is kept, to the minute: "2 Mar 2024, 14:05 UTC".
export function moment(text: string): string {
  const time = text.slice(11, 16);
  return time ? `${day(text)}, ${time} UTC` : day(text);
}

export function span(first: string | null, last: string | null, precision: string | null): string {
  if (!first && !last) return 'day not told';
  if (!first) return `until ${day(last)}`;
  if (!last) return `since ${day(first)}`;
  const [a, b] = [first.slice(0, 10), last.slice(0, 10)];
  if (precision === 'year') return a.slice(0, 4) === b.slice(0, 4) ? a.slice(0, 4) : `${a.slice(0, 4)}–${b.slice(0, 4)}`;
  if (precision === 'month' && a.slice(0, 7) === b.slice(0, 7)) return day(a.slice(0, 7));
  if (a === b) return day(a);
  if (a.slice(0, 7) === b.slice(0, 7)) return `${Number(a.slice(8))}–${day(b)}`;
  return `${day(a)} – ${day(b)}`;
}

// Days since 1970 of the first ten characters; NaN where there is no day.
export function dayNumber(text: string | null | undefined): number {
  return text ? Math.round(Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / DAY) : Number.NaN;
}

export function dayText(number: number): string {
  return new Date(number * DAY).toISOString().slice(0, 10);
}

export function figure(low: number | null, high: number | null, best: number | null = null): string {
  if (low === null && high === null && best === null) return 'not known';
  if (best !== null && low === best && high === best) return `${best}`;
  const bounds = low === high && low !== null ? `${low}` : `${low ?? '?'}–${high ?? '?'}`;
  return best === null ? bounds : `${best} (${bounds})`;
}
