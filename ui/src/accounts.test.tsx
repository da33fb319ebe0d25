import { getByRole, queryByRole, within } from '@testing-library/dom';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { App } from './app';
import { accounts } from './backend';
import { draft, FakeAccounts, row, store } from './backend.fake';
import type { Overview } from './bindings';
import { FakeNpm } from './npm.fake';
import { Standing } from './standing';
import { Desk } from './state';

const page = document.body;

beforeEach(() => void vi.useFakeTimers({ now: 1_700_000_003_250 }));

async function open(
  rows = [row('npm', 'ada', { npm: true }), row('GitHub', 'bob')],
  view: Partial<Overview> = {},
) {
  const backend = new FakeAccounts(rows, view);
  const desk = new Desk(backend);
  await act(async () => {
    desk.start();
    render(<App desk={desk} standing={new Standing(new FakeNpm())} />, page);
    await vi.advanceTimersByTimeAsync(0);
  });
  await settle();
  return { backend, desk };
}

async function settle(ms = 0) {
  await act(async () => void (await vi.advanceTimersByTimeAsync(ms)));
}

async function press(target: Element, key: string, more: KeyboardEventInit = {}) {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  await settle();
}

async function click(target: HTMLElement) {
  target.click();
  await settle();
}

async function type(box: HTMLElement, text: string) {
  (box as HTMLInputElement).value = text;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
}

test('a row is a button named for its account, with its code and the seconds left as text', async () => {
  await open();
  const list = getByRole(page, 'list', { name: 'Accounts' });
  const npm = within(list).getByRole('button', { name: 'Copy code for npm, ada' });
  expect(npm.textContent).toMatch(/\d{3} \d{3}/);
  expect(npm.textContent).toContain('7 s');
  await settle(1000);
  expect(npm.textContent).toContain('6 s');
});

test('a new step brings a new code into the same place', async () => {
  const { backend } = await open();
  const npm = getByRole(page, 'button', { name: 'Copy code for npm, ada' });
  const before = npm.querySelector('.digits')?.textContent;
  await settle(7000);
  expect(npm.querySelector('.digits')?.textContent).not.toBe(before);
  expect(npm.textContent).toContain('30 s');
  expect(backend.calls.filter(([name]) => name === 'codes')).toHaveLength(2);
});

/** Codes of a window that nobody sees came back with the next change of an account. */
test('a window that is not seen has no codes until it is seen again, whatever changes meanwhile', async () => {
  const { backend, desk } = await open();
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  document.dispatchEvent(new Event('visibilitychange'));
  backend.calls.length = 0;
  await act(async () => void (await desk.load()));
  await settle(60_000);
  expect(backend.calls.filter(([name]) => name === 'codes')).toEqual([]);
  expect(page.textContent).not.toMatch(/\d{3} \d{3}/);
  hidden.mockRestore();
  document.dispatchEvent(new Event('visibilitychange'));
  await settle();
  expect(getByRole(page, 'button', { name: 'Copy code for npm, ada' }).textContent).toMatch(/\d{3} \d{3}/);
});

test('codes are asked for rows in view alone', async () => {
  const { backend } = await open([row('npm', 'ada'), row('Bank', 'below the fold')]);
  expect(backend.calls.filter(([name]) => name === 'codes')).toEqual([['codes', ['npm-ada']]]);
});

test('the codes of all rows in view are asked for together', async () => {
  const { backend } = await open();
  expect(backend.calls.filter(([name]) => name === 'codes')).toEqual([['codes', ['npm-ada', 'github-bob']]]);
});

test('of a long list a part is drawn, and what is walked to or searched for', async () => {
  const rows = Array.from({ length: 250 }, (_, at) => row('Issuer', `${at} below the fold`));
  await open(rows);
  expect(page.querySelectorAll('button.row')).toHaveLength(20);
  await press(getByRole(page, 'searchbox'), 'ArrowDown');
  await press(document.activeElement as Element, 'End');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Copy code for Issuer, 249 below the fold');
  expect(document.activeElement?.closest('li')?.getAttribute('aria-posinset')).toBe('250');
  await press(document.activeElement as Element, 'ArrowUp');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Copy code for Issuer, 248 below the fold');
  await type(getByRole(page, 'searchbox'), '249');
  expect(getByRole(page, 'button', { name: 'Copy code for Issuer, 249 below the fold' })).toBeTruthy();
});

test('a click copies, says so politely, and Shift takes the next code', async () => {
  const { backend } = await open();
  const npm = getByRole(page, 'button', { name: 'Copy code for npm, ada' });
  await click(npm);
  expect(backend.calls).toContainEqual(['copy', 'npm-ada', false]);
  expect(getByRole(page, 'status').textContent).toContain('Code for npm, ada copied');
  expect(npm.textContent).toContain('Copied');
  npm.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true }));
  await settle();
  expect(backend.calls).toContainEqual(['copy', 'npm-ada', true]);
});

test('three letters and Enter copy the code that is found', async () => {
  const { backend } = await open();
  const search = getByRole(page, 'searchbox', { name: 'Search accounts' });
  await type(search, 'git');
  expect(queryByRole(page, 'button', { name: 'Copy code for npm, ada' })).toBeNull();
  await press(search, 'Enter');
  expect(backend.calls).toContainEqual(['copy', 'github-bob', false]);
  await press(search, 'Escape');
  expect(getByRole(page, 'button', { name: 'Copy code for npm, ada' })).toBeTruthy();
});

test('arrows move along the rows, and one row alone is a tab stop', async () => {
  await open();
  await press(getByRole(page, 'searchbox'), 'ArrowDown');
  const npm = getByRole(page, 'button', { name: 'Copy code for npm, ada' });
  const github = getByRole(page, 'button', { name: 'Copy code for GitHub, bob' });
  expect(document.activeElement).toBe(npm);
  await press(npm, 'ArrowDown');
  expect(document.activeElement).toBe(github);
  expect([npm.tabIndex, github.tabIndex]).toEqual([-1, 0]);
});

test('Alt and an arrow move the account itself', async () => {
  const { backend } = await open();
  await press(getByRole(page, 'button', { name: 'Copy code for npm, ada' }), 'ArrowDown', { altKey: true });
  expect(backend.calls).toContainEqual(['order', ['github-bob', 'npm-ada']]);
});

test('no account yet: the window says what to do', async () => {
  await open([]);
  await click(getByRole(page, 'button', { name: 'Add an account' }));
  expect(getByRole(page, 'dialog', { name: 'Add accounts' })).toBeTruthy();
});

test('drafts are shown with their standing, and only what is ticked is kept', async () => {
  const { backend } = await open();
  backend.found = {
    drafts: [draft('npm', 'ada', { standing: 'duplicate' }), draft('PyPI', 'ada')],
    refused: [{ code: 'bad-link', message: 'A link has no secret.', hint: 'Copy it whole.' }],
  };
  await press(page, 'n');
  const dialog = getByRole(page, 'dialog', { name: 'Add accounts' });
  await type(within(dialog).getByRole('textbox', { name: 'Link or text' }), 'otpauth://totp/x');
  await click(within(dialog).getByRole('button', { name: 'Read' }));
  expect((within(dialog).getByRole('checkbox', { name: 'Keep npm, ada' }) as HTMLInputElement).checked).toBe(
    false,
  );
  expect(dialog.textContent).toContain('You have it already');
  expect(dialog.textContent).toContain('A link has no secret.');
  await click(within(dialog).getByRole('button', { name: 'Keep 1 account' }));
  expect(backend.calls).toContainEqual(['keep', ['draft-PyPI-ada']]);
  expect(queryByRole(page, 'dialog')).toBeNull();
});

test('a dialog that is left forgets its drafts', async () => {
  const { backend } = await open();
  backend.found = { drafts: [draft('PyPI', 'ada')], refused: [] };
  await press(page, 'n');
  await type(getByRole(page, 'textbox', { name: 'Link or text' }), 'otpauth://totp/x');
  await click(getByRole(page, 'button', { name: 'Read' }));
  await click(getByRole(page, 'button', { name: 'Close' }));
  expect(backend.calls).toContainEqual(['drop', ['draft-PyPI-ada']]);
});

test('deleting an npm account warns that npm takes it no second time, and can be undone', async () => {
  const { backend } = await open();
  await click(getByRole(page, 'button', { name: 'Details of npm, ada' }));
  await click(getByRole(page, 'button', { name: 'Delete this account…' }));
  expect(getByRole(page, 'alert').textContent).toContain('npmjs.com takes no new authenticator enrolments');
  await click(getByRole(page, 'button', { name: 'Delete npm, ada' }));
  expect(backend.calls).toContainEqual(['delete', 'npm-ada']);
  expect(queryByRole(page, 'button', { name: 'Copy code for npm, ada' })).toBeNull();
  await click(getByRole(page, 'button', { name: 'Undo' }));
  expect(getByRole(page, 'button', { name: 'Copy code for npm, ada' })).toBeTruthy();
});

test('the warning before a deletion comes into view from its beginning, with the focus on Keep it', async () => {
  const seen = vi.spyOn(Element.prototype, 'scrollIntoView');
  await open();
  await click(getByRole(page, 'button', { name: 'Details of npm, ada' }));
  await click(getByRole(page, 'button', { name: 'Delete this account…' }));
  expect(seen.mock.instances).toEqual([getByRole(page, 'alert')]);
  expect(seen).toHaveBeenCalledWith({ block: 'start' });
  expect(document.activeElement).toBe(getByRole(page, 'button', { name: 'Keep it' }));
});

test('the search box is named Search accounts and stands in no label', async () => {
  await open();
  const search = getByRole(page, 'searchbox', { name: 'Search accounts' }) as HTMLInputElement;
  expect([...(search.labels ?? [])]).toEqual([]);
});

test('an account changed outside shows no code, and is taken over by the person alone', async () => {
  const { backend } = await open([row('npm', 'ada', { state: 'changed' })]);
  expect(backend.calls.some(([name]) => name === 'codes')).toBe(false);
  await click(getByRole(page, 'button', { name: 'Changed by another program: npm, ada' }));
  await click(getByRole(page, 'button', { name: 'Use it as it is' }));
  expect(backend.calls).toContainEqual(['confirm', 'npm-ada']);
});

test('a failed call says what happened and what to do', async () => {
  const { backend } = await open();
  backend.failure = { code: 'locked', message: 'The keychain is locked.', hint: 'Unlock it.' };
  await click(getByRole(page, 'button', { name: 'Copy code for npm, ada' }));
  expect(getByRole(page, 'status').textContent).toContain('The keychain is locked. Unlock it.');
});

test('no keychain: nothing was stored, and a sealed file wants its passphrase twice', async () => {
  const { backend } = await open([], { store: store({ kind: null, condition: 'unavailable' }) });
  expect(page.textContent).toContain('Nothing was stored');
  const create = getByRole(page, 'button', { name: 'Create the sealed file' }) as HTMLButtonElement;
  await type(
    page.querySelectorAll<HTMLInputElement>('input[type=password]')[0] as HTMLElement,
    'four random words',
  );
  expect(create.disabled).toBe(true);
  await type(
    page.querySelectorAll<HTMLInputElement>('input[type=password]')[1] as HTMLElement,
    'four random words',
  );
  await click(create);
  expect(backend.calls).toContainEqual(['chooseSealedFile', 'four random words']);
});

test('another keychain than before: what is missing is said above the list, and can be looked for again', async () => {
  const failure = {
    code: 'accounts-missing',
    message: '1 account is missing.',
    hint: 'Start KWallet again.',
  };
  const { backend } = await open([row('npm', 'ada', { state: 'missing' })], { store: store({ failure }) });
  expect(getByRole(page, 'alert').textContent).toContain('1 account is missing. Start KWallet again.');
  await click(getByRole(page, 'button', { name: 'Look again' }));
  expect(backend.calls).toContainEqual(['tryKeychain']);
});

test('an approved run shows its live count and can be stopped', async () => {
  const { backend } = await open(undefined, {
    runs: [
      {
        id: 'run-1',
        sentence: 'lerna publish',
        given: 2,
        packages: ['kit-a@1.0.0', 'kit-b@1.0.0'],
        ends_in_ms: 61_000,
      },
    ],
  });
  const shown = getByRole(page, 'region', { name: 'Approved runs' }).textContent;
  expect(shown).toContain('2 codes given, ends in 1:01');
  expect(shown).toContain('kit-b@1.0.0, kit-a@1.0.0');
  await click(getByRole(page, 'button', { name: 'Stop lerna publish' }));
  expect(backend.calls).toContainEqual(['stopRun', 'run-1']);
});

test('nothing in the main window’s backend answers a request', () => {
  const answers = Object.keys(accounts).filter((name) => /decide|approve|deny|pending|shown/i.test(name));
  expect(answers).toEqual([]);
});
