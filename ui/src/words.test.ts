import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { FluentResource } from '@fluent/bundle';
import { parseAst } from 'vite';
import { afterEach, expect, test } from 'vitest';
import {
  askedOf,
  bundleOf,
  catalogues,
  directionOf,
  failures,
  labelOf,
  language,
  languages,
  requests,
  setLanguage,
  t,
  told,
} from './language';

/** A node of a parsed file, or of a parsed catalogue, looked at without knowing its kind. */
type Node = { type?: string; [field: string]: unknown };

/** Walks over everything in a tree, from its root on. */
function* nodes(tree: unknown, above: Node[] = []): Generator<[Node, Node[]]> {
  if (Array.isArray(tree)) for (const part of tree) yield* nodes(part, above);
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree)) return;
  const node = tree as Node;
  yield [node, above];
  for (const part of Object.values(node)) yield* nodes(part, [...above, node]);
}

/** The names of what a text must be given, and how each is used. */
function given(pattern: unknown): Map<string, 'text' | 'count'> {
  const names = new Map<string, 'text' | 'count'>();
  for (const [node, above] of nodes(pattern)) {
    if (node.type !== 'var') continue;
    const counts = above.some((one) => one.type === 'select' && one.selector === node);
    if (counts || !names.has(node.name as string)) names.set(node.name as string, counts ? 'count' : 'text');
  }
  return new Map([...names].sort());
}

/** Every key of a catalogue, with what it must be given. */
function keys(catalogue: string): Map<string, Map<string, 'text' | 'count'>> {
  const found = new Map<string, Map<string, 'text' | 'count'>>();
  for (const { id, value, attributes } of new FluentResource(catalogue).body) {
    if (value) found.set(id, given(value));
    for (const [name, pattern] of Object.entries(attributes)) found.set(`${id}.${name}`, given(pattern));
  }
  return found;
}

const folder = import.meta.dirname;
const own = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(
    (file) =>
      /\.tsx?$/.test(file) && !/\.test\.|\.fake\.|\.scenes\.|bindings|keys\.ts|asked\.|\.d\.ts/.test(file),
  )
  .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
const parsed = own.map(({ file, text }) => ({ file, tree: parseAst(text, { lang: 'tsx' }) }));

afterEach(() => setLanguage('system'));

test('the types of the texts are those of the catalogue', async () => {
  const lines = [...keys(catalogues.en)].map(([key, names]) => {
    const fields = [...names].map(
      ([name, how]) => `${name}: ${how === 'count' ? 'number' : 'string | number'}`,
    );
    return `  '${key}': ${fields.length > 0 ? `{ ${fields.join('; ')} }` : 'null'};\n`;
  });
  const type =
    '/** What every text must be given. Generated from en.ftl by `npx vitest run words -u`. Do not edit. */\n' +
    `export interface Words {\n${lines.join('')}}\n`;
  await expect(type).toMatchFileSnapshot('./words/keys.ts');
});

test.each(Object.entries(catalogues))('%s has every text, and each is given the same', (code, catalogue) => {
  expect(() => bundleOf(code, catalogue)).not.toThrow();
  const named = (all: ReturnType<typeof keys>) =>
    Object.fromEntries([...all].map(([key, names]) => [key, [...names.keys()]]));
  expect(named(keys(catalogue))).toEqual(named(keys(catalogues.en)));
  // A line that is none is left out by the parser without a word.
  const begun = catalogue.match(/^[a-z][\w-]* =/gm) ?? [];
  expect(new FluentResource(catalogue).body).toHaveLength(begun.length);
});

test('every text is used somewhere', () => {
  const used = new Set<string>();
  for (const { tree } of parsed) {
    for (const [node] of nodes(tree)) {
      if (node.type === 'Literal' && typeof node.value === 'string') used.add(node.value);
      if (node.type !== 'TemplateLiteral') continue;
      const parts = (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
      if (/^[\w.-]*$/.test(parts.join(''))) used.add(parts.join('*'));
    }
  }
  used.add('fact-*');
  const patterns = [...used].filter((key) => key.replaceAll('*', '') !== '');
  const matches = (key: string) =>
    used.has(key) ||
    patterns.some(
      (pattern) => pattern.includes('*') && new RegExp(`^${pattern.replaceAll('*', '[\\w-]+')}$`).test(key),
    );
  expect([...keys(catalogues.en).keys()].filter((key) => !matches(key))).toEqual([]);
});

/** Attributes that are read by people. */
const readable = [
  'aria-label',
  'aria-description',
  'alt',
  'title',
  'placeholder',
  'label',
  'said',
  'content',
];
/** What is the same in every language: names, and what is typed. */
const names = [
  'Countersign',
  'npm',
  'SHA1',
  'SHA256',
  'SHA512',
  'Steam',
  'mOTP',
  'Yandex',
  'otpauth://…',
  'countersign toggle --palette',
];

test('no text stands in the sources instead of the catalogue', () => {
  const texts = parsed.flatMap(({ file, tree }) =>
    [...nodes(tree)].flatMap(([node, above]) => {
      const parent = above.at(-1);
      const text = String(node.value ?? '').trim();
      if (node.type === 'JSXText') return /\p{L}/u.test(text) ? [`${file}: ${text}`] : [];
      if (node.type === 'TemplateElement') {
        const { cooked } = node.value as { cooked: string };
        return /\p{L}{2,} \p{L}{2,} \p{L}|\p{Lu}\p{Ll}{2,} /u.test(cooked) ? [`${file}: ${cooked}`] : [];
      }
      if (node.type !== 'Literal' || typeof node.value !== 'string') return [];
      const attribute = parent?.type === 'JSXAttribute' ? (parent.name as { name: string }).name : null;
      const read = attribute ? readable.includes(attribute) && /\p{L}/u.test(text) : false;
      const sentence =
        !attribute && /^\p{Lu}[\p{Ll}’]+(…|\.|$| \p{Ll})|\p{L}{2,} \p{L}{2,} \p{L}/u.test(text);
      return read || sentence ? [`${file}: ${text}`] : [];
    }),
  );
  const proper = [...names, ...Object.values(languages)];
  const wanted = (line: string) => !proper.some((name) => line.endsWith(`: ${name}`));
  // Names of keys, and facts by which the approval window tells chains of processes, sentences and registries.
  const known =
    /: (Arrow\w+|Home|End|Enter|Escape|Tab|Files|Shift|Ctrl|Alt|Esc|Started by|Process names|Warning|Contents|Registry)$/;
  expect(texts.filter(wanted).filter((line) => !known.test(line))).toEqual([]);
});

/** Everything that is written in Rust there, tests aside. */
function rust(...parts: string[]): string[] {
  const product = join(folder, '../../src-tauri');
  return parts.flatMap((part) =>
    readdirSync(join(product, part), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.rs') && !/tests?(\.rs$|[\\/])/.test(file))
      .map((file) => readFileSync(join(product, part, file), 'utf8').split('#[cfg(test)]\nmod ')[0] ?? ''),
  );
}

test('the facts of a request have their names in every language', () => {
  const made = [
    /\bfact\("([^"]+)"/g,
    /\bFact \{ label: "([^"]+)"/g,
    /\.claim\(\s*"([^"]+)"/g,
    /^ {8}\("([A-Z][a-z ]+)", /gm,
  ];
  const labels = new Set(
    rust('core/src/app', 'agent').flatMap((source) =>
      made.flatMap((how) => [...source.matchAll(how)].map(([, label = '']) => label)),
    ),
  );
  expect(labels.size).toBeGreaterThan(15);
  setLanguage('de');
  const same = ['Registry', 'Scope', 'Version', 'Git', 'Client', 'Terminal'];
  expect([...labels].filter((label) => labelOf('fact', label) === label && !same.includes(label))).toEqual(
    [],
  );
});

test('what can fail is told in every language', () => {
  const sources = rust('core/src', 'agent', 'desktop');
  const made = [
    /\b(?<!self\.)(?:failure|failed)\(\s*"([a-z-]+)"/g,
    /\bcode: "([a-z-]+)"\.into\(\)/g,
    /::(?:WrongPassword|TooCostly|UnknownFormat|TooLarge|ColoursLost|NoLock|NoPassword|Key) => \(?"([a-z-]+)"/g,
    /const [A-Z_]+: &str = "((?:no-code|cancelled)[a-z-]*)"/g,
  ];
  const codes = new Set(
    sources.flatMap((source) =>
      made.flatMap((how) => [...source.matchAll(how)].map(([, code = '']) => code)),
    ),
  );
  // What is said to other programs, and never to the window.
  for (const code of ['bad-message', 'no-window']) codes.delete(code);
  expect(codes.size).toBeGreaterThan(60);
  for (const catalogue of Object.values(failures)) {
    const told = new Set(new FluentResource(catalogue).body.map(({ id }) => id));
    expect([...codes].filter((code) => !told.has(code)).sort()).toEqual([]);
  }
});

test('what requests say is told in every language', () => {
  const made = [
    /\bsentence(?: =|:) (?:format!\()?"([^"]+)"/g,
    /\bRequest::plain\(from, "([^"]+)"/g,
    /\bwarnings\s*\.push\(\s*(?:format!\(\s*)?"([^"]+)"/g,
    /\bvec!\[format!\("([^"]+)"/g,
    /\blet warning =\s*"([^"]+)"/g,
  ];
  const plain = (sentence: string) => {
    let at = 0;
    // `{count} account{}` is one of two sentences.
    return sentence.replace('account{}', 'accounts').replaceAll(/\{[^}]*\}/g, () => `{${at++}}`);
  };
  const sources = rust('core/src/app');
  const said = new Set(
    sources.flatMap((source) =>
      made.flatMap((how) => [...source.matchAll(how)].map(([, words = '']) => plain(words))),
    ),
  );
  // `1 recovery code` and `2 recovery codes` are put in.
  said.delete('Keep {0} of {1}');
  expect(said.size).toBeGreaterThan(20);
  for (const known of Object.values(requests))
    expect([...said].filter((sentence) => !(sentence in known)).sort()).toEqual([]);
  const places = (text: string) => [...new Set(text.match(/\{\d\}/g))].sort();
  for (const known of Object.values(requests))
    for (const [from, to] of Object.entries(known)) expect(places(to), from).toEqual(places(from));
});

test('what is said of npm is told in every language', () => {
  const made = [
    /FindingView::warning\(&format!\(\s*"([^"]+)"/g,
    /Self::\w+ =>\s*\{?\s*"([^"]+\.\)?)"/g,
    /Some\((?:format!\(\s*)?"(It [^"]+)"/g,
    /return "(npm asks [^"]+)"/g,
  ];
  const sources = rust('core/src/npm').concat(rust('cli/npm'));
  const said = sources.flatMap((source) =>
    made.flatMap((how) => [...source.matchAll(how)].map(([, words = '']) => words)),
  );
  const whole = said
    .filter((words) => words.includes(' '))
    .map((words) =>
      words
        .replace('{which}', 'Files look')
        .replace('{what}', 'new')
        .replaceAll(/\{\w*\}/g, '7'),
    );
  expect(whole.length).toBeGreaterThan(10);
  setLanguage('de');
  expect(whole.filter((sentence) => askedOf(sentence) === sentence)).toEqual([]);
});

test('a request says the same in the language of the window, and a command is as it is', () => {
  expect(askedOf('One code for npm, ada (work)')).toBe('One code for npm, ada (work)');
  setLanguage('de');
  expect(askedOf('One code for npm, ada (work)')).toBe('Ein Code für npm, ada (work)');
  expect(askedOf('Import 3 accounts from Aegis')).toBe('3 Konten aus Aegis importieren');
  expect(askedOf('npm publish demo@1.0.0')).toBe('npm publish demo@1.0.0');
  expect(askedOf('npm login, in the browser')).toBe('npm login, im Browser');
  expect(askedOf('12 files, 3.6 MB; 1.2.9, the newest one, has 1 file, 34 kB.')).toBe(
    '12 Dateien, 3.6 MB; 1.2.9, die neueste, hat 1 Datei, 34 kB.',
  );
  expect(askedOf('New dependencies: a ^1, b ^2, c ^3 and 2 more')).toBe(
    'Neue Abhängigkeiten: a ^1, b ^2, c ^3 und 2 weitere',
  );
  expect(askedOf('One code for {0} $& {1}')).toBe('Ein Code für {0} $& {1}');
});

test('a failure is told in the language of the window, and as it is where that has no words for it', () => {
  const locked = { code: 'locked', message: 'Countersign is locked.', hint: 'Unlock it.' };
  const strange = { ...locked, code: 'strange' };
  expect(told(locked)).toEqual(locked);
  setLanguage('de');
  expect(told(locked).message).toBe('Countersign ist gesperrt. Nichts wurde geändert.');
  expect(told(strange)).toEqual(strange);
});

test('the language is the chosen one, and the system’s where none is chosen', () => {
  expect(language.value).toBe('en');
  setLanguage('de');
  expect(t('search-accounts')).toBe('Konten durchsuchen');
  expect(t('keep-count', { count: 2 })).toBe('2 Konten behalten');
  expect(t('recovery-left', { count: 0 })).toContain('Keiner ist übrig.');
  setLanguage('system');
  expect(t('search-accounts')).toBe('Search accounts');
  expect(['ar', 'he', 'fa-IR', 'en', 'de'].map(directionOf)).toEqual(['rtl', 'rtl', 'rtl', 'ltr', 'ltr']);
});

test('the catalogues are all there are', () => {
  const files = readdirSync(join(folder, 'words')).filter((file) => file.endsWith('.ftl'));
  const expected = Object.keys(catalogues).map((code) => `${code}.ftl`);
  expect(
    files
      .filter((file) => !file.startsWith('failures.'))
      .map((file) => basename(file))
      .sort(),
  ).toEqual(expected.sort());
});
