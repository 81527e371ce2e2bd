import { describe, expect, it } from 'vitest';
import { day, dayNumber, dayText, figure, span } from '../src/state/moments';
import { everyMonth } from '../src/overview/monthly';

describe('days in words', () => {
  it('are said as exactly as they are told', () => {
    expect([day('2024-03-02'), day('2024-03'), day('2024'), day(null)]).toEqual(['2 Mar 2024', 'Mar 2024', '2024', '']);
  });

  it('are those of the text, in whatever zone', () => {
    expect(day('2024-03-02T23:30:00-11:00')).toBe('2 Mar 2024');
  });
});

describe('spans of days', () => {
  it('say no more than is known', () => {
    expect(span(null, null, null)).toBe('day not told');
    expect(span(null, '2024-03-02', null)).toBe('until 2 Mar 2024');
    expect(span('2024-03-02', null, null)).toBe('since 2 Mar 2024');
    expect(span('2024-01-01', '2024-12-31', 'year')).toBe('2024');
    expect(span('2023-01-01', '2024-12-31', 'year')).toBe('2023–2024');
    expect(span('2024-02-01', '2024-02-29', 'month')).toBe('Feb 2024');
  });

  it('share what both ends have', () => {
    expect(span('2024-03-02', '2024-03-02', 'day')).toBe('2 Mar 2024');
    expect(span('2024-03-02', '2024-03-05', 'day')).toBe('2–5 Mar 2024');
    expect(span('2024-02-29', '2024-03-01', 'day')).toBe('29 Feb 2024 – 1 Mar 2024');
  });
});

describe('day numbers', () => {
  it('lead back to the day', () => {
    for (const text of ['1969-12-31', '1970-01-01', '2024-02-29', '2100-03-01']) expect(dayText(dayNumber(text))).toBe(text);
    expect(dayNumber('nonsense')).toBeNaN();
    expect(dayNumber(null)).toBeNaN();
  });
});

describe('figures', () => {
  it('tell bounds where they are not one', () => {
    expect(figure(3, 3, 3)).toBe('3');
    expect(figure(7, 9, 8)).toBe('8 (7–9)');
    expect(figure(7, null)).toBe('7–?');
    expect(figure(null, null)).toBe('not known');
    expect(figure(0, 0, 0)).toBe('0');
  });
});

describe('figures by month', () => {
  it('have a gap for each month in which nothing was, unless one lies centuries off', () => {
    const some = { months: ['2023-11', '2024-02'], families: [[1], [2]], killed: [3, 4] };
    expect(everyMonth(some)).toEqual([
      { month: '2023-11', counts: [1], killed: 3 },
      { month: '2023-12', counts: [], killed: 0 },
      { month: '2024-01', counts: [], killed: 0 },
      { month: '2024-02', counts: [2], killed: 4 },
    ]);
    expect(everyMonth({ ...some, months: ['0019-11', '2024-02'] })).toHaveLength(2);
    expect(everyMonth({ months: [], families: [], killed: [] })).toEqual([]);
  });
});
