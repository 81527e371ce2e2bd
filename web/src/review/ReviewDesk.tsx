export function ReviewDesk(): preact.JSX.Element {
  return <main class="page" id="content"><h1>Review</h1></main>;
}
