import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { marking, stretches, took } from '../correct/marking';
import { vocabulary } from '../state/session';
import { selected } from './lines';
import { type EventInReport, type Mark, marksOf, offsets, pieces } from './spans';

// The words that the reader points at, or the words of the value that the reader points at.
export const lit = signal<ReadonlySet<string>>(new Set());

export function light(keys: readonly string[]): void {
  lit.value = new Set(keys);
}

const MARKED = 'marked';

interface Section {
  kind: string;
  start: number;
  end: number;
}

export interface ReportOfIncident {
  report: {
    id: string;
    title: string | null;
    publisher: string | null;
    published: string | null;
    url: string | null;
    text: string;
    sections: Section[];
    language: string | null;
  };
  events: EventInReport[];
  others: { id: string; incident: string | null; anchor: string }[];
}

export function ReportText({ told }: { told: ReportOfIncident }): preact.JSX.Element {
  const { report, events } = told;
  const coded = useMemo(() => marksOf(report.id, report.text, events), [report, events]);
  const under = marking.value?.report === report.id ? marking.value : null;
  const marks = useMemo(() => [...coded, ...(under ? stretches(under).map((one): Mark => ({ slot: MARKED, key: '', ...one })) : [])], [coded, under]);
  // The mouse marks words too, wherever in the reports, while a value is corrected.
  const marked = (event: MouseEvent): void => {
    const found = marking.value && selected();
    if (!found || found.report !== report.id) return;
    took(report.id, report.text, found, event.shiftKey || event.ctrlKey || event.metaKey);
    window.getSelection()?.removeAllRanges();
  };
  const blocks = useMemo(() => blocksOf(report.text, report.sections), [report]);
  const slots = vocabulary.value?.slots ?? [];
  const colour = (slot: string): string => slots.find((one) => one.name === slot)?.colour ?? '#7a7f87';
  const label = (slot: string): string => slots.find((one) => one.name === slot)?.label ?? slot;
  const alight = lit.value;
  return (
    <div class={`text${marking.value ? ' marking' : ''}`} dir="auto" lang={report.language ?? 'en'} data-report={report.id} onMouseUp={marked} onMouseLeave={() => { if (!marking.value) light([]); }}>
      {blocks.map((block) => {
        const Tag = block.kind === 'title' ? 'h3' : 'p';
        return (
          <Tag key={block.start} class={block.kind} dir="auto">
            {pieces(report.text, marks, block.start, block.end).map((piece) => {
              if (!piece.marks.length) return <span key={piece.at} data-at={piece.at}>{piece.text}</span>;
              const now = piece.marks.some((mark) => mark.slot === MARKED);
              const [top] = piece.marks.filter((mark) => mark.slot !== 'event' && mark.slot !== MARKED);
              const slot = top?.slot ?? 'event';
              const keys = piece.marks.map((mark) => mark.key);
              const on = piece.marks.some((mark) => alight.has(mark.key));
              return (
                <mark
                  key={piece.at}
                  data-at={piece.at}
                  class={`${slot}${now ? ' marked' : ''}${on ? ' lit' : ''}${piece.marks.some((mark) => mark.slot === 'event') ? ' anchored' : ''}`}
                  style={{ '--s': colour(slot) }}
                  title={[...new Set(piece.marks.map((mark) => label(mark.slot)))].filter((word) => word !== MARKED).join(', ')}
                  onMouseEnter={() => { if (!marking.value) light(keys); }}
                >
                  {piece.text}
                </mark>
              );
            })}
          </Tag>
        );
      })}
    </div>
  );
}

interface Block {
  kind: string;
  start: number;
  end: number;
}

// Paragraphs, each of the kind of the section that it stands in.
function blocksOf(text: string, sections: readonly Section[]): Block[] {
  const at = offsets(text);
  const areas = sections.map((one) => ({ kind: one.kind, start: at(one.start), end: at(one.end) }));
  const out: Block[] = [];
  const paragraph = /[^\n]+(?:\n(?!\n)[^\n]+)*/g;
  for (const found of text.matchAll(paragraph)) {
    const start = found.index;
    const kind = areas.find((area) => area.start <= start && start < area.end)?.kind ?? 'body';
    out.push({ kind, start, end: start + found[0].length });
  }
  return out;
}
