import type { ComponentChildren } from 'preact';
import { vocabulary } from '../state/session';

export function Legend({ children }: { children?: ComponentChildren }): preact.JSX.Element {
  return (
    <ul class="legend" aria-label="Colours">
      {(vocabulary.value?.families ?? []).map((family) => (
        <li key={family.name} style={{ '--s': family.colour }}>
          <span class="dot" aria-hidden="true" /> {family.label}
        </li>
      ))}
      <li class="quiet">larger: more killed · dashed: the place is known roughly</li>
      {children && <li class="act">{children}</li>}
    </ul>
  );
}
