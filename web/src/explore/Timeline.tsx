import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { vocabulary } from '../state/session';
import { day, dayText } from '../state/moments';
import { isDark } from '../state/theme';
import type { Cells } from '../api/types';
import { binned, type Bins, ofMonths, type Ready } from './points';

interface Props {
  data: Ready | null;
  months?: Pick<Cells, 'months' | 'families'> | null; // of all that fit, where `data` does not hold all
  range: [number, number] | null; // day numbers, both inclusive
  onBrush: (range: [number, number] | null, done: boolean) => void;
}

const HEIGHT = 96;
const AXIS = 18;
const EDGE = 8; // pixels: the brush's handles are this easy to take

interface Drag {
  kind: 'new' | 'move' | 'from' | 'to';
  at: number;
  before: [number, number];
}

export function Timeline({ data, months = null, range, onBrush }: Props): preact.JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(600);
  const drag = useRef<Drag | null>(null);
  const families = vocabulary.value?.families ?? [];
  const bins = useMemo(() => (months ? ofMonths(months, families.length, width) : data ? binned(data, families, width) : null), [data, months, families, width]);
  const dark = isDark.value;

  useEffect(() => {
    if (!box.current) return undefined;
    const watch = new ResizeObserver(([entry]) => entry && setWidth(Math.max(200, Math.floor(entry.contentRect.width))));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);

  useEffect(() => {
    if (canvas.current) paint(canvas.current, bins, families.map((one) => one.colour), width, range);
  }, [bins, width, range, dark, families]);

  if (!bins) return <div class="timeline" ref={box}>{data && <p class="quiet none">No incident here has a day.</p>}</div>;
  const scale = scaleOf(bins, width);
  const [low, high] = [bins.starts[0] ?? 0, (bins.starts.at(-1) ?? 1) - 1];
  // An open end ("since 2023") reaches to the edge of what there is.
  const clamped = (at: number): number => Math.max(low, Math.min(high, at));
  const [from, to] = range ? [clamped(range[0]), clamped(range[1])] : [low, high];

  const begin = (event: PointerEvent): void => {
    const x = event.offsetX;
    const at = scale.day(x);
    const [a, b] = [scale.x(from), scale.x(to + 1)];
    const kind = range && Math.abs(x - a) < EDGE ? 'from' : range && Math.abs(x - b) < EDGE ? 'to' : range && x > a && x < b ? 'move' : 'new';
    drag.current = { kind, at, before: [from, to] };
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  };
  const brushed = (event: PointerEvent): [number, number] | null => {
    const held = drag.current;
    if (!held) return null;
    const at = scale.day(event.offsetX);
    const [a, b] = held.before;
    const clamp = (value: number): number => Math.max(low, Math.min(high, Math.round(value)));
    if (held.kind === 'from') return [Math.min(clamp(at), b), b];
    if (held.kind === 'to') return [a, Math.max(clamp(at), a)];
    if (held.kind === 'move') {
      const by = Math.max(low - a, Math.min(high - b, Math.round(at - held.at)));
      return [a + by, b + by];
    }
    const start = bins.starts[binAt(bins, Math.min(held.at, at))] ?? low;
    const end = (bins.starts[binAt(bins, Math.max(held.at, at)) + 1] ?? high + 1) - 1;
    return [clamp(start), clamp(end)];
  };
  const move = (event: PointerEvent): void => {
    const next = brushed(event);
    if (next) onBrush(next, false);
  };
  const end = (event: PointerEvent): void => {
    const next = brushed(event);
    drag.current = null;
    if (next) onBrush(next[0] <= low && next[1] >= high ? null : next, true);
  };
  const slide = (which: 0 | 1) => (event: Event): void => {
    const value = Number((event.currentTarget as HTMLInputElement).value);
    const next: [number, number] = which === 0 ? [Math.min(value, to), to] : [from, Math.max(value, from)];
    onBrush(next[0] <= low && next[1] >= high ? null : next, event.type === 'change');
  };

  return (
    <div class="timeline" ref={box}>
      <canvas ref={canvas} width={width} height={HEIGHT} onPointerDown={begin} onPointerMove={move} onPointerUp={end} onPointerCancel={end} aria-hidden="true" />
      <div class="sliders">
        <label>
          <span>From {day(dayText(from))}</span>
          <input type="range" min={low} max={high} value={from} onInput={slide(0)} onChange={slide(0)} />
        </label>
        <label>
          <span>To {day(dayText(to))}</span>
          <input type="range" min={low} max={high} value={to} onInput={slide(1)} onChange={slide(1)} />
        </label>
        {range && (
          <button type="button" class="plain" onClick={() => onBrush(null, true)}>
            All days
          </button>
        )}
        <span class="quiet">a bar is a {bins.unit}</span>
      </div>
    </div>
  );
}

interface Scale {
  x: (day: number) => number;
  day: (x: number) => number;
}

function scaleOf(bins: Bins, width: number): Scale {
  const [low, high] = [bins.starts[0] ?? 0, bins.starts.at(-1) ?? 1];
  return {
    x: (at) => ((at - low) / (high - low)) * width,
    day: (x) => low + (x / width) * (high - low),
  };
}

function binAt(bins: Bins, at: number): number {
  const found = bins.starts.findIndex((start) => start > at);
  return Math.max(0, (found === -1 ? bins.starts.length - 1 : found) - 1);
}

function paint(canvas: HTMLCanvasElement, bins: Bins | null, colours: readonly string[], width: number, range: [number, number] | null): void {
  const sharp = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * sharp);
  canvas.height = Math.round(HEIGHT * sharp);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${HEIGHT}px`;
  const pen = canvas.getContext('2d');
  if (!pen || !bins) return;
  pen.scale(sharp, sharp);
  const style = getComputedStyle(document.documentElement);
  const [soft, line, link] = ['--soft', '--line', '--link'].map((name) => style.getPropertyValue(name).trim());
  const { x } = scaleOf(bins, width);
  const tall = HEIGHT - AXIS - 6;
  pen.clearRect(0, 0, width, HEIGHT);
  bins.counts.forEach((counts, i) => {
    const [a, b] = [x(bins.starts[i] ?? 0), x(bins.starts[i + 1] ?? 0)];
    const outside = range && ((bins.starts[i + 1] ?? 0) <= range[0] || (bins.starts[i] ?? 0) > range[1]);
    pen.globalAlpha = outside ? 0.28 : 1;
    let top = HEIGHT - AXIS;
    counts.forEach((count, family) => {
      if (!count) return;
      const high = Math.max((count / bins.most) * tall, 0.75);
      top -= high;
      pen.fillStyle = colours[family] ?? '#7a7f87';
      pen.fillRect(a, top, Math.max(b - a - (b - a > 3 ? 1 : 0), 1), high);
    });
  });
  pen.globalAlpha = 1;
  pen.strokeStyle = line ?? '#999';
  pen.beginPath();
  pen.moveTo(0, HEIGHT - AXIS + 0.5);
  pen.lineTo(width, HEIGHT - AXIS + 0.5);
  pen.stroke();
  ticks(pen, bins, width, x, soft ?? '#666');
  if (range) {
    const [a, b] = [Math.max(x(range[0]), 1), Math.min(x(range[1] + 1), width - 1)];
    pen.strokeStyle = link ?? '#06c';
    pen.lineWidth = 2;
    pen.strokeRect(a, 1, Math.max(b - a, 2), HEIGHT - AXIS - 1);
    pen.fillStyle = link ?? '#06c';
    pen.fillRect(a - 2, tall / 2 - 8, 4, 20);
    pen.fillRect(b - 2, tall / 2 - 8, 4, 20);
  }
}

function ticks(pen: CanvasRenderingContext2D, bins: Bins, width: number, x: (day: number) => number, ink: string): void {
  pen.fillStyle = ink;
  pen.font = '11px system-ui, sans-serif';
  pen.textBaseline = 'top';
  let free = 0;
  for (const start of bins.starts.slice(0, -1)) {
    const text = bins.unit === 'year' ? dayText(start).slice(0, 4) : bins.unit === 'month' ? day(dayText(start).slice(0, 7)) : day(dayText(start));
    const wide = pen.measureText(text).width;
    const at = x(start);
    if (at < free || at + wide > width) continue;
    pen.fillText(text, at, HEIGHT - AXIS + 4);
    free = at + wide + 14;
  }
}
