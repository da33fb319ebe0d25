/** How the windows look. What a person chose is kept by the agent; here are the signals that the page follows. */
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { SettingsBackend } from './backend';
import type { Settings } from './bindings';
import { chosenLanguage, setLanguage } from './language';

export interface Looks {
  theme: 'system' | 'light' | 'dark' | 'high-contrast';
  density: 'comfortable' | 'compact';
  sort: 'manual' | 'name' | 'use';
  /** Whether the list is cut into groups. */
  grouped: boolean;
  /** Whether a code is shown only where the pointer or the focus is. */
  hideCodes: boolean;
}

export const looks = signal<Looks>({
  theme: 'system',
  density: 'comfortable',
  sort: 'manual',
  grouped: false,
  hideCodes: false,
});

export function setLooks(part: Partial<Looks>): void {
  looks.value = { ...looks.value, ...part };
}

/** Has a page look and speak as is set. */
export function applySettings(settings: Settings): void {
  const { theme, density, sort, grouped, hide_codes } = settings;
  looks.value = { theme, density, sort, grouped, hideCodes: hide_codes };
  setLanguage(chosenLanguage(settings.language));
}

/** Has a page follow what is set. Where that cannot be had, it looks as it does before anything is set. */
export function followSettings(backend: SettingsBackend): void {
  backend.onSettings(applySettings);
  backend.settings().then(
    ({ settings }) => applySettings(settings),
    () => {},
  );
}

/** Has a page wear what was chosen; where that is the system's theme, what the system wants. */
export function wear(): void {
  const dark = matched('(prefers-color-scheme: dark)');
  const contrast = matched('(prefers-contrast: more)');
  effect(() => {
    const { theme, density } = looks.value;
    const wanted = contrast.value ? 'high-contrast' : dark.value ? 'dark' : 'light';
    document.documentElement.dataset.theme = theme === 'system' ? wanted : theme;
    document.documentElement.dataset.density = density;
  });
}

/** Whether a media query matches, now and whenever that changes. */
function matched(query: string): ReadonlySignal<boolean> {
  const list = window.matchMedia(query);
  const matches = signal(list.matches);
  list.addEventListener('change', () => {
    matches.value = list.matches;
  });
  return matches;
}
