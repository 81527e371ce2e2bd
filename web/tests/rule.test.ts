import { describe, expect, it } from 'vitest';
import { boxOf, ruleOf, turned, withCorner } from '../src/explore/rule';

describe('a rule of an area', () => {
  it('has the box between two corners, whichever they are, and across the date line', () => {
    expect(boxOf([[34, 43], [32, 45]])).toEqual([32, 43, 34, 45]);
    expect(boxOf([[-20, 170], [-10, 190]])).toEqual([-20, 170, -10, -170]);
    expect(boxOf([[-95, -200], [95, 200]])).toEqual([-90, -180, 90, 180]);
    expect(boxOf([[1, 2]])).toBeNull();
    expect([turned(181), turned(-181), turned(540), turned(180)]).toEqual([-179, 179, -180, 180]);
  });

  it('begins a box anew after two corners, and goes on with a polygon', () => {
    expect(withCorner({ mode: 'box', corners: [[1, 1], [2, 2]] }, [3, 3]).corners).toEqual([[3, 3]]);
    expect(withCorner({ mode: 'corners', corners: [[1, 1], [2, 2]] }, [3, 3]).corners).toHaveLength(3);
  });

  it('is written with the filters in force, and says which of them no rule has', () => {
    const filters = { type: ['ASSAULT', 'Armed clash'], actor: ['"Islamic State"', 'a "b" \\'], killed: ['5'], sphere: ['all'], since: ['2024-01'] };
    expect(ruleOf('near "x"', { mode: 'corners', corners: [[33.30049, 44], [34, 45], [33, 185]] }, filters)).toBe(
      [
        '[[alerts]]',
        'name = "near \\"x\\""',
        'type = ["ASSAULT"]',
        'acled = ["Armed clash"]',
        'actor = ["Islamic State", "a \\"b\\" \\\\"]',
        'killed = 5',
        'polygon = [[33.3, 44], [34, 45], [33, -175]]  # north, east',
        '# no part of a rule: since "2024-01"',
        '',
      ].join('\n'),
    );
  });
});
