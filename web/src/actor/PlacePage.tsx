import { useMemo } from 'preact/hooks';
import { Profile } from './Profile';

// In quotes: the whole name, and not a part of a longer one.
export function PlacePage({ name }: { name: string }): preact.JSX.Element {
  const filters = useMemo(() => ({ place: [`"${name.replaceAll('"', ' ')}"`] }), [name]);
  return <Profile key={name} name={name} filters={filters} what="place" />;
}
