import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { addressOf, go, route } from '../state/route';

// Searches the incidents' words; "/" leads here from anywhere.
export function SearchBox(): preact.JSX.Element {
  const asked = route.value.query.get('search') ?? '';
  const [words, setWords] = useState(asked);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setWords(asked), [asked]);
  useLayoutEffect(() => {
    const lead = (event: KeyboardEvent): void => {
      const typing = event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]');
      if (event.key !== '/' || typing || event.metaKey || event.ctrlKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', lead);
    return () => document.removeEventListener('keydown', lead);
  }, []);
  const submit = (event: Event): void => {
    event.preventDefault();
    const { view, query } = route.value;
    const next = new URLSearchParams(query);
    if (words.trim()) next.set('search', words.trim());
    else next.delete('search');
    const stay = view === 'overview' || view === 'review' ? view : 'explore';
    go(addressOf(stay, null, next));
  };
  return (
    <form class="search" role="search" onSubmit={submit}>
      <input
        ref={input}
        type="search"
        value={words}
        placeholder='Search: words, "a phrase", OR, -not'
        aria-label="Search incidents"
        onInput={(event) => setWords(event.currentTarget.value)}
      />
    </form>
  );
}
