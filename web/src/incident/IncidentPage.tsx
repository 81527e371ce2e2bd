export function IncidentPage({ id }: { id: string }): preact.JSX.Element {
  return <main class="page" id="content"><h1>{id}</h1></main>;
}
