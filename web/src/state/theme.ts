// Light, dark, or as the system has it; kept in the browser.
import { signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';
const KEY = 'dateline.theme';

function stored(): Theme {
  try {
    const value = window.localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}

export const theme = signal<Theme>('system');
export const isDark = signal(false);

export function startTheme(): void {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    document.documentElement.dataset['theme'] = theme.value;
    isDark.value = theme.value === 'dark' || (theme.value === 'system' && system.matches);
  };
  theme.value = stored();
  apply();
  theme.subscribe(apply);
  system.addEventListener('change', apply);
}

export function nextTheme(): void {
  theme.value = theme.value === 'system' ? (isDark.value ? 'light' : 'dark') : theme.value === 'dark' ? 'light' : 'system';
  try {
    window.localStorage.setItem(KEY, theme.value);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
