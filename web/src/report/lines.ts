// Where words stand on the screen, for keys that move up and down among them.
import { marking } from '../correct/marking';

export function rangeOf(report: string, start: number, end: number): Range | null {
  const from = pointAt(report, start);
  const to = pointAt(report, end);
  if (!from || !to) return null;
  const range = document.createRange();
  range.setStart(...from);
  range.setEnd(...to);
  return range;
}

function pointAt(report: string, at: number): [Node, number] | null {
  const box = document.querySelector(`[data-report="${CSS.escape(report)}"]`);
  for (const piece of box?.querySelectorAll<HTMLElement>('[data-at]') ?? []) {
    const start = Number(piece.dataset['at']);
    const node = piece.firstChild;
    if (node && start <= at && at <= start + (node.textContent?.length ?? 0)) return [node, at - start];
  }
  return null;
}

// The word in the line above or below that stands nearest to the one at `at`.
export function lineStep(at: number, by: 1 | -1): number {
  const now = marking.value;
  if (!now) return at;
  const box = (i: number): DOMRect | null => {
    const word = now.words[i];
    return word ? (rangeOf(now.report, word.start, word.end)?.getBoundingClientRect() ?? null) : null;
  };
  const here = box(at);
  if (!here) return at + by * 10;
  let best = at;
  let line: number | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = at + by; i >= 0 && i < now.words.length; i += by) {
    const there = box(i);
    if (!there || (by > 0 ? there.top < here.bottom - 2 : there.bottom > here.top + 2)) continue;
    line ??= there.top;
    if (Math.abs(there.top - line) > here.height / 2) break;
    const away = Math.abs(there.left - here.left);
    if (away < nearest) [best, nearest] = [i, away];
  }
  return best;
}

// The offsets in a report's text that a selection covers; null where it lies in no report, or in several.
export function selected(): { report: string; start: number; end: number } | null {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const [a, b] = [offsetAt(range.startContainer, range.startOffset), offsetAt(range.endContainer, range.endOffset)];
  return a && b && a.report === b.report && a.at < b.at ? { report: a.report, start: a.at, end: b.at } : null;
}

function offsetAt(node: Node, offset: number): { report: string; at: number } | null {
  const element = node instanceof Element ? node : node.parentElement;
  const report = element?.closest<HTMLElement>('[data-report]')?.dataset['report'];
  if (report === undefined) return null;
  const piece = element?.closest<HTMLElement>('[data-at]');
  if (piece && !(node instanceof Element)) return { report, at: Number(piece.dataset['at']) + offset };
  // Between pieces: the next one's start, as where a whole paragraph is selected.
  const next = node.childNodes[offset] ?? node;
  const start = next instanceof HTMLElement ? (next.matches('[data-at]') ? next : next.querySelector<HTMLElement>('[data-at]')) : null;
  return start ? { report, at: Number(start.dataset['at']) } : null;
}
