import { useEffect, useState } from 'preact/hooks';
import type { Facets as Counts } from '../api/types';
import { ask, type FilterName, type Filters, toggled } from '../state/route';
import { familyOf, labelOf } from '../state/session';

interface Group {
  name: FilterName;
  title: string;
  words: (value: string) => string;
}

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

export function countryName(code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

const GROUPS: readonly Group[] = [
  { name: 'type', title: 'Type', words: labelOf },
  { name: 'country', title: 'Country', words: countryName },
  { name: 'place', title: 'Place', words: (value) => value },
  { name: 'actor', title: 'Who took part', words: (value) => value },
  { name: 'weapon', title: 'Weapon', words: (value) => value },
  { name: 'factuality', title: 'Did it happen', words: (value) => value },
  { name: 'publisher', title: 'Told by', words: (value) => value },
  { name: 'review', title: 'Review', words: (value) => value },
  { name: 'kind', title: 'Kind', words: (value) => (value === 'recalled' ? 'recalled as background' : value) },
  { name: 'sphere', title: 'Sphere', words: (value) => value },
];
const FEW = 7;

export function Facets({ counts, filters }: { counts: Counts | undefined; filters: Filters }): preact.JSX.Element {
  return (
    <div class="facets">
      <Numbers filters={filters} />
      {GROUPS.map((group) => (
        <Facet key={group.name} group={group} counts={counts?.[group.name] ?? []} chosen={filters[group.name] ?? []} />
      ))}
    </div>
  );
}

function Facet({ group, counts, chosen }: { group: Group; counts: [string, number][]; chosen: string[] }): preact.JSX.Element | null {
  const [all, setAll] = useState(false);
  const missing = chosen.filter((value) => !counts.some(([one]) => one === value)).map((value): [string, number] => [value, 0]);
  const rows = [...missing, ...counts];
  if (!rows.length) return null;
  const shown = all ? rows : rows.filter(([value], i) => i < FEW || chosen.includes(value));
  return (
    <fieldset>
      <legend>{group.title}</legend>
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
