// An alert rule of an area drawn on the map and the filters in force, as the TOML of docs/alerts.md.
import type { Filters } from '../state/route';

export type Corner = readonly [lat: number, lon: number];

export interface Drawn {
  mode: 'box' | 'corners';
  corners: readonly Corner[]; // of a box two that are opposite; of the last drawn, wherever the map is scrolled to
}

const PLACES = 3; // decimals: some hundred metres

// How a filter is called in a rule; a list of words, or one number. What is not here has no like there.
const KEYS: readonly (readonly [keyof Filters, 'words' | 'number'])[] = [
  ['mode', 'words'], ['weapon', 'words'], ['country', 'words'], ['place', 'words'], ['actor', 'words'], ['killed', 'number'], ['injured', 'number'],
  ['factuality', 'words'], ['sphere', 'words'], ['kind', 'words'], ['review', 'words'], ['sources', 'number'], ['reports', 'number'],
  ['min_confidence', 'number'], ['publisher', 'words'],
];

// Degrees east from -180 to 180, however often the map was scrolled around the world.
export function turned(lon: number): number {
  return lon >= -180 && lon <= 180 ? lon : ((((lon + 180) % 360) + 360) % 360) - 180;
}

export function isWhole(drawn: Drawn): boolean {
  return drawn.mode === 'box' ? drawn.corners.length === 2 : drawn.corners.length > 2;
}

// The corner is added; a box that was finished, or three corners on one spot, begin anew.
export function withCorner({ mode, corners }: Drawn, next: Corner): Drawn {
  return { mode, corners: mode === 'box' && corners.length > 1 ? [next] : [...corners, next] };
}

// South, west, north, east; west above east where it crosses the date line.
export function boxOf([a, b]: readonly Corner[]): [number, number, number, number] | null {
  if (!a || !b) return null;
  const [west, east] = [Math.min(a[1], b[1]), Math.max(a[1], b[1])];
  const whole = east - west >= 360;
  return [Math.max(-90, Math.min(a[0], b[0])), whole ? -180 : turned(west), Math.min(90, Math.max(a[0], b[0])), whole ? 180 : turned(east)];
}

export function ruleOf(name: string, drawn: Drawn | null, filters: Filters): string {
  const lines = ['[[alerts]]', `name = ${quoted(name)}`];
  const types = filters.type ?? [];
  const isPlover = (type: string): boolean => type === type.toUpperCase();
  const told = new Set<string>(['type']);
  add(lines, 'type', types.filter(isPlover));
  add(lines, 'acled', types.filter((type) => !isPlover(type)));
  for (const [key, kind] of KEYS) {
    const values = filters[key];
    if (!values || values.includes('all')) continue;
    told.add(key);
    if (kind === 'number') lines.push(`${key} = ${Number(values[0]) || 0}`);
    // A name in quotes is the whole of it to a filter; to a rule it is a part, as all are.
    else add(lines, key, values.map((value) => value.replace(/^"(.*)"$/, '$1')));
  }
  const box = drawn?.mode === 'box' ? boxOf(drawn.corners) : null;
  if (box) lines.push(`box = [${box.map(degrees).join(', ')}]  # south, west, north, east`);
  else if (drawn && isWhole(drawn)) lines.push(`polygon = [${drawn.corners.map(([lat, lon]) => `[${degrees(lat)}, ${degrees(turned(lon))}]`).join(', ')}]  # north, east`);
  const rest = Object.entries(filters).filter(([key, values]) => !told.has(key) && values.length && !values.includes('all'));
  for (const [key, values] of rest) lines.push(`# no part of a rule: ${key} ${values.map(quoted).join(', ')}`);
  return `${lines.join('\n')}\n`;
}

function add(lines: string[], key: string, values: readonly string[]): void {
  if (values.length) lines.push(`${key} = [${values.map(quoted).join(', ')}]`);
}

function degrees(value: number): string {
  return String(Number(value.toFixed(PLACES)));
}

// A basic string of TOML is one of JSON, but for DEL.
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007f');
}
