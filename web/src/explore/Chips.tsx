import { ask, type Filters } from '../state/route';

// The filters in force, each to be taken away.
export function Chips({ filters }: { filters: Filters }): preact.JSX.Element | null {
  const chips = Object.entries(filters).flatMap(([name, values]) => values.map((value) => ({ name, value, values })));
  if (!chips.length) return null;
  return (
    <ul class="chips" aria-label="Filters in force">
      {chips.map(({ name, value, values }) => (
        <li key={`${name}=${value}`}>
          <button type="button" onClick={() => ask({ [name]: values.filter((one) => one !== value) })} title="Take this filter away">
            {name.replace('_', ' ')}: {value} ×
          </button>
        </li>
      ))}
      <li>
        <button type="button" class="plain" onClick={() => ask(Object.fromEntries(Object.keys(filters).map((name) => [name, null])))}>
          Clear all
        </button>
      </li>
    </ul>
  );
}
