import { getAllByRole, getByRole, queryByRole, within } from '@testing-library/dom';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { App } from './app';
import { FakeAccounts, row } from './backend.fake';
import type { AccountRow } from './bindings';
import { setLanguage } from './language';
import { looks, setLooks } from './looks';
import { FakeNpm } from './npm.fake';
import { Standing } from './standing';
import { Desk } from './state';

const page = document.body;
const usual = looks.value;

beforeEach(() => void vi.useFakeTimers({ now: 1_700_000_003_250 }));

afterEach(() => {
  setLooks(usual);
  setLanguage('system');
});

async function open(rows: AccountRow[]) {
  const backend = new FakeAccounts(rows);
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

async function click(name: string) {
  getByRole(page, 'button', { name }).click();
  await settle();
}

async function search(text: string) {
  const box = getByRole<HTMLInputElement>(page, 'searchbox');
  box.value = text;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
}

async function wear(part: Parameters<typeof setLooks>[0]) {
  await act(() => setLooks(part));
}

/** The accounts as they stand, by their issuers. */
function shown(within: HTMLElement = page): string[] {
  return [...within.querySelectorAll('.accounts .issuer')].map((issuer) => issuer.textContent ?? '');
}

const mixed = [
  row('GitHub', 'bob', { groups: ['Work'], uses: 2, last_used: 1_700_000_000 }),
  row('npm', 'ada', { pinned: true }),
  row('émail', 'ada', { id: 'mail', groups: ['Private', 'Work'], uses: 9, last_used: 1_600_000_000 }),
  row('Zulip', 'ada', { uses: 1, last_used: 1_700_000_000 }),
];

test('pins stand first, in each order', async () => {
  await open(mixed);
  expect(shown()).toEqual(['npm', 'GitHub', 'émail', 'Zulip']);
  await wear({ sort: 'name' });
  expect(shown()).toEqual(['npm', 'émail', 'GitHub', 'Zulip']);
  await wear({ sort: 'use' });
  expect(shown()).toEqual(['npm', 'GitHub', 'Zulip', 'émail']);
});

test('in groups each account stands once, under a heading that names its list', async () => {
  await open(mixed);
  await wear({ grouped: true });
  const lists = getAllByRole(page, 'list').map((list) => [
    within(list).queryAllByRole('button', { name: /^Copy code/ }).length,
    page.querySelector(`#${CSS.escape(list.getAttribute('aria-labelledby') ?? '')}`)?.textContent,
  ]);
  expect(lists).toEqual([
    [1, 'Pinned'],
    [1, 'Private'],
    [1, 'Work'],
    [1, 'In no group'],
  ]);
  await search('ada');
  expect(queryByRole(page, 'heading', { name: 'Pinned' })).toBeNull();
  expect(getByRole(page, 'list', { name: 'Accounts' })).toBeTruthy();
});

test('a slip and an accent are forgiven, and what was found is marked', async () => {
  const { backend } = await open(mixed);
  await search('gihub');
  expect(shown()).toEqual(['GitHub']);
  expect([...page.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['GitHub']);
  await search('email');
  expect(shown()).toEqual(['émail']);
  await press(getByRole(page, 'searchbox'), 'Enter', { shiftKey: true });
  expect(backend.calls).toContainEqual(['copy', 'mail', true]);
});

test('a row is pinned with P, keeps what else is known of it, and keeps the focus', async () => {
  const { backend } = await open(mixed);
  await press(getByRole(page, 'button', { name: 'Copy code for GitHub, bob' }), 'p');
  const edit = { issuer: 'GitHub', account: 'bob', registry: null, groups: ['Work'], pinned: true };
  expect(backend.calls).toContainEqual(['edit', 'github-bob', edit]);
  expect(getByRole(page, 'status').textContent).toContain('GitHub, bob stands first now');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Copy code for GitHub, bob');
});

test('a row moves among its like, says where it is now, and not where another order rules', async () => {
  const { backend } = await open(mixed);
  const github = () => getByRole(page, 'button', { name: 'Copy code for GitHub, bob' });
  await press(github(), 'ArrowUp', { altKey: true });
  expect(backend.calls.filter(([name]) => name === 'order')).toEqual([]);
  await press(github(), 'ArrowDown', { altKey: true });
  expect(backend.calls).toContainEqual(['order', ['npm-ada', 'mail', 'github-bob', 'zulip-ada']]);
  expect(page.querySelector('.unseen[aria-live]')?.textContent).toBe('GitHub, bob is 2 of 4 now');
  await wear({ sort: 'name' });
  await press(github(), 'ArrowDown', { altKey: true });
  expect(getByRole(page, 'status').textContent).toContain('only where the list is sorted by hand');
});

test('a hidden code is shown where the pointer or the focus is, and nowhere else', async () => {
  await open(mixed);
  await wear({ hideCodes: true });
  const npm = getByRole(page, 'button', { name: 'Copy code for npm, ada' });
  const digits = () => npm.querySelector('.digits')?.textContent;
  expect(digits()).toBe('••• •••');
  await act(() => npm.focus());
  expect(digits()).toMatch(/^\d{3} \d{3}$/);
  await act(() => npm.blur());
  expect(digits()).toBe('••• •••');
  await act(() => void npm.dispatchEvent(new PointerEvent('pointerenter')));
  expect(digits()).toMatch(/^\d{3} \d{3}$/);
});

test('near its end a row says the next code, too, unless codes are hidden', async () => {
  await open(mixed);
  const left = () => getByRole(page, 'button', { name: 'Copy code for npm, ada' }).querySelector('.left');
  const gone = () => left()?.querySelector('circle + circle')?.getAttribute('stroke-dashoffset');
  expect(left()?.textContent).toBe('7 s');
  expect(gone()).toBe('23');
  await settle(3000);
  expect(gone()).toBe('26');
  expect(left()?.textContent).toMatch(/^4 s, then \d{3} \d{3}$/);
  expect(left()?.className).toBe('left soon');
  await wear({ hideCodes: true });
  expect(left()?.textContent).toBe('4 s');
  await wear({ hideCodes: false });
  expect(left()?.textContent).toMatch(/^4 s, then \d{3} \d{3}$/);
  await settle(4000);
  expect(left()?.textContent).toBe('30 s');
  expect(left()?.className).toBe('left');
});

test('groups and the pin are edited with the names', async () => {
  const { backend } = await open(mixed);
  await click('Details of GitHub, bob');
  const groups = getByRole<HTMLInputElement>(page, 'combobox', { name: 'Groups' });
  groups.value = 'Work, , Bots ';
  groups.dispatchEvent(new Event('input', { bubbles: true }));
  getByRole<HTMLInputElement>(page, 'checkbox', { name: 'Pin it to the beginning of the list' }).click();
  await settle();
  await click('Save');
  const edit = { issuer: 'GitHub', account: 'bob', registry: null, groups: ['Work', 'Bots'], pinned: true };
  expect(backend.calls).toContainEqual(['edit', 'github-bob', edit]);
});

test('the finder of duplicates tells accounts of the same codes from those of the same name', async () => {
  await open([
    row('npm', 'ada'),
    row('npm', 'ADA', { id: 'namesake' }),
    row('GitHub', 'ada'),
    row('Hub', 'old', { same_as: 'github-ada' }),
  ]);
  await click('Duplicates…');
  const dialog = getByRole(page, 'dialog', { name: 'Duplicates' });
  const found = [...dialog.querySelectorAll('li')].map((item) => item.textContent);
  expect(found[0]).toMatch(/same codes.*GitHub.*Hub/);
  expect(found[1]).toMatch(/same name.*npm.*npm/);
  expect(found).toHaveLength(2);
  within(dialog).getByRole('button', { name: /^Hub/ }).click();
  await settle();
  expect(getByRole(page, 'dialog', { name: 'Hub, old' })).toBeTruthy();
});

test('a question mark opens the sheet of shortcuts, but not where one is typed', async () => {
  await open(mixed);
  await press(getByRole(page, 'searchbox'), '?');
  expect(queryByRole(page, 'dialog')).toBeNull();
  await press(page, '?');
  const sheet = getByRole(page, 'dialog', { name: 'Keyboard shortcuts' });
  expect(sheet.textContent).toContain('Copy the next code');
  expect(sheet.textContent).toContain('The palette, from anywhereCtrlAltO');
  await act(() => setLanguage('de'));
  expect(sheet.textContent).toContain('Erstes und letztes KontoPos1Ende');
});

test('another language is spoken at once, by what is open too', async () => {
  await open(mixed);
  await click('Details of GitHub, bob');
  await act(() => setLanguage('de'));
  expect(getByRole(page, 'button', { name: 'Code kopieren für npm, ada' })).toBeTruthy();
  expect(getByRole(page, 'textbox', { name: 'Aussteller' })).toBeTruthy();
});

test('a row is dragged to another place, and a click that trembles is still a click', async () => {
  const { backend } = await open(mixed);
  const at = (name: string) => getByRole(page, 'button', { name: `Copy code for ${name}` });
  const pointer = (kind: string, target: Element, clientY: number) =>
    act(() => {
      const more = { pointerType: 'mouse', buttons: kind === 'pointerup' ? 0 : 1, button: 0, pointerId: 1 };
      target.dispatchEvent(new PointerEvent(kind, { bubbles: true, clientY, ...more }));
    });
  Element.prototype.setPointerCapture ??= () => {};
  vi.spyOn(Element.prototype, 'setPointerCapture').mockImplementation(() => {});
  document.elementFromPoint = () => at('Zulip, ada');
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 300, 80));
  await pointer('pointerdown', at('GitHub, bob'), 10);
  await pointer('pointermove', at('GitHub, bob'), 13);
  await pointer('pointerup', at('GitHub, bob'), 13);
  await settle();
  expect(backend.calls.some(([name]) => name === 'order')).toBe(false);
  await pointer('pointerdown', at('GitHub, bob'), 10);
  await pointer('pointermove', at('GitHub, bob'), 70);
  expect(page.querySelector('.carried')?.textContent).toContain('GitHub');
  expect(page.querySelector('.drop-after')?.textContent).toContain('Zulip');
  await pointer('pointerup', at('GitHub, bob'), 70);
  await settle();
  expect(backend.calls).toContainEqual(['order', ['npm-ada', 'mail', 'zulip-ada', 'github-bob']]);
});
