import { describe, expect, it } from 'vitest';
import { queryOf } from '../src/api/client';
import { addressOf, filtersOf, parse, toggled } from '../src/state/route';

describe('addresses', () => {
  it('lead back to what they were made from', () => {
    for (const id of ['abc', 'Group / with #?%& signs', 'صحيفة 🗞️', '<script>', '%']) {
      const address = new URL(addressOf('actor', id, new URLSearchParams({ search: 'a&b=c' })), 'http://page');
      const route = parse(address.pathname, address.search);
      expect(route.view).toBe('actor');
      expect(route.id).toBe(id);
      expect(route.query.get('search')).toBe('a&b=c');
    }
  });

  it('that nobody made are the explorer, not an error', () => {
    expect(parse('/nothing/here', '').view).toBe('explore');
    expect(parse('/__proto__', '').view).toBe('explore');
    expect(parse('/actor/%E0%A4%A', '').id).toBe('%E0%A4%A');
  });

  it('hold filters, several values of one too, and pass over the rest', () => {
    const query = new URLSearchParams('country=IQ&country=YE&since=&order=day&nonsense=1');
    expect(filtersOf(query)).toEqual({ country: ['IQ', 'YE'] });
  });
});

describe('questions to the server', () => {
  it('leave out what is not said, and repeat what is said several times', () => {
    expect(queryOf({ a: null, b: undefined, c: ['x', 'y z'], d: 0 })).toBe('?c=x&c=y+z&d=0');
    expect(queryOf({})).toBe('');
  });
});

describe('toggling', () => {
  it('adds, takes away, and leaves nothing rather than an empty list', () => {
    expect(toggled(undefined, 'a')).toEqual(['a']);
    expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
    expect(toggled(['a'], 'a')).toBeNull();
  });
});
