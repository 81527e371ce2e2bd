// Who is here, what they may do, and the words and colours that the server uses.
import { signal } from '@preact/signals';
import { get, keepDoor, send } from '../api/client';
import type { Family, Session, Vocabulary } from '../api/types';
import { forget } from './query';

export const session = signal<Session | null>(null);
export const vocabulary = signal<Vocabulary | null>(null);

// Why a token is asked for; null while none is.
export type Door = 'new' | 'expired' | 'left';
export const door = signal<Door | null>(null);

let waiting: ((name: string) => void)[] = [];

keepDoor({
  user: () => session.value?.user ?? null,
  login: () => {
    door.value ??= session.value ? 'expired' : 'new';
    return new Promise((go) => waiting.push(go));
  },
});

export async function login(token: string): Promise<void> {
  const who = await send<Session>('POST', 'login', { token });
  session.value = who;
  forget();
  door.value = null;
  const held = waiting;
  waiting = [];
  for (const go of held) go(who.user);
}

export async function logout(): Promise<void> {
  await send('POST', 'logout', {});
  forget();
  session.value = null;
  door.value = 'left';
}

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
