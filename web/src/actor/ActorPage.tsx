import { useMemo } from 'preact/hooks';
import { Profile } from './Profile';

export function ActorPage({ name }: { name: string }): preact.JSX.Element {
  const filters = useMemo(() => ({ actor: [name] }), [name]);
  return <Profile key={name} name={name} filters={filters} what="actor" />;
}
