/** The language of the windows: its catalogue, its direction, and `t`, which says something in it. */
import { FluentBundle, FluentNumber, FluentResource } from '@fluent/bundle';
import { computed, effect, signal } from '@preact/signals';
import type { Failure } from './bindings';
import { asked as askedDe } from './words/asked.de';
import { npm as npmDe } from './words/asked.npm.de';
import de from './words/de.ftl?raw';
import en from './words/en.ftl?raw';
import failuresDe from './words/failures.de.ftl?raw';
import type { Words } from './words/keys';

/** A catalogue for each language. */
export const catalogues = { en, de };
/** What failures say, by their codes. Those that are not here say it themselves, in English. */
export const failures: Record<Exclude<keyof typeof catalogues, 'en'>, string> = { de: failuresDe };

/** What requests and npm's page say, by what the agent and the companion say. A sentence that is not here is said as it is: commands are their own words. */
export const requests: Record<Exclude<keyof typeof catalogues, 'en'>, Record<string, string>> = {
  de: { ...askedDe, ...npmDe },
};

export type Language = keyof typeof catalogues;
/** What a person can choose: a language, or the one that the system is in. */
export type Choice = Language | 'system';
export type Key = keyof Words;
/** What a text must be given, if anything. */
export type Given<K extends Key> = Words[K] extends null ? [] : [Words[K]];

/** The languages by the names that they give themselves. */
export const languages: Record<Language, string> = { en: 'English', de: 'Deutsch' };

const rightToLeft = /^(ar|dv|fa|he|ps|sd|ug|ur|yi)\b/;
const chosen = signal<Choice>('system');
/** The system's languages, the preferred one first. */
const system = signal<readonly string[]>(navigator.languages);

export const language = computed<Language>(() => {
  if (chosen.value !== 'system') return chosen.value;
  const spoken = system.value.map((tag) => tag.toLowerCase().split('-')[0] ?? '');
  return spoken.find((code): code is Language => code in catalogues) ?? 'en';
});

const bundle = computed(() => bundleOf(language.value, catalogues[language.value]));
const failureBundle = computed(() =>
  language.value === 'en' ? null : bundleOf(language.value, failures[language.value]),
);

/** Reads a catalogue. Throws where one of its lines is none. */
export function bundleOf(code: string, catalogue: string): FluentBundle {
  // Where all runs in one direction, isolating marks would only stand in names and in what is copied.
  const bundle = new FluentBundle(code, { useIsolating: directionOf(code) === 'rtl' });
  const errors = bundle.addResource(new FluentResource(catalogue));
  if (errors[0]) throw errors[0];
  return bundle;
}

export function directionOf(code: string): 'ltr' | 'rtl' {
  return rightToLeft.test(code) ? 'rtl' : 'ltr';
}

/** The choice that a setting stands for: one of ours, or the system's where it is none. */
export function chosenLanguage(code: string | null): Choice {
  return code !== null && code in catalogues ? (code as Language) : 'system';
}

export function setLanguage(choice: Choice): void {
  chosen.value = choice;
}

/** Says something in the person's language. */
export function t<K extends Key>(key: K, ...[given]: Given<K>): string {
  return said(bundle.value, key, given as Values) ?? key;
}

/** Says what a word of the agent's stands for; as it is where the catalogue does not have it. */
export function labelOf(kind: 'fact', word: string): string {
  return said(bundle.value, `${kind}-${word.toLowerCase().replaceAll(' ', '-')}`) ?? word;
}

/** A failure in the person's language, as far as it can be said there. */
export function told(failure: Failure): Failure {
  const message = failureBundle.value && said(failureBundle.value, failure.code);
  if (!failureBundle.value || !message) return failure;
  return { ...failure, message, hint: said(failureBundle.value, `${failure.code}.hint`) ?? '' };
}

/** The sentences of a language, each with what the agent's looks like. */
const shapes = computed(() =>
  language.value === 'en'
    ? []
    : Object.entries(requests[language.value]).map(([from, to]) => [shapeOf(from), to] as const),
);

function shapeOf(sentence: string): RegExp {
  const literal = sentence.split(/\{\d\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('(.+)')}$`, 's');
}

/** A sentence of a request or of npm's page in the person's language; as it is where that has no words for it. */
export function askedOf(sentence: string): string {
  for (const [shape, to] of shapes.value) {
    const found = shape.exec(sentence);
    if (found) return to.replaceAll(/\{(\d)\}/g, (_, at: string) => found[Number(at) + 1] ?? '');
  }
  return sentence;
}

type Values = Record<string, string | number> | undefined;

function said(bundle: FluentBundle, key: string, given?: Values): string | null {
  const [id = '', attribute] = key.split('.');
  const message = bundle.getMessage(id);
  const pattern = attribute ? message?.attributes[attribute] : message?.value;
  if (!pattern) return null;
  // As they are counted: `3000`, as it is in names and codes.
  const values = Object.entries(given ?? {}).map(([name, value]) => [
    name,
    typeof value === 'number' ? new FluentNumber(value, { useGrouping: false }) : value,
  ]);
  return bundle.formatPattern(pattern, Object.fromEntries(values));
}

/** Has a page follow the language: its hyphens, its voice, its direction, and its title where it has one of its own. */
export function follow(title?: 'approval-request' | 'palette-title'): void {
  window.addEventListener('languagechange', () => {
    system.value = navigator.languages;
  });
  effect(() => {
    document.documentElement.lang = language.value;
    document.documentElement.dir = directionOf(language.value);
    document.body.dataset.drop = t('drop-here');
    document.body.dataset.dropImport = t('drop-import');
    if (title) document.title = t(title);
  });
}
