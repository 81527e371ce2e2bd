// Marking words of a report, with the mouse or from the keyboard. What is marked is shown by the report's text and read by the
// form that asked for it. Offsets here are UTF-16; the server's are code points.
import { signal } from '@preact/signals';
import { codePoints } from '../report/spans';

export interface Stretch {
  start: number;
  end: number;
}

export interface Marking {
  report: string; // whose words are marked
  text: string;
  words: readonly Stretch[];
  kept: readonly Stretch[]; // stretches that are marked already
  from: number; // the words between these two are being marked
  to: number;
}

export const marking = signal<Marking | null>(null);

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

export function wordsOf(text: string): Stretch[] {
  return [...segmenter.segment(text)].filter((one) => one.isWordLike).map((one) => ({ start: one.index, end: one.index + one.segment.length }));
}

export function begin(report: string, text: string, near = 0): void {
  const words = wordsOf(text);
  const at = Math.max(0, words.findIndex((one) => one.end > near));
  marking.value = { report, text, words, kept: [], from: at, to: at };
}

export function stop(): void {
  marking.value = null;
}

// The stretch under way: whole words from the one where it began to the one where it is.
export function current(now: Marking): Stretch | null {
  const [a, b] = [now.words[Math.min(now.from, now.to)], now.words[Math.max(now.from, now.to)]];
  return a && b ? { start: a.start, end: b.end } : null;
}

export function stretches(now: Marking): Stretch[] {
  const one = current(now);
  return one ? merged([...now.kept, one]) : [...now.kept];
}

export function merged(all: readonly Stretch[]): Stretch[] {
  const out: Stretch[] = [];
  for (const one of [...all].sort((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (last && one.start <= last.end) last.end = Math.max(last.end, one.end);
    else out.push({ ...one });
  }
  return out;
}

// As the server has them.
export function spansOf(now: Marking): { start: number; end: number; quote: string }[] {
  return stretches(now).map(({ start, end }) => ({ start: codePoints(now.text, start), end: codePoints(now.text, end), quote: now.text.slice(start, end) }));
}

// Keys while words are marked; true where the key was one of them.
export function steer(key: string, shift: boolean, lineUp: (at: number, by: 1 | -1) => number): boolean {
  const now = marking.value;
  if (!now) return false;
  const last = now.words.length - 1;
  const to = (next: number): boolean => {
    const at = Math.max(0, Math.min(last, next));
    marking.value = { ...now, to: at, from: shift ? now.from : at };
    return true;
  };
  if (key === 'ArrowRight') return to(now.to + 1);
  if (key === 'ArrowLeft') return to(now.to - 1);
  if (key === 'ArrowDown') return to(lineUp(now.to, 1));
  if (key === 'ArrowUp') return to(lineUp(now.to, -1));
  if (key === 'Home') return to(0);
  if (key === 'End') return to(last);
  if (key === '+' || key === ' ') {
    const one = current(now);
    if (!one) return true;
    const next = Math.min(last, Math.max(now.from, now.to) + 1);
    marking.value = { ...now, kept: merged([...now.kept, one]), from: next, to: next };
    return true;
  }
  if (key === 'Backspace') {
    marking.value = { ...now, kept: now.kept.slice(0, -1), from: now.to };
    return true;
  }
  return false;
}

// What the mouse marked, out to whole words; `more` adds it to what is marked already.
export function took(report: string, text: string, marked: Stretch, more: boolean): void {
  const before = marking.value;
  if (!before) return;
  const words = before.report === report ? before.words : wordsOf(text);
  const from = words.findIndex((one) => one.end > marked.start);
  const after = words.findIndex((one) => one.start >= marked.end);
  const to = (after === -1 ? words.length : after) - 1;
  if (from === -1 || to < from) return;
  const one = current(before);
  const kept = more && before.report === report && one ? merged([...before.kept, one]) : [];
  marking.value = { report, text, words, kept, from, to };
}
