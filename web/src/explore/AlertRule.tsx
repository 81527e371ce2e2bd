import { useRef, useState } from 'preact/hooks';
import type { Filters } from '../state/route';
import { boxOf, type Corner, type Drawn, isWhole, ruleOf, withCorner } from './rule';

interface Props {
  drawn: Drawn;
  filters: Filters;
  middle: Corner | null; // of the map as it is shown
  shows: readonly Corner[] | null; // two corners of what the map shows; null where that is the whole world
  draw: (next: Drawn) => void;
  leave: () => void;
}

const SAYS = { box: 'Click two opposite corners on the map.', corners: 'Click the corners on the map, one after the other.' } as const;

// An area drawn on the map, and the rule that it makes with the filters in force, to be copied.
export function AlertRule({ drawn, filters, middle, shows, draw, leave }: Props): preact.JSX.Element {
  const [name, setName] = useState('area');
  const [copied, setCopied] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const rule = ruleOf(name, drawn, filters);
  const copy = (): void => {
    field.current?.select();
    // Without https (a server of the house) a browser has no clipboard: then what is selected is there to be copied.
    const clipboard = navigator.clipboard as Clipboard | undefined;
    if (!clipboard) {
      setCopied('Press Ctrl-C: it is selected.');
      return;
    }
    clipboard.writeText(rule).then(() => setCopied('Copied.'), () => setCopied('Press Ctrl-C: it is selected.'));
  };
  const box = drawn.mode === 'box' ? boxOf(drawn.corners) : null;
  return (
    <section class="alert-rule" aria-labelledby="alert-rule">
      <h2 id="alert-rule">An alert rule of an area</h2>
      <p class="row">
        <label class="check"><input type="radio" name="area" checked={drawn.mode === 'box'} onChange={() => draw({ mode: 'box', corners: [] })} /> box</label>
        <label class="check"><input type="radio" name="area" checked={drawn.mode === 'corners'} onChange={() => draw({ mode: 'corners', corners: [] })} /> polygon</label>
        <span class="quiet">{SAYS[drawn.mode]}</span>
      </p>
      <p class="row">
        <button type="button" disabled={!middle} onClick={() => middle && draw(withCorner(drawn, middle))}>Corner at the middle of the map</button>
        <button type="button" disabled={!shows} onClick={() => shows && draw({ mode: 'box', corners: shows })}>All that the map shows</button>
        <button type="button" disabled={!drawn.corners.length} onClick={() => draw({ ...drawn, corners: drawn.corners.slice(0, -1) })}>Take a corner back</button>
      </p>
      <p class="quiet" role="status">{isWhole(drawn) ? (box ? 'The box is drawn.' : `${drawn.corners.length} corners.`) : `${drawn.corners.length} of ${drawn.mode === 'box' ? 2 : '3 or more'} corners.`} {copied}</p>
      <label>Name <input value={name} maxLength={100} onInput={(event) => setName(event.currentTarget.value)} /></label>
      <textarea ref={field} readOnly rows={Math.min(9, rule.split('\n').length)} value={rule} aria-label="The rule, as TOML" spellcheck={false} />
      <p class="row">
        <button type="button" class="main" onClick={copy}>Copy</button> <button type="button" onClick={leave}>Done</button>
        <span class="quiet">It goes into the file of “dateline watch”; “dateline alerts test {name} --since DATE --config FILE” shows what it would have told.</span>
      </p>
    </section>
  );
}
