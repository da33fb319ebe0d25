import { getByLabelText, getByRole, queryByRole, within } from '@testing-library/dom';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { expect, test } from 'vitest';
import { App } from './app';
import { draft, FakeAccounts, row } from './backend.fake';
import type { DraftView, Overview } from './bindings';
import { FakeNpm } from './npm.fake';
import { Standing } from './standing';
import { Desk } from './state';

const page = document.body;

async function open(view: Partial<Overview> = {}) {
  const backend = new FakeAccounts([row('npm', 'ada')], view);
  const desk = new Desk(backend);
  await act(async () => {
    desk.start();
    render(<App desk={desk} standing={new Standing(new FakeNpm())} />, page);
  });
  await settle();
  return { backend, desk };
}

const settle = () => act(async () => void (await new Promise((resolve) => setTimeout(resolve, 5))));

async function click(name: string) {
  getByRole(page, 'button', { name }).click();
  await settle();
}

async function type(label: string, text: string) {
  const box = getByLabelText<HTMLInputElement>(page, label);
  box.value = text;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
}

const drafts = [
  draft('GitHub', 'ada'),
  draft('npm', 'ada', { standing: 'duplicate' }),
  draft('npm', 'bob', { standing: 'conflict' }),
  draft('Mail', 'ada', { kind: 'motp', quarantine: 'its PIN is missing' }),
];

function holding(backend: FakeAccounts, drafts: DraftView[], password?: string) {
  const refused = [{ where: 'entry 3', reason: 'the algorithm MD5 is not supported' }];
  const holds = { format: 'Aegis', drafts, refused };
  backend.files = [{ name: 'aegis.json', holds, ...(password && { password }) }];
}

const given = (backend: FakeAccounts, call: string) => backend.calls.filter(([name]) => name === call);

test('an encrypted file asks for its password, says when it is wrong, and shows every entry before any is kept', async () => {
  const { backend, desk } = await open();
  holding(backend, drafts, 'right');
  await click('Import…');
  await click('Choose files');
  expect(getByRole(page, 'list', { name: 'Files' }).textContent).toContain('Locked with a password');
  expect(queryByRole(page, 'alert')).toBeNull();

  await type('Password of aegis.json', 'wrong');
  await click('Open');
  expect(getByRole(page, 'alert').textContent).toContain('The password is wrong');

  await type('Password of aegis.json', 'right');
  await click('Open');
  expect(given(backend, 'importFile').map(([, , password]) => password)).toEqual([null, 'wrong', 'right']);
  const entries = within(getByRole(page, 'region', { name: 'Entries' }));
  const box = (name: string) => entries.getByRole<HTMLInputElement>('checkbox', { name });
  expect(box('Import GitHub, ada').checked).toBe(true);
  expect(box('Import npm, ada').disabled).toBe(true);
  expect(box('Import npm, bob').checked).toBe(false);
  expect(entries.getByText(/makes no codes yet: its PIN is missing/)).toBeTruthy();
  expect(getByRole(page, 'list', { name: 'Not read', hidden: true }).textContent).toContain(
    'entry 3: the algorithm MD5 is not supported',
  );
  expect(given(backend, 'keep')).toEqual([]);

  await click('Import 2 accounts');
  expect(given(backend, 'keep')).toEqual([['keep', ['draft-GitHub-ada', 'draft-Mail-ada']]]);
  expect(desk.dialog.value).toBeNull();
  expect(getByRole(page, 'status').textContent).toContain('2 accounts imported');
  // What was not chosen is forgotten.
  expect(given(backend, 'drop')).toEqual([['drop', ['draft-npm-ada', 'draft-npm-bob']]]);

  await click('Undo');
  expect(given(backend, 'undo').length).toBe(1);
});

test('what is pasted or dropped meanwhile does not end an import', async () => {
  const { backend, desk } = await open();
  holding(backend, [draft('GitHub', 'ada')]);
  await click('Import…');
  await click('Choose files');
  const paste = new Event('paste', { bubbles: true });
  Object.assign(paste, { clipboardData: { files: [], getData: () => 'otpauth://totp/a?secret=AAAA' } });
  page.dispatchEvent(paste);
  await settle();
  expect(desk.dialog.value).toEqual({ at: 'import' });
  expect(given(backend, 'draftText')).toEqual([]);
});

test('accounts are found by the groups they came with', async () => {
  const { backend, desk } = await open();
  await act(async () => backend.change([row('npm', 'ada', { groups: ['Work'] }), row('GitHub', 'ada')]));
  await settle();
  await act(async () => desk.listing.search('work'));
  expect(desk.listing.found.value.map(({ issuer }) => issuer)).toEqual(['npm']);
});

test('one file that cannot be read spoils no other', async () => {
  const { backend } = await open();
  holding(backend, [draft('GitHub', 'ada')]);
  const foreign = { code: 'unsupported-file', message: 'x.pdf was not imported.', hint: 'See the README.' };
  backend.files.unshift({ name: 'x.pdf', holds: foreign });
  await click('Import…');
  await click('Choose files');
  expect(getByRole(page, 'alert').textContent).toContain('x.pdf was not imported. See the README.');
  expect(getByRole(page, 'button', { name: 'Import 1 account' })).toBeTruthy();
});

test('keeping thousands shows how far it is, and can be stopped and taken back', async () => {
  const { backend } = await open();
  const many = Array.from({ length: 3000 }, (_, number) => draft('Site', `user${number}`));
  holding(backend, many);
  await click('Import…');
  await click('Choose files');
  expect(page.querySelectorAll('.entry').length).toBe(100);
  let stopped: (failure: unknown) => void = () => {};
  backend.keep = () => new Promise((_, reject) => (stopped = reject));
  await click('Import 3000 accounts');

  await act(async () => backend.progress({ done: 750, total: 3000 }));
  await settle();
  expect(page.textContent).toContain('750 of 3000 accounts stored.');
  const bar = getByRole<HTMLProgressElement>(page, 'progressbar', { name: 'Accounts stored' });
  expect([bar.value, bar.max]).toEqual([750, 3000]);

  await click('Stop');
  expect(given(backend, 'stopKeeping').length).toBe(1);
  stopped({ code: 'stopped', message: 'You stopped it.', hint: 'Undo takes those that were kept back.' });
  await settle();
  await click('Undo');
  expect(given(backend, 'undo').length).toBe(1);
});

test('an import can be taken back later too, from the menu', async () => {
  const { backend } = await open({ undo: 12 });
  await click('Take 12 accounts back');
  expect(given(backend, 'undo').length).toBe(1);
  expect(getByRole(page, 'status').textContent).toContain('12 accounts taken back');
});

test('files that are dropped on the import dialog are read like chosen ones, and none while accounts are stored', async () => {
  const { backend, desk } = await open();
  const holds = { format: 'Aegis', drafts, refused: [] };
  backend.files = [
    { name: 'aegis.json', holds },
    { name: 'more.txt', holds: { format: 'otpauth links', drafts: [], refused: [] } },
  ];
  await click('Import…');
  await act(() => backend.drag('over'));
  expect(page.classList.contains('dragging')).toBe(true);
  await act(() => backend.drag('dropped'));
  await settle();
  const files = getByRole(page, 'list', { name: 'Files' });
  expect(
    within(files)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent),
  ).toEqual(['aegis.json Aegis: 4 accounts', 'more.txt otpauth links: 0 accounts']);
  expect(given(backend, 'lookAtDropped')).toEqual([]);

  await act(() => {
    desk.importing.keeping.value = true;
  });
  await act(() => backend.drag('dropped'));
  expect(given(backend, 'chooseDropped')).toHaveLength(1);
});

test('a file that nothing locks is asked for twice', async () => {
  const { backend } = await open();
  backend.formats = [
    { name: 'otpauth', title: 'Links', extension: 'txt', lock: 'never', lost: ['No notes.'] },
  ];
  await click('Export…');
  expect(getByRole(page, 'list', { name: 'Not held' }).textContent).toBe('No notes.');
  getByRole(page, 'dialog').querySelector('form')?.requestSubmit();
  await settle();
  expect(given(backend, 'export')).toEqual([]);
  await click('Export without a lock');
  expect(given(backend, 'choosePlace')).toEqual([['choosePlace', 'accounts.txt']]);
  expect(given(backend, 'export')).toEqual([['export', 'otpauth', 0, null, true]]);
  expect(getByRole(page, 'status').textContent).toContain('They are in /home/ada/accounts.txt.');
});

test('a locked export takes the same password twice', async () => {
  const { backend } = await open();
  backend.formats = [
    { name: 'countersign', title: 'Countersign', extension: 'age', lock: 'always', lost: [] },
  ];
  await click('Export…');
  const submit = () =>
    within(getByRole(page, 'dialog')).getByRole<HTMLButtonElement>('button', { name: 'Export…' });
  await type('Password', 'a long passphrase');
  await type('Password again', 'a long passphras');
  expect(submit().disabled).toBe(true);
  await type('Password again', 'a long passphrase');
  expect(submit().disabled).toBe(false);
  getByRole(page, 'dialog').querySelector('form')?.requestSubmit();
  await settle();
  expect(given(backend, 'export')).toEqual([['export', 'countersign', 0, 'a long passphrase', false]]);
});

test('backups begin with a folder and a passphrase, and the newest can be opened', async () => {
  const { backend, desk } = await open();
  await click('Backups…');
  const begin = () => getByRole<HTMLButtonElement>(page, 'button', { name: 'Begin backups' });
  await type('Passphrase', 'four random words');
  await type('Passphrase again', 'four random words');
  expect(begin().disabled).toBe(true);
  await click('Choose a folder');
  expect(begin().disabled).toBe(false);
  begin().form?.requestSubmit();
  await settle();
  expect(given(backend, 'beginBackups')).toEqual([['beginBackups', 0, 'four random words']]);

  backend.view = { backup: { folder: '/home/ada/backups', last: 1_700_000_000, failure: null } };
  await act(() => desk.load());
  await settle();
  await type('Passphrase of the backups', 'four random words');
  await click('Check the newest');
  expect(page.textContent).toContain('countersign-2026-01-02.age opens, with 1 account in it.');
});
