// Who is here, what they may do, and the words and colours that the server uses.
import { signal } from '@preact/signals';
import { get } from '../api/client';
import type { Family, Session, Vocabulary } from '../api/types';

export const session = signal<Session | null>(null);
export const vocabulary = signal<Vocabulary | null>(null);

export async function startSession(): Promise<void> {
  const [who, words] = await Promise.all([get<Session>('session'), get<Vocabulary>('vocabulary')]);
  session.value = who;
  vocabulary.value = words;
}

const PLAIN: Family = { name: 'other', label: 'Other', colour: '#7a7f87', types: [] };

export function familyOf(plover: string): Family {
  return vocabulary.value?.families.find((family) => family.types.includes(plover)) ?? PLAIN;
}

export function labelOf(word: string | null | undefined): string {
  if (!word) return '';
  return vocabulary.value?.labels[word] ?? word.replaceAll('-', ' ').toLowerCase();
}
