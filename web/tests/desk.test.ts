import { describe, expect, it } from 'vitest';
import { actOf } from '../src/review/desk';

const press = (key: string, more = {}): Parameters<typeof actOf>[0] => ({ key, metaKey: false, ctrlKey: false, altKey: false, repeat: false, ...more });

describe('keys of the review desk', () => {
  it('decide and step, in either case', () => {
    expect(['a', 'A', 'r', 's', 'u', 'ArrowRight', 'ArrowLeft', '?'].map((key) => actOf(press(key), false))).toEqual([
      'accept', 'accept', 'reject', 'seen', 'undo', 'next', 'previous', 'keys',
    ]);
  });

  it('are letters while one types, and the browser has its own', () => {
    expect(actOf(press('a'), true)).toBeNull();
    expect(actOf(press('a', { ctrlKey: true }), false)).toBeNull();
    expect(actOf(press('r', { metaKey: true }), false)).toBeNull();
    expect(actOf(press('y'), false)).toBeNull();
  });

  it('decide once, however long they are held; Escape leaves a form from within its field', () => {
    expect(actOf(press('a', { repeat: true }), false)).toBeNull();
    expect(actOf(press('ArrowRight', { repeat: true }), false)).toBe('next');
    expect(actOf(press('Escape'), true)).toBe('leave');
  });
});
