import { getByRole, queryByRole, within } from '@testing-library/dom';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { expect, test } from 'vitest';
import { App } from './app';
import { draft, FakeAccounts, find, look, place, row } from './backend.fake';
import type { LookView } from './bindings';
import { FakeNpm } from './npm.fake';
import { Standing } from './standing';
import { Desk } from './state';

const page = document.body;

async function open(looks: LookView[] | null = null, rows = [row('npm', 'ada')]) {
  const backend = new FakeAccounts(rows);
  backend.looks = looks;
  const desk = new Desk(backend);
  await act(async () => {
    desk.start();
    render(<App desk={desk} standing={new Standing(new FakeNpm())} />, page);
    await settled();
  });
  return { backend, desk };
}

/** Lets everything that waits for the backend go on. */
async function settled() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

async function wait() {
  await act(settled);
}

async function click(name: string) {
  getByRole(page, 'button', { name }).click();
  await wait();
}

async function scan() {
  await click('Add');
  await click('Scan screen');
  return getByRole(page, 'dialog', { name: 'Add accounts' });
}

async function type(name: string, text: string) {
  const box = getByRole(page, 'textbox', { name }) as HTMLInputElement;
  box.value = text;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  await wait();
}

/** Pastes as a web view does: the data cannot be set on an event that a test makes. */
async function paste(target: EventTarget, data: { text?: string; html?: string; files?: File[] }) {
  const event = new Event('paste', { bubbles: true, cancelable: true });
  const getData = (kind: string) => (kind === 'text/html' ? data.html : data.text) ?? '';
  Object.assign(event, { clipboardData: { files: data.files ?? [], getData } });
  target.dispatchEvent(event);
  await wait();
  return event;
}

const nothing = (message: string, code = 'nothing-found') => ({ code, message, hint: 'Do something else.' });

test('a scan of the screen lists what every monitor shows, where it was, and keeps what is ticked', async () => {
  const { backend } = await open([
    look('LEFT', find({ drafts: [draft('npm', 'mona')], place: place(700, 60, 100) })),
    look('RIGHT', find({ drafts: [draft('GitHub', 'octo')], place: place(450, 400, 80) })),
  ]);
  const dialog = await scan();
  const found = within(getByRole(dialog, 'region', { name: 'Found' }));
  expect(found.getAllByRole('listitem').map((item) => item.querySelector('.where')?.textContent)).toEqual([
    'On LEFT, top right',
    'On RIGHT, in the middle',
  ]);
  expect(dialog.querySelectorAll('.miniature img')).toHaveLength(2);
  expect(dialog.textContent).toContain('2 accounts found.');
  found.getByRole('checkbox', { name: 'Keep GitHub, octo' }).click();
  await wait();
  await click('Keep 1 account');
  expect(backend.calls).toContainEqual(['keep', ['draft-npm-mona']]);
  expect(backend.calls).toContainEqual(['drop', ['draft-GitHub-octo']]);
});

test('Scan screen has the focus when the dialog opens, and is offered where there is no account yet', async () => {
  const { backend } = await open([look('LEFT', find({ drafts: [draft('npm', 'mona')] }))], []);
  await click('Scan screen');
  expect(backend.calls).toContainEqual(['scanScreen']);
  expect(getByRole(page, 'checkbox', { name: 'Keep npm, mona' })).toBeTruthy();
  const button = within(getByRole(page, 'dialog')).getByRole('button', { name: 'Scan screen' });
  expect(button.hasAttribute('autofocus')).toBe(true);
});

test('a monitor without a code is no trouble where another has one, and named where none has', async () => {
  const empty = { source: 'RIGHT', finds: [], nothing: nothing('No QR code is in this picture.') };
  const { backend } = await open([look('LEFT', find({ drafts: [draft('npm', 'mona')] })), empty]);
  const dialog = await scan();
  expect(queryByRole(dialog, 'alert')).toBeNull();
  backend.looks = [empty, { ...empty, source: 'LEFT' }];
  await click('Scan screen');
  expect(getByRole(dialog, 'alert').textContent).toBe(
    'RIGHT, LEFT: No QR code is in this picture. Do something else.',
  );
});

test('the same code found again is listed once, and that is said', async () => {
  await open([
    look('', find({ drafts: [draft('npm', 'mona')] }), find({ kind: 'page', text: 'https://example.com/' })),
  ]);
  const dialog = await scan();
  await click('Scan screen');
  expect(within(dialog).getAllByRole('listitem')).toHaveLength(2);
  expect(dialog.textContent).toContain('Nothing new was found.');
});

test('links and other codes are told apart, shown as text, and cannot be kept', async () => {
  await open([
    look(
      '',
      find({ kind: 'page', text: 'https://example.com/login' }),
      find({ kind: 'other', text: '<img src=x onerror=alert(1)>' }),
      find({ kind: 'other', text: null }),
    ),
  ]);
  const dialog = await scan();
  const texts = within(dialog)
    .getAllByRole('listitem')
    .map((item) => item.textContent);
  expect(texts[0]).toContain('https://example.com/login');
  expect(texts[0]).toContain('holds no secret');
  expect(texts[1]).toContain('<img src=x onerror=alert(1)>');
  expect(texts[2]).toContain('may be a secret');
  expect(dialog.querySelector('li img, li a')).toBeNull();
  expect(queryByRole(dialog, 'checkbox')).toBeNull();
  expect((getByRole(dialog, 'button', { name: 'Keep' }) as HTMLButtonElement).disabled).toBe(true);
});

test('the parts of an export are collected, and those that are missing are named until they are here', async () => {
  const part = (account: string, missing: number[]) =>
    look(
      '',
      find({
        kind: 'export',
        drafts: [draft('Bank', account)],
        export: { export: '7', parts: 3, missing },
      }),
    );
  const { backend } = await open([part('first', [2, 3])]);
  const dialog = await scan();
  expect(dialog.textContent).toContain('Parts 2 and 3 of 3 are missing.');
  backend.looks = [part('third', [2])];
  await click('Paste');
  expect(dialog.textContent).toContain('Part 2 of 3 is missing.');
  backend.looks = [part('second', [])];
  await click('Scan screen');
  expect(dialog.textContent).not.toContain('missing');
  await click('Keep 3 accounts');
});

test('a secret without a name is named before it can be kept', async () => {
  const { backend } = await open([look('', find({ drafts: [draft('', '', { draft: 'handle' })] }))]);
  const dialog = await scan();
  expect(queryByRole(dialog, 'checkbox')).toBeNull();
  await type('Its issuer', 'npm');
  await type('Its account', 'mona');
  await click('Name it');
  expect(backend.calls).toContainEqual(['nameDraft', 'handle', 'npm', 'mona']);
  await click('Keep 1 account');
  expect(backend.calls).toContainEqual(['keep', ['handle']]);
});

test('a look shows that it goes on and can be cancelled; what follows it does not begin', async () => {
  const { backend } = await open();
  let go = () => {};
  backend.delay = new Promise((resolve) => {
    go = resolve;
  });
  backend.looks = [{ source: '', finds: [], nothing: nothing('The search was cancelled.', 'cancelled') }];
  await click('Add');
  const files = ['one.png', 'two.png', 'three.png'].map((name) => new File(['x'], name));
  await paste(page, { files });
  const status = getByRole(page, 'dialog').querySelector('.looking');
  expect(status?.textContent).toContain('Looking at one.png… (1 of 3)');
  expect(status?.getAttribute('aria-busy')).toBe('true');
  await click('Cancel the search');
  expect(backend.calls).toContainEqual(['cancelLook']);
  go();
  await wait();
  expect(backend.calls.filter(([name]) => name === 'lookAtPicture')).toHaveLength(1);
  expect(queryByRole(page, 'button', { name: 'Cancel the search' })).toBeNull();
  expect(queryByRole(page, 'alert')).toBeNull();
});

test('what comes after the dialog was closed is dropped', async () => {
  const { backend } = await open([look('', find({ drafts: [draft('npm', 'mona')] }))]);
  let go = () => {};
  backend.delay = new Promise((resolve) => {
    go = resolve;
  });
  await scan();
  await click('Close');
  expect(backend.calls).toContainEqual(['cancelLook']);
  go();
  await wait();
  expect(backend.calls).toContainEqual(['drop', ['draft-npm-mona']]);
  await click('Add');
  expect(queryByRole(page, 'checkbox')).toBeNull();
});

test('several pictures: each that gives nothing is named with its reason, and spoils no other', async () => {
  const { backend } = await open();
  const answers = [
    [{ source: '', finds: [], nothing: nothing('No QR code is in this picture.') }],
    [look('', find({ drafts: [draft('npm', 'mona')] }))],
  ];
  backend.lookAtPicture = async () => answers.shift() ?? [];
  const folder = new File([], 'a folder');
  folder.arrayBuffer = () => Promise.reject(new Error('it is a folder'));
  await paste(page, { files: [new File(['x'], 'empty.png'), new File(['x'], 'good.png'), folder] });
  const alerts = [...page.querySelectorAll('[role=alert]')].map((alert) => alert.textContent);
  expect(alerts[0]).toContain('empty.png: No QR code is in this picture.');
  expect(alerts[1]).toContain('a folder: It cannot be read. If it is a folder');
  const region = within(getByRole(page, 'region', { name: 'Found' }));
  expect(region.getByRole('listitem').textContent).toContain('In good.png');
});

test('a paste hands over its HTML too, with every space of its text', async () => {
  const { backend } = await open([look('', find({ drafts: [draft('npm', 'mona')] }))]);
  await paste(page, { text: '   \n  ', html: '<pre>coloured</pre>' });
  expect(backend.calls).toContainEqual(['lookAtText', '   \n  ', '<pre>coloured</pre>']);
  expect(backend.calls.some(([name]) => name === 'lookAtClipboard')).toBe(false);
});

test('where the page was given nothing that says something, the clipboard itself is looked at', async () => {
  const { backend } = await open();
  backend.lookAtText = async () => [{ source: '', finds: [], nothing: nothing('Nothing in this text.') }];
  backend.lookAtClipboard = async () => [look('clipboard', find({ drafts: [draft('npm', 'mona')] }))];
  await paste(page, { text: 'words' });
  expect(getByRole(page, 'checkbox', { name: 'Keep npm, mona' })).toBeTruthy();
  backend.lookAtClipboard = async () => [look('clipboard', find({ drafts: [draft('GitHub', 'octo')] }))];
  await paste(page, {});
  expect(getByRole(page, 'checkbox', { name: 'Keep GitHub, octo' })).toBeTruthy();
});

test('what is typed into a field stays there; a link, and several lines for reading, are read', async () => {
  const { backend } = await open([look('', find({ drafts: [draft('npm', 'mona')] }))]);
  const search = getByRole(page, 'searchbox', { name: 'Search accounts' });
  expect((await paste(search, { text: 'npm' })).defaultPrevented).toBe(false);
  expect((await paste(search, { text: 'otpauth://totp/x' })).defaultPrevented).toBe(true);
  const box = getByRole(page, 'textbox', { name: 'Link or text' });
  expect((await paste(box, { text: 'one word' })).defaultPrevented).toBe(false);
  expect((await paste(box, { text: 'one\ntwo' })).defaultPrevented).toBe(true);
  expect(backend.calls.filter(([name]) => name === 'lookAtText')).toHaveLength(2);
});

test('what is dropped on the window is looked at, and shown as coming while it is over it', async () => {
  const { backend } = await open([look('photo.png', find({ drafts: [draft('npm', 'mona')] }))]);
  await act(() => backend.drag('over'));
  expect(page.classList.contains('dragging')).toBe(true);
  await act(() => backend.drag('away'));
  expect(page.classList.contains('dragging')).toBe(false);
  await act(() => backend.drag('dropped'));
  await wait();
  expect(backend.calls).toContainEqual(['lookAtDropped']);
  expect(getByRole(page, 'dialog').textContent).toContain('In photo.png');
});
