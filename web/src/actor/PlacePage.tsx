export function PlacePage({ name }: { name: string }): preact.JSX.Element {
  return <main class="page" id="content"><h1>{name}</h1></main>;
}
