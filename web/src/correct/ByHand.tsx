import { useState } from 'preact/hooks';
import { useGet } from '../state/query';
import { labelOf } from '../state/session';
import { type Item, itemsOf, type SlotKind, type Value } from './slots';

interface Props {
  kind: SlotKind;
  modes: Record<string, string[]>;
  spans: { start: number; end: number; quote: string }[];
  stands: Value;
  people: readonly Item[];
  set: (value: Value) => void; // of a slot of many values one of them
}

const PEOPLE = ['perpetrators', 'targets', 'victims', 'parties', 'speakers', 'recipients'];
const NUMBERS = ['count', 'killed', 'injured', 'casualties', 'missing', 'detained', 'abducted', 'displaced'];

// A value set field by field, for what the marked words are no proposal for; the words stay its evidence.
export function ByHand(props: Props): preact.JSX.Element {
  const { kind } = props;
  return (
    <fieldset class="by-hand">
      <legend>By hand</legend>
      {kind.choices['value'] ? <Word {...props} words={kind.choices['value']} />
        : kind.name === 'anchor' ? <button type="button" disabled={props.spans.length !== 1} onClick={() => props.set(props.spans[0])}>These words</button>
        : kind.name === 'type' ? <Type {...props} />
        : kind.name === 'when' ? <When {...props} />
        : kind.name === 'where' ? <Where {...props} />
        : PEOPLE.includes(kind.name) ? <Person {...props} />
        : NUMBERS.includes(kind.name) ? <Numbers {...props} />
        : kind.name === 'responsibility' ? <Blame {...props} />
        : kind.name === 'weapons' ? <Choice {...props} field="kind" make={(word) => ({ kind: word, spans: props.spans })} />
        : kind.name === 'damage' ? <Choice {...props} field="effect" make={(word) => ({ effect: word, what: { name: quoted(props.spans), kind: 'facility', spans: props.spans } })} />
        : <Choice {...props} field="stance" make={(word) => ({ stance: word, speaker: { name: quoted(props.spans), kind: 'individual', anonymous: false, spans: props.spans } })} />}
    </fieldset>
  );
}

const quoted = (spans: Props['spans']): string => spans.map((one) => one.quote.replaceAll(/\s+/g, ' ')).join(' ');

function Options({ words, label = (word) => word }: { words: readonly string[]; label?: (word: string) => string }): preact.JSX.Element {
  return <>{words.map((word) => <option key={word} value={word}>{label(word)}</option>)}</>;
}

function Word({ words, stands, set }: Props & { words: readonly string[] }): preact.JSX.Element {
  return <label>It is <select value={typeof stands === 'string' ? stands : ''} onChange={(event) => set(event.currentTarget.value)}><Options words={words} /></select></label>;
}

function Type({ kind, modes, stands, set }: Props): preact.JSX.Element {
  const now = stands as { plover: string; mode: string | null };
  const [plover, setPlover] = useState(now.plover);
  const [mode, setMode] = useState(now.mode ?? '');
  return (
    <p class="row">
      <label>Type <select value={plover} onChange={(event) => { setPlover(event.currentTarget.value); setMode(''); }}><Options words={kind.choices['plover'] ?? []} label={labelOf} /></select></label>
      <label>Mode <select value={mode} onChange={(event) => setMode(event.currentTarget.value)}><option value="">not told</option><Options words={modes[plover] ?? []} label={(word) => labelOf(`${plover}/${word}`)} /></select></label>
      <button type="button" onClick={() => set({ plover, mode: mode || null })}>Set it</button>
    </p>
  );
}

function When({ kind, stands, spans, set }: Props): preact.JSX.Element {
  const now = (stands ?? {}) as { start?: string | null; end?: string | null; precision?: string; approximate?: boolean };
  const [start, setStart] = useState(now.start?.slice(0, 10) ?? '');
  const [end, setEnd] = useState(now.end?.slice(0, 10) ?? '');
  const [precision, setPrecision] = useState(now.precision ?? 'day');
  const [rough, setRough] = useState(now.approximate ?? false);
  return (
    <p class="row">
      <label>From <input type="date" value={start} onInput={(event) => setStart(event.currentTarget.value)} /></label>
      <label>To <input type="date" value={end} min={start} onInput={(event) => setEnd(event.currentTarget.value)} /></label>
      <label>Known to the <select value={precision} onChange={(event) => setPrecision(event.currentTarget.value)}><Options words={kind.choices['precision'] ?? []} /></select></label>
      <label class="check"><input type="checkbox" checked={rough} onChange={() => setRough(!rough)} /> about</label>
      <button type="button" disabled={!start && !end} onClick={() => set({ start: start || null, end: end || start || null, precision, approximate: rough, basis: 'text', spans })}>Set it</button>
    </p>
  );
}

function Where({ kind, spans, set }: Props): preact.JSX.Element {
  const [asked, setAsked] = useState(quoted(spans));
  const [relation, setRelation] = useState('in');
  const { data, error } = useGet<{ places: Item[] }>(asked.trim().length > 1 ? 'review/places' : null, { q: asked.trim() });
  return (
    <>
      <p class="row">
        <label>Name <input value={asked} onInput={(event) => setAsked(event.currentTarget.value)} /></label>
        <label>It was <select value={relation} onChange={(event) => setRelation(event.currentTarget.value)}><Options words={kind.choices['relation'] ?? []} /></select> it</label>
      </p>
      {error && <p role="alert">{error.message}</p>}
      <ul class="found" aria-label="Places of this name">
        {(data?.places ?? []).slice(0, 8).map((place, i) => (
          <li key={i}><button type="button" dir="auto" onClick={() => set({ ...place, relation, spans })}>{[place['name'], place['admin1'], place['country']].filter((part) => typeof part === 'string').join(', ')} <span class="quiet">{String(place['kind'])}</span></button></li>
        ))}
      </ul>
    </>
  );
}

function Person({ kind, spans, set }: Props): preact.JSX.Element {
  const [name, setName] = useState(quoted(spans));
  const [what, setWhat] = useState('unidentified');
  const { data } = useGet<{ actors: { id: string; name: string; kind: string; country?: string | null }[] }>(name.trim().length > 1 ? 'review/actors' : null, { q: name.trim() });
  return (
    <>
      <p class="row">
        <label>Name <input value={name} onInput={(event) => setName(event.currentTarget.value)} /></label>
        <label>Kind <select value={what} onChange={(event) => setWhat(event.currentTarget.value)}><Options words={kind.choices['kind'] ?? []} /></select></label>
        <button type="button" disabled={!name.trim()} onClick={() => set({ name: name.trim(), kind: what, spans })}>Set it</button>
      </p>
      <ul class="found" aria-label="Actors of this name">
        {(data?.actors ?? []).slice(0, 8).map((actor) => (
          <li key={actor.id}><button type="button" dir="auto" onClick={() => set({ name: actor.name, kind: actor.kind, actor: actor.id, ...(actor.country ? { country: actor.country } : {}), spans })}>{actor.name} <span class="quiet">{actor.kind}{actor.country ? `, ${actor.country}` : ''}</span></button></li>
        ))}
      </ul>
    </>
  );
}

function Numbers({ stands, spans, set }: Props): preact.JSX.Element {
  const one = (Array.isArray(stands) ? itemsOf(stands)[0] : stands) as { low?: number | null; high?: number | null; approximate?: boolean } | undefined;
  const [low, setLow] = useState(one?.low?.toString() ?? '');
  const [high, setHigh] = useState(one?.high?.toString() ?? '');
  const [rough, setRough] = useState(one?.approximate ?? false);
  const read = (text: string): number | null => (text === '' ? null : Number(text));
  return (
    <p class="row">
      <label>At least <input type="number" min="0" value={low} onInput={(event) => setLow(event.currentTarget.value)} /></label>
      <label>At most <input type="number" min={low || '0'} value={high} onInput={(event) => setHigh(event.currentTarget.value)} /></label>
      <label class="check"><input type="checkbox" checked={rough} onChange={() => setRough(!rough)} /> about</label>
      <button type="button" onClick={() => set({ low: read(low), high: read(high), approximate: rough, spans })}>Set it</button>
    </p>
  );
}

function Blame({ kind, people, spans, set }: Props): preact.JSX.Element {
  const [stance, setStance] = useState('blamed');
  const [actor, setActor] = useState('');
  return (
    <p class="row">
      <label>It is <select value={stance} onChange={(event) => setStance(event.currentTarget.value)}><Options words={kind.choices['stance'] ?? []} /></select></label>
      <label>of <select value={actor} onChange={(event) => setActor(event.currentTarget.value)}><option value="">nobody named</option>{people.map((one) => <option key={String(one['id'])} value={String(one['id'])}>{String(one['name'])}</option>)}</select></label>
      <button type="button" onClick={() => set({ stance, actor: actor || null, spans })}>Set it</button>
    </p>
  );
}

function Choice({ kind, field, make, set }: Props & { field: string; make: (word: string) => Item }): preact.JSX.Element {
  const words = kind.choices[field] ?? [];
  const [word, setWord] = useState(words[0] ?? '');
  return (
    <p class="row">
      <label>It is <select value={word} onChange={(event) => setWord(event.currentTarget.value)}><Options words={words} /></select></label>
      <button type="button" onClick={() => set(make(word))}>Set it</button>
    </p>
  );
}
