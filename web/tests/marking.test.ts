import { beforeEach, describe, expect, it } from 'vitest';
import { begin, marking, merged, spansOf, steer, stop, took, wordsOf } from '../src/correct/marking';

const TEXT = '👩‍👩‍👧 Rebels attacked Erbil, killing 7 to 9.';
const marked = (): string[] => (marking.value ? spansOf(marking.value).map((one) => one.quote) : []);
const stay = (at: number): number => at;

describe('marking words', () => {
  beforeEach(() => begin('r', TEXT, TEXT.indexOf('attacked')));

  it('finds words, not what stands between them', () => {
    expect(wordsOf(TEXT).map(({ start, end }) => TEXT.slice(start, end))).toEqual(['Rebels', 'attacked', 'Erbil', 'killing', '7', 'to', '9']);
  });

  it('begins where it is told, moves word by word and marks more with Shift', () => {
    expect(marked()).toEqual(['attacked']);
    steer('ArrowRight', false, stay);
    expect(marked()).toEqual(['Erbil']);
    steer('ArrowRight', true, stay);
    expect(marked()).toEqual(['Erbil, killing']);
    steer('ArrowLeft', true, stay);
    steer('ArrowLeft', true, stay);
    expect(marked()).toEqual(['attacked Erbil']);
    for (let i = 0; i < 20; i++) steer('ArrowRight', false, stay);
    expect(marked()).toEqual(['9']);
  });

  it('keeps several stretches, and takes the last away again', () => {
    steer(' ', false, stay);
    steer('ArrowRight', false, stay);
    expect(marked()).toEqual(['attacked', 'killing']);
    steer('Backspace', false, stay);
    expect(marked()).toEqual(['killing']);
    expect(steer('x', false, stay)).toBe(false);
  });

  it('tells spans in code points', () => {
    const [span] = marking.value ? spansOf(marking.value) : [];
    expect(span && Array.from(TEXT).slice(span.start, span.end).join('')).toBe('attacked');
  });

  it('takes what the mouse marked, out to whole words, and adds to it where asked', () => {
    const at = TEXT.indexOf('bil, kil');
    took('r', TEXT, { start: at, end: at + 8 }, false);
    expect(marked()).toEqual(['Erbil, killing']);
    took('r', TEXT, { start: TEXT.indexOf('9'), end: TEXT.length }, true);
    expect(marked()).toEqual(['Erbil, killing', '9']);
    took('r', TEXT, { start: TEXT.length - 1, end: TEXT.length }, false); // a full stop is no word
    expect(marked()).toEqual(['Erbil, killing', '9']);
    took('other', 'Two were held.', { start: 0, end: 3 }, true);
    expect(marked()).toEqual(['Two']);
  });

  it('merges what overlaps, and stops', () => {
    expect(merged([{ start: 5, end: 9 }, { start: 0, end: 6 }, { start: 12, end: 13 }])).toEqual([{ start: 0, end: 9 }, { start: 12, end: 13 }]);
    stop();
    expect(steer('ArrowRight', false, stay)).toBe(false);
  });
});
