import { useMemo } from 'preact/hooks';
import { wholeName } from '../state/route';
import { Profile } from './Profile';

export function ActorPage({ name }: { name: string }): preact.JSX.Element {
  const filters = useMemo(() => ({ actor: [wholeName(name)] }), [name]);
  return <Profile key={name} name={name} filters={filters} what="actor" />;
}
