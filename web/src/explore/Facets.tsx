import { useEffect, useState } from 'preact/hooks';
import type { Counts, FacetName, Facets as Figures } from '../api/types';
import { ask, type FilterName, type Filters, toggled } from '../state/route';
import { familyOf, labelOf, session } from '../state/session';
import { Latest } from '../ui/states';
import { NameField } from './NameField';

interface Group {
  name: FacetName | 'kind' | 'sphere'; // without counts of the last two
  title: string;
  words: (value: string) => string;
  typed?: boolean; // there are so many that one types
}

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

export function countryName(code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

// A name in quotes is a whole name, and no part of a longer one.
function unquoted(value: string): string {
  return value.replace(/^"(.*)"$/, '$1');
}

const GROUPS: readonly Group[] = [
  { name: 'type', title: 'Type', words: labelOf },
  { name: 'country', title: 'Country', words: countryName },
  { name: 'place', title: 'Place', words: unquoted, typed: true },
  { name: 'actor', title: 'Who took part', words: unquoted, typed: true },
  { name: 'weapon', title: 'Weapon', words: (value) => value },
  { name: 'factuality', title: 'Did it happen', words: (value) => value },
  { name: 'publisher', title: 'Told by', words: (value) => value },
  { name: 'review', title: 'Review', words: (value) => value },
  { name: 'kind', title: 'Kind', words: (value) => (value === 'recalled' ? 'recalled as background' : value) },
  { name: 'sphere', title: 'Sphere', words: (value) => value },
];
const FEW = 7;

interface Props {
  counts: Figures | undefined;
  of: number | null;
  filters: Filters;
}

export function Facets({ counts, of, filters }: Props): preact.JSX.Element {
  return (
    <div class="facets">
      <Latest of={of} />
      <Numbers filters={filters} />
      {GROUPS.map((group) => (
        <Facet key={group.name} group={group} counts={group.name === 'kind' || group.name === 'sphere' ? [] : (counts?.[group.name] ?? [])} chosen={filters[group.name] ?? []} />
      ))}
      <Judged filters={filters} />
    </div>
  );
}

function Facet({ group, counts, chosen }: { group: Group; counts: Counts; chosen: string[] }): preact.JSX.Element | null {
  const [all, setAll] = useState(false);
  const missing = chosen.filter((value) => !counts.some(([one]) => one === value)).map((value): [string, number] => [value, 0]);
  const rows = [...missing, ...counts];
  if (!rows.length && !group.typed) return null;
  const shown = all ? rows : rows.filter(([value], i) => i < FEW || chosen.includes(value));
  return (
    <fieldset>
      <legend>{group.title}</legend>
      {(group.name === 'actor' || group.name === 'place') && <NameField of={group.name} title={group.title} chosen={chosen} />}
      {shown.map(([value, count]) => (
        <label key={value} class="check" style={group.name === 'type' ? { '--s': familyOf(value).colour } : {}}>
          <input type="checkbox" checked={chosen.includes(value)} onChange={() => ask({ [group.name]: toggled(chosen, value) })} />
          {group.name === 'type' && <span class="dot" aria-hidden="true" />}
          <span class="word">{group.words(value)}</span>
          <span class="count">{count.toLocaleString('en')}</span>
        </label>
      ))}
      {rows.length > shown.length && (
        <button type="button" class="plain" onClick={() => setAll(true)}>
          {rows.length - shown.length} more
        </button>
      )}
      {all && rows.length > FEW && (
        <button type="button" class="plain" onClick={() => setAll(false)}>
          fewer
        </button>
      )}
    </fieldset>
  );
}

const LEAST: readonly (readonly [FilterName, string])[] = [
  ['killed', 'killed'],
  ['injured', 'injured'],
  ['sources', 'independent sources'],
];

function Numbers({ filters }: { filters: Filters }): preact.JSX.Element {
  return (
    <fieldset>
      <legend>At least</legend>
      {LEAST.map(([name, words]) => (
        <Least key={name} name={name} words={words} asked={filters[name]?.[0] ?? ''} />
      ))}
      <label class="least">
        <input
          type="range"
          min="0"
          max="0.95"
          step="0.05"
          value={filters.min_confidence?.[0] ?? '0'}
          onChange={(event) => ask({ min_confidence: Number(event.currentTarget.value) ? event.currentTarget.value : null })}
        />
        {Math.round(Number(filters.min_confidence?.[0] ?? 0) * 100)}% sure
      </label>
    </fieldset>
  );
}

// What is being typed stays in the field: answers that arrive meanwhile draw the page anew, and would set it back.
function Least({ name, words, asked }: { name: FilterName; words: string; asked: string }): preact.JSX.Element {
  const [typed, setTyped] = useState(asked);
  useEffect(() => {
    setTyped(asked);
  }, [asked]);
  return (
    <label class="least">
      <input
        type="number"
        min="0"
        inputMode="numeric"
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onChange={(event) => ask({ [name]: event.currentTarget.value || null })}
      />
      {words}
    </label>
  );
}

// Who judged what, on the desk: by their names, and whether they differ.
function Judged({ filters }: { filters: Filters }): preact.JSX.Element {
  const me = session.value?.user ?? '';
  return (
    <fieldset>
      <legend>Judged</legend>
      <Person name="judge" words="by" asked={filters.judge?.[0] ?? ''} me={me} />
      <Person name="unjudged" words="not by" asked={filters.unjudged?.[0] ?? ''} me={me} />
      <label class="check">
        <input type="checkbox" checked={filters.disputed?.includes('yes') ?? false} onChange={() => ask({ disputed: toggled(filters.disputed, 'yes') })} />
        <span class="word">people differ over a value</span>
      </label>
    </fieldset>
  );
}

function Person({ name, words, asked, me }: { name: 'judge' | 'unjudged'; words: string; asked: string; me: string }): preact.JSX.Element {
  const [typed, setTyped] = useState(asked);
  useEffect(() => {
    setTyped(asked);
  }, [asked]);
  return (
    <label class="person">
      {words}
      <input value={typed} maxLength={200} placeholder={me} onInput={(event) => setTyped(event.currentTarget.value)} onChange={(event) => ask({ [name]: event.currentTarget.value.trim() || null })} />
    </label>
  );
}
