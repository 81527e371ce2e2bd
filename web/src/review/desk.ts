// The review desk's own rules, apart from how they are shown: which key does what.
export type Act =
  | 'accept' | 'reject' | 'seen' | 'undo' | 'next' | 'previous' | 'keys' | 'leave' | 'correct' | 'missed' | 'split' | 'join' | 'mark' | 'bulk' | 'queue';

export const KEYS: readonly (readonly [string, Act, string])[] = [
  ['a', 'accept', 'accept it and go on'],
  ['r', 'reject', 'reject it (asks why)'],
  ['s', 'seen', 'mark it as seen and go on'],
  ['c', 'correct', 'correct a value: then the key of its slot'],
  ['n', 'missed', 'add an event that was missed: mark its words'],
  ['d', 'split', 'part reports that tell another incident'],
  ['o', 'join', 'join it with another: they are one'],
  ['u', 'undo', 'take the last decision back'],
  ['ArrowRight', 'next', 'leave it and go on'],
  ['ArrowLeft', 'previous', 'go back to the one before'],
  ['q', 'queue', 'show or hide the queue and its filters'],
  ['x', 'mark', 'select it, or leave it out again'],
  ['b', 'bulk', 'decide on all that are selected, or on all that fit'],
  ['Escape', 'leave', 'leave a form'],
  ['?', 'keys', 'show or hide these keys'],
];

interface Pressed {
  key: string;
  metaKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  repeat: boolean;
}

// Held down, these go on; a decision is one press.
const REPEATS: readonly Act[] = ['next', 'previous'];

// `typing`: the keys go into a field, where they are letters.
export function actOf(event: Pressed, typing: boolean): Act | null {
  if (event.key === 'Escape') return 'leave';
  if (typing || event.metaKey || event.ctrlKey || event.altKey) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const act = KEYS.find(([one]) => one === key)?.[1] ?? null;
  return act && event.repeat && !REPEATS.includes(act) ? null : act;
}

export function isTyping(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]') !== null;
}
