import { vocabulary } from '../state/session';

export function Legend(): preact.JSX.Element {
  return (
    <ul class="legend" aria-label="Colours">
      {(vocabulary.value?.families ?? []).map((family) => (
        <li key={family.name} style={{ '--s': family.colour }}>
          <span class="dot" aria-hidden="true" /> {family.label}
        </li>
      ))}
      <li class="quiet">larger: more killed · dashed: the place is known roughly</li>
    </ul>
  );
}
