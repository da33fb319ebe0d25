import { getByLabelText, getByRole, queryByText } from '@testing-library/dom';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { App } from './app';
import { FakeAccounts, row, usual } from './backend.fake';
import type { NpmStatus } from './bindings';
import { keysOf, shownKeys } from './keys';
import { FakeNpm, registry } from './npm.fake';
import { Standing } from './standing';
import { Desk } from './state';

const page = document.body;

beforeEach(() => void vi.useFakeTimers());

const settle = () => act(async () => void (await vi.advanceTimersByTimeAsync(0)));

async function open(
  accounts = new FakeAccounts([row('npm', 'ada', { registry: 'registry.example.org' })]),
  standing = new Standing(new FakeNpm()),
) {
  const desk = new Desk(accounts);
  desk.start();
  desk.preferences.show();
  await act(async () => render(<App desk={desk} standing={standing} />, page));
  await settle();
  return accounts;
}

test('codes are made by a registry’s clock where the person says so', async () => {
  const accounts = new FakeAccounts([row('npm', 'ada')]);
  const npm = new FakeNpm();
  const standing = new Standing(npm);
  standing.status.value = {
    registries: [registry('https://registry.example.org/', { skew_s: 42, clock_differs: true })],
  } as NpmStatus;
  await open(accounts, standing);
  getByRole(page, 'button', { name: 'Make codes by the clock of https://registry.example.org/' }).click();
  await settle();
  expect(accounts.set.clock_offset).toBe(-42);
  getByRole(page, 'button', { name: 'Use the clock as it is' }).click();
  await settle();
  expect(accounts.set.clock_offset).toBe(0);
});

async function choose(name: string, value: string) {
  const select = getByRole<HTMLSelectElement>(page, 'combobox', { name });
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
}

const box = (name: string) => getByRole<HTMLInputElement>(page, 'checkbox', { name });

test('a setting is changed, and everything else stays as it is', async () => {
  const accounts = await open();
  await choose('Theme', 'dark');
  await choose('When nobody has used Countersign for', '10');
  expect(accounts.set).toEqual({ ...usual, theme: 'dark', lock: { ...usual.lock, idle_minutes: 10 } });
  await choose('When nobody has used Countersign for', '');
  expect(accounts.set.lock.idle_minutes).toBeNull();
});

test('a change that is not taken is said and not shown', async () => {
  const accounts = await open();
  accounts.failure = { code: 'locked', message: 'Countersign is locked.', hint: 'Unlock it and try again.' };
  box('When the screen is locked').click();
  await settle();
  expect(box('When the screen is locked').checked).toBe(true);
  expect(queryByText(page, /Countersign is locked/)).not.toBeNull();
});

test('what could not be had is said', async () => {
  const accounts = new FakeAccounts([row('npm', 'ada')]);
  accounts.failures = [
    { code: 'no-shortcut', message: 'The shortcut does not work.', hint: 'Choose others.' },
  ];
  await open(accounts);
  expect(queryByText(page, /The shortcut does not work/)).not.toBeNull();
});

test('the page says where secrets are and which registry each account answers', async () => {
  await open();
  expect(page.textContent).toContain('GNOME Keyring');
  expect(page.textContent).toContain('every program that you run can');
  expect(page.textContent).toContain('registry.example.org');
});

test('a shortcut is pressed, and keys that are needed for typing are none', async () => {
  const accounts = await open();
  const button = getByRole(page, 'button', { name: /^Change: Keys/ });
  button.click();
  await settle();
  for (const init of [
    { code: 'KeyP' },
    { code: 'ControlLeft', ctrlKey: true },
    { code: 'KeyP', ctrlKey: true },
  ])
    button.dispatchEvent(new KeyboardEvent('keydown', { ...init, key: 'p', bubbles: true }));
  await settle();
  expect(accounts.set.shortcut).toBe('Control+KeyP');
  getByRole(page, 'button', { name: /^Switch off: Keys/ }).click();
  await settle();
  expect(accounts.set.shortcut).toBeNull();
});

test('keys are shown as they stand on a keyboard', () => {
  expect(shownKeys('Control+Alt+KeyO')).toBe('Ctrl+Alt+O');
  expect(shownKeys('Super+Digit1')).toBe('Super+1');
  expect(keysOf(new KeyboardEvent('keydown', { code: 'KeyA', shiftKey: true }))).toBeNull();
});

test('the tray has the screen scanned, once', async () => {
  const accounts = new FakeAccounts([row('npm', 'ada')]);
  accounts.scan = true;
  await open(accounts);
  expect(accounts.calls.filter(([name]) => name === 'scanScreen')).toHaveLength(1);
});

test('decisions are shown, searched and written into a file', async () => {
  const accounts = new FakeAccounts([row('npm', 'ada')]);
  const decision = {
    at: 1_700_000_000,
    wants: 'code',
    account: 'npm, ada',
    registry: null,
    program: 'zsh',
  } as const;
  accounts.decided = [
    { ...decision, sentence: 'npm publish kit@2.0.0', outcome: 'refused' },
    { ...decision, sentence: 'npm publish kit@1.0.0', outcome: 'approved' },
  ];
  await open(accounts);
  getByRole(page, 'button', { name: 'Show decisions' }).click();
  await settle();
  await settle();
  const list = () => getByRole(page, 'list', { name: 'Decisions, the newest first' }).textContent;
  expect(list()).toMatch(/kit@2\.0\.0.*Denied.*kit@1\.0\.0.*Approved/);
  const search = getByRole<HTMLInputElement>(page, 'searchbox', { name: 'Search decisions' });
  search.value = 'denied kit';
  search.dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
  expect(list()).not.toContain('kit@1.0.0');
  getByRole(page, 'button', { name: 'Export decisions…' }).click();
  await settle();
  expect(accounts.calls).toContainEqual(['exportDecisions', 0]);
  expect(queryByText(page, 'Written to /home/ada/countersign-decisions.json.')).not.toBeNull();
});

test('the page says which Countersign this is, and shows the licences of what is built in', async () => {
  await open();
  const about = getByRole(page, 'region', { name: 'About Countersign' });
  expect(about.textContent).toContain('1.2.3');
  expect(about.textContent).toContain('a1b2c3d4e5f6');
  getByRole(page, 'button', { name: 'Licences of what is built in' }).click();
  const list = () => getByRole(page, 'list', { name: 'Licences' });
  await settle();
  await import('virtual:licences');
  await settle();
  expect(list().children.length).toBeGreaterThan(300);
  const tauri = [...list().querySelectorAll('details')].find((one) =>
    /^tauri \d/.test(one.textContent ?? ''),
  );
  expect(tauri?.textContent).toMatch(/^tauri [\d.]+ .*MIT/);
  expect(tauri?.querySelector('pre')).toBeNull();
  await act(async () => {
    if (tauri) tauri.open = true;
    tauri?.dispatchEvent(new Event('toggle'));
  });
  const texts = [...(tauri?.querySelectorAll('pre') ?? [])].map((text) => text.textContent);
  expect(texts.join()).toContain('Permission is hereby granted');
});

const status = () => page.querySelector('section p[role="status"]')?.textContent;

async function fill(name: string, value: string) {
  const field = getByLabelText<HTMLInputElement>(page, name);
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
}

async function click(name: string) {
  getByRole(page, 'button', { name }).click();
  await settle();
}

test('everything is moved into a sealed file, and its passphrase is changed', async () => {
  const accounts = await open();
  await click('Move them into a sealed file…');
  await fill('Passphrase', 'correct horse');
  await fill('Passphrase again', 'correct house');
  expect(getByRole<HTMLButtonElement>(page, 'button', { name: 'Move everything' }).disabled).toBe(true);
  await fill('Passphrase again', 'correct horse');
  await click('Move everything');
  expect(accounts.calls).toContainEqual(['moveStore', 'sealed-file', 'correct horse']);
  expect(status()).toBe('Everything was moved.');
  expect(queryByText(page, /In a file that is sealed/)).not.toBeNull();

  await click('Change the passphrase…');
  await fill('Passphrase until now', 'correct horse');
  await fill('Passphrase', 'battery staple');
  await fill('Passphrase again', 'battery staple');
  await click('Change it');
  expect(accounts.calls).toContainEqual(['changePassphrase', 'correct horse', 'battery staple']);

  await click('Move them into the keychain…');
  await click('Cancel');
  expect(accounts.calls.filter(([name]) => name === 'moveStore')).toHaveLength(1);
});
