import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { licences } from '../licences';

const { parts, texts } = licences();
const named = (name: string) => parts.filter((part) => part.name === name);

test('everything that is built in is there with its licence, and nothing that only builds it', () => {
  for (const name of [
    'totp-rs',
    'secret-service',
    'rqrr',
    'image',
    'tauri',
    'ksni',
    'preact',
    'simple-icons',
  ])
    expect(named(name), name).not.toEqual([]);
  for (const name of ['tauri-build', 'proptest', 'vite', 'typescript', 'countersign-core'])
    expect(named(name), name).toEqual([]);
  expect(named('simple-icons')[0]?.licence).toBe('CC0-1.0');
  expect(parts.filter(({ licence }) => !licence)).toEqual([]);
});

test('the versions are those of the lock file', () => {
  const lock = readFileSync(join(import.meta.dirname, '../../Cargo.lock'), 'utf8');
  const rust = parts.filter(({ name, version }) =>
    lock.includes(`name = "${name}"\nversion = "${version}"\n`),
  );
  expect(rust.length).toBeGreaterThan(300);
  expect(parts.length - rust.length).toBeLessThan(12);
});

test('nearly all bring the text of their licence, and each text is there once', () => {
  expect(parts.filter((part) => part.texts.length === 0).length).toBeLessThan(12);
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts.some((text) => text.includes('CC0 1.0 Universal'))).toBe(true);
});
