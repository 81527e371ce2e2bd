// How many alerts stand: looked at once a minute while the page is seen, for the figure beside the view's name.
import { signal } from '@preact/signals';
import { ApiError, get } from '../api/client';
import type { AlertCounts } from '../api/types';

const LOOK = 60_000; // milliseconds

export const alertCounts = signal<AlertCounts | null>(null);

async function look(): Promise<void> {
  if (document.hidden) return;
  try {
    const found = await get<AlertCounts>('alerts/count');
    if (found.last !== alertCounts.value?.last) alertCounts.value = found;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error; // an old server has none; whoever opens the view is told what is wrong
  }
}

export function followAlerts(): () => void {
  const soon = (): void => void look();
  soon();
  const timer = window.setInterval(soon, LOOK);
  document.addEventListener('visibilitychange', soon);
  return () => {
    window.clearInterval(timer);
    document.removeEventListener('visibilitychange', soon);
  };
}
