// The slots of an event as the desk corrects them: what stands in one, and its values in words.
import type { Span } from '../api/types';
import { figure, span } from '../state/moments';
import { labelOf } from '../state/session';

export interface SlotKind {
  name: string;
  label: string;
  many: boolean;
  optional: boolean;
  colour: string;
  key: string;
  choices: Record<string, string[]>;
}

export interface SlotKinds {
  slots: SlotKind[];
  modes: Record<string, string[]>;
}

export type Item = Record<string, unknown>;
export type Value = unknown; // the record's own form; the server checks it

export interface Correction {
  number: number;
  action: 'correct' | 'add';
  slot: string;
  was: string;
  now: string;
  by: string;
  role: 'coder' | 'reviewer';
  at: string;
  reason: string;
  in_force: boolean;
  lost: boolean;
}

export interface SlotReview {
  slot: string;
  value: Value;
  machine: Value;
  in_force: number | null;
  disputed: boolean;
  corrections: Correction[];
}

export interface EventReview {
  id: string;
  report_id: string;
  version: string;
  incident: string | null;
  incident_version: number | null;
  added: boolean;
  removed: boolean;
  event: Item & { anchor: Span; type: { plover: string; mode: string | null } };
  machine: Item | null;
  slots: SlotReview[];
  reviews: { number: number; state: string; by: string; role: string; at: string; reason: string }[];
  state: string;
}

export interface Proposal {
  value: Value;
  words: string;
  why: string;
}

const ROLES: Record<string, string> = { perpetrators: 'perpetrator', targets: 'target', victims: 'victim', parties: 'party', speakers: 'speaker', recipients: 'recipient' };
const MEASURES = ['killed', 'injured', 'casualties', 'missing', 'detained', 'abducted', 'displaced'];

function listed(value: unknown): Item[] {
  return Array.isArray(value) ? (value as Item[]) : [];
}

export function valueOf(event: Item, slot: string): Value {
  const role = ROLES[slot];
  if (role) return listed(event['participants']).filter((one) => one['role'] === role);
  if (MEASURES.includes(slot)) return listed(event['tolls']).filter((one) => one['measure'] === slot);
  return event[slot] ?? (slot === 'when' ? null : []);
}

export function itemsOf(value: Value): Item[] {
  return listed(value);
}

const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? `${value}` : '');
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const named = (value: unknown): string => (value !== null && typeof value === 'object' ? text((value as Item)['name']) || 'not named' : '');

// One value in words; `others` are the participants that an id may name.
export function wordsOf(slot: string, value: Value, others: readonly Item[] = []): string {
  if (value === null || value === undefined) return 'not stated';
  if (Array.isArray(value)) return value.length ? value.map((one) => wordsOf(slot, one, others)).join('; ') : 'not stated';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'an event' : 'no event';
  const one = value as Item;
  if (slot === 'type') return labelOf(one['mode'] ? `${text(one['plover'])}/${text(one['mode'])}` : text(one['plover']));
  if (slot === 'anchor') return text(one['quote']);
  if (slot === 'when') return `${one['approximate'] ? '~' : ''}${span(text(one['start']) || null, text(one['end']) || null, text(one['precision']))} (to the ${text(one['precision'])})`;
  if (slot === 'where') return [text(one['name']), text(one['admin1']), text(one['country'])].filter(Boolean).join(', ') + ` (${text(one['precision'])})`;
  if (slot === 'responsibility') {
    const who = others.find((other) => other['id'] === one['actor']) ?? one['doer'];
    return `${text(one['stance'])}${who ? ` ${named(who)}` : ''}${one['speaker'] ? `, by ${named(one['speaker'])}` : ''}`;
  }
  if (slot === 'weapons') return text(one['kind']);
  if (slot === 'damage') return `${named(one['what'])}: ${text(one['effect'])}`;
  if (slot === 'sources') return `${named(one['speaker'])}${one['stance'] ? ` ${text(one['stance'])}` : ''}`;
  if (slot === 'count' || MEASURES.includes(slot)) {
    const [low, high] = [number(one['low']), number(one['high'])];
    return `${one['approximate'] ? '~' : ''}${low === null && high === null ? 'number not known' : figure(low, high)}${one['who'] ? ` ${named(one['who'])}` : ''}`;
  }
  return `${text(one['name'])}${one['kind'] ? ` (${text(one['kind'])})` : ''}`;
}
