import { useLayoutEffect, useRef, useState } from 'preact/hooks';

export type BulkAct = 'accept' | 'reject' | 'seen' | 'reason';

interface Props {
  selected: number;
  fitting: number;
  filtered: boolean;
  busy: boolean;
  leave: () => void;
  say: (act: BulkAct, why: string, all: boolean) => void;
}

const ACTS: readonly (readonly [BulkAct, string])[] = [
  ['accept', 'Accept'],
  ['seen', 'Mark as seen'],
  ['reject', 'Reject'],
  ['reason', 'Give a reason to what stands'],
];

// One decision on many: those that are selected, or all that the filters let through. One undo takes it back.
export function Bulk({ selected, fitting, filtered, busy, leave, say }: Props): preact.JSX.Element {
  const [act, setAct] = useState<BulkAct>('accept');
  const [all, setAll] = useState(selected === 0);
  const [why, setWhy] = useState('');
  const first = useRef<HTMLSelectElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const number = all ? fitting : selected;
  return (
    <form class="bulk" aria-label="Decide on several" onSubmit={(event) => { event.preventDefault(); say(act, why, all); }}>
      <label>What <select ref={first} value={act} onChange={(event) => setAct(event.currentTarget.value as BulkAct)}>{ACTS.map(([one, words]) => <option key={one} value={one}>{words}</option>)}</select></label>
      <fieldset>
        <legend class="hidden">Which</legend>
        <label class="check"><input type="radio" name="which" checked={!all} disabled={!selected} onChange={() => setAll(false)} /> the {selected} selected</label>
        <label class="check"><input type="radio" name="which" checked={all} onChange={() => setAll(true)} /> all {fitting.toLocaleString('en')} that {filtered ? 'fit the filters' : 'are left to judge'}</label>
      </fieldset>
      <label>Why? <input value={why} required={act === 'reject' || act === 'reason'} onInput={(event) => setWhy(event.currentTarget.value)} /></label>
      <div>
        <button type="submit" class="main" disabled={busy || !number}>{ACTS.find(([one]) => one === act)?.[1]}: {number.toLocaleString('en')}</button>{' '}
        <button type="button" onClick={leave}>Leave it</button>
      </div>
    </form>
  );
}
