import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { lineStep } from '../report/lines';
import { isTyping } from '../review/desk';
import { labelOf } from '../state/session';
import { steer } from './marking';
import { Marked } from './Marked';
import { useProposals } from './proposals';
import type { Item, Proposal, SlotKinds } from './slots';

interface Props {
  kinds: SlotKinds;
  leave: () => void;
  save: (body: Item) => Promise<void>;
}

// An event that the machine missed: the words that state it, its type, and the reason.
export function Missed({ kinds, leave, save }: Props): preact.JSX.Element {
  const plovers = kinds.slots.find((one) => one.name === 'type')?.choices['plover'] ?? [];
  const [plover, setPlover] = useState('ASSAULT');
  const [mode, setMode] = useState('');
  const [slots, setSlots] = useState<Item>({});
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const reason = useRef<HTMLInputElement>(null);
  const proposed = useProposals('event', null);
  const anchor = proposed.spans[0];
  const take = ({ value }: Proposal): void => {
    const one = value as { type: { plover: string; mode?: string | null }; slots?: Item };
    setPlover(one.type.plover);
    setMode(one.type.mode ?? '');
    setSlots(one.slots ?? {});
    reason.current?.focus();
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    if (busy || !anchor) return;
    setBusy(true);
    void save({ type: { plover, mode: mode || null }, anchor, why, slots }).finally(() => setBusy(false));
  };
  const latest = useRef<(event: KeyboardEvent) => boolean>(() => false);
  latest.current = (event) => {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.target instanceof Element && event.target.closest('button, a, summary') && (event.key === ' ' || event.key === 'Enter')) return false;
    const one = proposed.proposals?.[event.key === 'Enter' ? 0 : Number(event.key) - 1];
    if (one) take(one);
    else if (event.key === 'Enter') reason.current?.focus();
    else return steer(event.key, event.shiftKey, lineStep);
    return true;
  };
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (latest.current(event)) event.preventDefault();
    };
    document.addEventListener('keydown', pressed, { capture: true });
    return () => document.removeEventListener('keydown', pressed, { capture: true });
  }, []);
  return (
    <form class="slot-editor" onSubmit={submit} aria-label="Add an event that was missed">
      <h3>An event that was missed</h3>
      <Marked proposed={proposed} take={take} />
      <p class="row">
        <label>Type <select value={plover} onChange={(event) => { setPlover(event.currentTarget.value); setMode(''); }}>{plovers.map((one) => <option key={one} value={one}>{labelOf(one)}</option>)}</select></label>
        <label>Mode <select value={mode} onChange={(event) => setMode(event.currentTarget.value)}><option value="">not told</option>{(kinds.modes[plover] ?? []).map((one) => <option key={one} value={one}>{labelOf(`${plover}/${one}`)}</option>)}</select></label>
      </p>
      <label>Why? <input ref={reason} value={why} placeholder="for whoever looks next" onInput={(event) => setWhy(event.currentTarget.value)} /></label>
      <p class="row">
        <button type="submit" class="main" disabled={busy || !anchor}>Add it</button> <button type="button" onClick={leave}>Leave it <kbd>Esc</kbd></button>
      </p>
    </form>
  );
}
