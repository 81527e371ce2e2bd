import { describe, expect, it } from 'vitest';
import { codePoints, type Mark, offsets, pieces } from '../src/report/spans';

describe('offsets', () => {
  it('are the same where every character is one unit', () => {
    const at = offsets('قال Erbil');
    expect([at(0), at(4), at(9), at(99)]).toEqual([0, 4, 9, 9]);
  });

  it('count code points where characters are pairs, and never cut one', () => {
    const text = '😀a👩‍👩‍👧🇮🇶z';
    const at = offsets(text);
    const points = Array.from(text);
    points.forEach((point, i) => expect(text.slice(at(i), at(i + 1))).toBe(point));
    expect(at(points.length)).toBe(text.length);
    expect(at(points.length + 5)).toBe(text.length);
    points.forEach((_, i) => expect(codePoints(text, at(i))).toBe(i));
  });

  it('keep a lone half of a pair as a character', () => {
    const text = 'a\ud83db';
    expect(text.slice(offsets(text)(2))).toBe('b');
  });
});

describe('pieces', () => {
  const mark = (slot: string, start: number, end: number): Mark => ({ slot, key: slot, start, end });

  it('give the text back whole, cut where marks begin and end', () => {
    const text = 'Rebels attacked Baghdad today';
    const found = pieces(text, [mark('event', 0, 23), mark('actor', 0, 6), mark('place', 16, 23)]);
    expect(found.map((one) => one.text)).toEqual(['Rebels', ' attacked ', 'Baghdad', ' today']);
    expect(found.map((one) => one.marks[0]?.slot)).toEqual(['actor', 'event', 'place', undefined]);
  });

  it('cut marks that overlap, and those that run over the borders of a paragraph', () => {
    const found = pieces('abcdefgh', [mark('x', 0, 5), mark('y', 3, 20)], 2, 6);
    expect(found.map((one) => [one.text, one.marks.map((of) => of.slot).sort().join('')])).toEqual([
      ['c', 'x'],
      ['de', 'xy'],
      ['f', 'y'],
    ]);
  });

  it('give nothing to mark where nothing is marked', () => {
    expect(pieces('abc', [])).toEqual([{ text: 'abc', at: 0, marks: [] }]);
  });
});
