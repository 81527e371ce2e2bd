import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { get } from '../api/client';
import type { Name } from '../api/types';
import { ask, wholeName } from '../state/route';

const WAIT = 120; // milliseconds after the last letter
const MOST = 12;

interface Props {
  of: 'actor' | 'place';
  title: string;
  chosen: readonly string[];
}

// A name typed, with those that incidents have offered meanwhile: one of them is asked for whole, other words as a part of a name.
// The pattern is the APG's combobox with a list: arrows go through it, Enter takes, Escape leaves.
export function NameField({ of, title, chosen }: Props): preact.JSX.Element {
  const [words, setWords] = useState('');
  const [names, setNames] = useState<readonly Name[]>([]);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const part = words.trim();

  useEffect(() => {
    if (!open) return undefined;
    const stop = new AbortController();
    const timer = window.setTimeout(() => {
      get<{ names: Name[] }>(`${of}s`, { q: part, limit: MOST }, stop.signal).then(
        (found) => {
          setNames(found.names);
          setAt(-1);
        },
        () => {
          if (!stop.signal.aborted) setNames([]); // what is typed can be asked for all the same
        },
      );
    }, part ? WAIT : 0);
    return () => {
      window.clearTimeout(timer);
      stop.abort();
    };
  }, [part, open, of]);
  useEffect(() => {
    if (at >= 0) list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const take = (value: string): void => {
    setOpen(false);
    setWords('');
    setAt(-1);
    if (value && !chosen.includes(value)) ask({ [of]: [...chosen, value] });
  };
  const pressed = (event: KeyboardEvent): void => {
    const one = open ? names[at] : undefined;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const by = event.key === 'ArrowDown' ? 1 : -1;
      if (!open) setOpen(true);
      else if (names.length) setAt((was) => (was + by + names.length + (was === -1 && by === -1 ? 1 : 0)) % names.length);
    } else if (event.key === 'Enter') take(one ? wholeName(one.name) : part);
    else if (event.key === 'Escape' && open) setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const shown = open && names.length > 0;
  return (
    <div class="names">
      <input
        role="combobox"
        aria-label={`${title}: a name`}
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown && at >= 0 ? `${id}-${at}` : undefined}
        autocomplete="off"
        spellcheck={false}
        maxLength={200}
        placeholder="type a name"
        value={words}
        onInput={(event) => {
          setWords(event.currentTarget.value);
          setOpen(true);
        }}
        onClick={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={pressed}
      />
      <ul ref={list} id={`${id}-list`} role="listbox" aria-label={title} hidden={!shown}>
        {names.map((one, i) => (
          <li
            key={one.name}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === at}
            onPointerDown={(event) => event.preventDefault() /* the field keeps the focus */}
            onClick={() => take(wholeName(one.name))}
          >
            <span class="word" dir="auto">{one.name}</span> <span class="count">{one.incidents.toLocaleString('en')}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
