// A report's text cut at the borders of its spans. Offsets count code points, as the record has them; strings here count
// UTF-16 units, so they are converted once a text.
import type { Speaker, Span } from '../api/types';

export interface Mark {
  slot: string;
  key: string; // report, start and end: what a value and its words share
  start: number; // UTF-16
  end: number;
}

export interface Piece {
  text: string;
  at: number;
  marks: Mark[]; // the shortest first: it gives the colour
}

interface Spoken extends Speaker {
  spans?: Span[];
  cue?: Span;
}

export interface EventInReport {
  id: string;
  anchor: Span;
  type: { plover: string; mode: string | null };
  standing: string;
  when?: { spans: Span[] };
  where: { spans: Span[] }[];
  participants: { role: string; spans: Span[] }[];
  responsibility: { spans: Span[]; speaker: Spoken | null }[];
  weapons: { spans: Span[] }[];
  tolls: { spans: Span[]; who?: { spans: Span[] }; speaker?: Spoken }[];
  damage: { what: { spans: Span[] }; speaker?: Spoken }[];
  sources: { speaker: Spoken }[];
  count: { spans: Span[] };
}

const DOING = new Set(['perpetrator', 'party', 'speaker']);

export function keyOf(report: string, span: Pick<Span, 'start' | 'end'>): string {
  return `${report}:${span.start}:${span.end}`;
}

// Every span of an event with the slot that it belongs to.
export function slotted(event: EventInReport): [string, Span][] {
  const out: [string, Span][] = [['event', event.anchor]];
  const add = (slot: string, spans: readonly Span[] | undefined): void => {
    for (const span of spans ?? []) out.push([slot, span]);
  };
  const speaker = (who: Spoken | null | undefined): void => add('speaker', who?.spans);
  add('time', event.when?.spans);
  for (const place of event.where) add('place', place.spans);
  for (const one of event.participants) add(DOING.has(one.role) ? 'actor' : 'target', one.spans);
  for (const one of event.responsibility) {
    add('claim', one.spans);
    speaker(one.speaker);
  }
  for (const weapon of event.weapons) add('weapon', weapon.spans);
  for (const toll of event.tolls) {
    add('harm', toll.spans);
    add('harm', toll.who?.spans);
    speaker(toll.speaker);
  }
  for (const one of event.damage) {
    add('damage', one.what.spans);
    speaker(one.speaker);
  }
  for (const source of event.sources) speaker(source.speaker);
  add('count', event.count.spans);
  return out;
}

// From code points to UTF-16 units: the identity where no character lies beyond the first plane.
export function offsets(text: string): (codePoint: number) => number {
  if (!/[\ud800-\udbff]/.test(text)) return (at) => Math.min(at, text.length);
  const units: number[] = [];
  let at = 0;
  for (const character of text) {
    units.push(at);
    at += character.length;
  }
  units.push(at);
  return (codePoint) => units[Math.min(codePoint, units.length - 1)] ?? at;
}

export function codePoints(text: string, unit: number): number {
  let count = 0;
  for (let i = 0; i < unit; i += (text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1) count++;
  return count;
}

export function marksOf(report: string, text: string, events: readonly EventInReport[]): Mark[] {
  const at = offsets(text);
  const seen = new Set<string>();
  const marks: Mark[] = [];
  for (const event of events) {
    for (const [slot, span] of slotted(event)) {
      const key = keyOf(report, span);
      if (seen.has(`${slot} ${key}`)) continue;
      seen.add(`${slot} ${key}`);
      marks.push({ slot, key, start: at(span.start), end: at(span.end) });
    }
  }
  return marks;
}

export function pieces(text: string, marks: readonly Mark[], from = 0, to = text.length): Piece[] {
  const within = marks.filter((mark) => mark.start < to && mark.end > from);
  const borders = new Set([from, to]);
  for (const mark of within) {
    borders.add(Math.max(mark.start, from));
    borders.add(Math.min(mark.end, to));
  }
  const sorted = [...borders].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, i) => {
    const end = sorted[i + 1] ?? to;
    const over = within.filter((mark) => mark.start <= start && mark.end >= end);
    return { text: text.slice(start, end), at: start, marks: over.sort((a, b) => a.end - a.start - (b.end - b.start)) };
  });
}
