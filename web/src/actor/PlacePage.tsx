import { useMemo } from 'preact/hooks';
import { Profile } from './Profile';

// A place's incidents are those that say its name as a phrase: the server has no filter of places' names alone.
export function PlacePage({ name }: { name: string }): preact.JSX.Element {
  const filters = useMemo(() => ({ search: [`"${name.replaceAll('"', ' ')}"`] }), [name]);
  return <Profile key={name} name={name} filters={filters} what="place" />;
}
