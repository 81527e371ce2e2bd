import { useGet } from '../state/query';
import { linkTo } from '../state/route';
import { Empty, Failed, Loading } from '../ui/states';

interface Slot {
  slot: string;
  label?: string;
  level: string;
  alpha: number | null;
  units: number;
  coders: number;
  values: number;
}

interface Answer {
  coders: string[];
  slots: Slot[];
  source: string;
}

interface Row {
  event: string;
  incident: string | null;
  anchor: string;
  slot: string;
  machine: string;
  sides: { by: string; role: string; number: number; words: string; reason: string; in_force: boolean }[];
}

// Two-thirds is the least that Krippendorff lets tentative conclusions rest on, 0.8 what he asks for (Content Analysis, 2019, 12.4).
const TENTATIVE = 2 / 3;
const SOUND = 0.8;

// How far coders agree, slot by slot, and where they do not, side by side.
export function Agreement(): preact.JSX.Element {
  const answer = useGet<Answer>('review/agreement');
  const differ = useGet<{ rows: Row[]; cursor: string | null }>('review/disagreements', { limit: 50 });
  return (
    <section aria-labelledby="agreement">
      <h2 id="agreement">Agreement</h2>
      {answer.error ? <Failed error={answer.error} again={answer.again} /> : !answer.data ? <Loading what="the agreement" /> : <Slots answer={answer.data} />}
      {differ.error ? <Failed error={differ.error} again={differ.again} /> : differ.data && differ.data.rows.length > 0 && <Differ rows={differ.data.rows} more={differ.data.cursor !== null} />}
    </section>
  );
}

function Slots({ answer }: { answer: Answer }): preact.JSX.Element {
  const told = answer.slots.filter((one) => one.units > 0);
  if (!told.length) return <Empty>No event has been judged by two people yet: then it is told here how far they agree.</Empty>;
  return (
    <div class="scroll">
      <table class="agreement">
        <caption class="quiet">Krippendorff’s alpha: 1 is full agreement, 0 what chance would give. {answer.coders.length} people. {answer.source}</caption>
        <thead><tr><th scope="col">Slot</th><th scope="col">Alpha</th><th scope="col">Events</th><th scope="col">People</th><th scope="col">Level</th></tr></thead>
        <tbody>
          {told.map((one) => (
            <tr key={one.slot}>
              <th scope="row">{one.label ?? one.slot}</th>
              <td>{one.alpha === null ? <span class="quiet">not to be told</span> : <><meter min={0} max={1} low={TENTATIVE} high={SOUND} optimum={1} value={Math.max(0, one.alpha)} aria-hidden="true" /> {one.alpha.toFixed(2)}</>}</td>
              <td>{one.units.toLocaleString('en')}</td>
              <td>{one.coders}</td>
              <td>{one.level}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Differ({ rows, more }: { rows: Row[]; more: boolean }): preact.JSX.Element {
  return (
    <div class="scroll">
      <table class="disagreements">
        <caption class="quiet">Where they differ{more ? ', the first of them' : ''}; what is in force stands in bold.</caption>
        <thead><tr><th scope="col">Event</th><th scope="col">Slot</th><th scope="col">The machine</th><th scope="col">People</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.event} ${row.slot}`}>
              <th scope="row"><a href={linkTo('incident', row.incident ?? row.event, { keep: false })} dir="auto">{row.anchor}</a></th>
              <td>{row.slot}</td>
              <td dir="auto">{row.machine}</td>
              <td>{row.sides.map((side) => <div key={side.number} dir="auto">{side.in_force ? <b>{side.words}</b> : side.words} <span class="quiet">{side.by}, {side.role}{side.reason ? `: ${side.reason}` : ''}</span></div>)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
