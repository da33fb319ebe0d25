import { getByRole, queryByRole } from '@testing-library/dom';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { Approval } from './approval';
import { draft, FakeApprovals, request as fake } from './backend.fake';
import type { RequestView } from './bindings';
import { armsAfter, Request } from './request';

const page = document.body;
let focused = true;

beforeEach(() => {
  vi.useFakeTimers();
  focused = true;
  vi.spyOn(document, 'hasFocus').mockImplementation(() => focused);
});

async function ask(more: Partial<RequestView> = {}) {
  const backend = new FakeApprovals(fake(more));
  const request = new Request(backend);
  await act(async () => {
    request.start();
    render(<Approval request={request} />, page);
    await vi.advanceTimersByTimeAsync(0);
  });
  return { backend, decided: () => backend.calls.filter(([name]) => name === 'decide') };
}

const wait = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));
const button = (name: string) => getByRole(page, 'button', { name });

async function press(name: string) {
  button(name).click();
  await wait(0);
}

async function setFocus(yes: boolean) {
  focused = yes;
  window.dispatchEvent(new Event(yes ? 'focus' : 'blur'));
  await wait(0);
}

/** The window of requests woke up every second, hidden and with nothing to ask. */
test('without a request nothing counts', async () => {
  const { backend } = await ask();
  expect(vi.getTimerCount()).toBe(2); // one counts, one arms the buttons
  await act(async () => backend.tell(null));
  expect(vi.getTimerCount()).toBe(0);
});

test('the request is an alert dialog with the sentence, the words and both blocks', async () => {
  await ask();
  const dialog = getByRole(page, 'alertdialog', { name: 'Approval request' });
  expect(getByRole(dialog, 'heading', { level: 1 }).textContent).toBe('npm publish demo@1.0.0');
  expect(dialog.textContent).toContain('amber falcon');
  expect(getByRole(dialog, 'region', { name: 'Verified by the system' }).textContent).toContain(
    '/home/ada/code/demo',
  );
  expect(getByRole(dialog, 'region', { name: 'Claimed by the request' }).textContent).toContain('demo 1.0.0');
});

const aPage = {
  wants: 'page' as const,
  page: { url: 'https://pages.example/auth/cli/1', host: 'pages.example', path: '/auth/cli/1' },
};

test('a page is shown by host and path, and opened by a click alone', async () => {
  const { backend, decided } = await ask(aPage);
  const shown = getByRole(page, 'region', { name: 'Page in the browser' });
  expect(shown.textContent).toBe('pages.example/auth/cli/1');
  await press('Open in browser');
  expect(backend.calls).not.toContainEqual(['openPage', fake().id]);
  await wait(armsAfter);
  await press('Open in browser');
  expect(backend.calls).toContainEqual(['openPage', fake().id]);
  expect(decided()).toEqual([]);
});

test('a code for a page is copied by an approval; without an account for it there is none', async () => {
  const { decided } = await ask(aPage);
  expect(page.textContent).toContain('The program gets nothing.');
  await wait(armsAfter);
  await press('Copy code');
  expect(decided()).toEqual([['decide', fake().id, { say: 'approve', account: fake().choices[0]?.id }]]);
});

test('a page is dismissed with Escape, and offers no code that nobody has', async () => {
  const { decided } = await ask({ ...aPage, choices: [] });
  expect(queryByRole(page, 'button', { name: 'Copy code' })).toBeNull();
  expect(page.textContent).toContain('If not, dismiss.');
  await wait(armsAfter);
  await press('Dismiss');
  expect(decided()).toEqual([['decide', fake().id, { say: 'deny' }]]);
});

test('Deny has the focus', async () => {
  await ask();
  expect(page.textContent).toContain('If not, deny.');
  expect(document.activeElement).toBe(button('Deny'));
});

test('the focus on Deny leaves the window at its top, where it says what is asked', async () => {
  const focus = vi.spyOn(HTMLElement.prototype, 'focus');
  await ask();
  expect(focus.mock.calls).toEqual([[{ preventScroll: true }]]);
});

test('no button answers before the request was seen long enough', async () => {
  const { backend, decided } = await ask();
  expect(backend.calls).toEqual([['shown', 'request-1']]);
  await wait(armsAfter - 1);
  await press('Approve');
  await press('Deny');
  expect(decided()).toEqual([]);
  await wait(1);
  await press('Approve');
  expect(decided()).toEqual([['decide', 'request-1', { say: 'approve', account: 'npm-ada' }]]);
});

test('no button answers in a window without the focus, and it must be held anew', async () => {
  focused = false;
  const { decided } = await ask();
  await wait(5000);
  await press('Approve');
  await setFocus(true);
  await wait(armsAfter - 1);
  await press('Approve');
  expect(decided()).toEqual([]);
  await wait(1);
  await setFocus(false);
  await press('Approve');
  expect(decided()).toEqual([]);
  await setFocus(true);
  await wait(armsAfter);
  await press('Approve');
  expect(decided()).toHaveLength(1);
});

test('a lost focus counts even where no event told of it', async () => {
  const { decided } = await ask();
  await wait(armsAfter);
  focused = false;
  await press('Approve');
  expect(decided()).toEqual([]);
});

test('another request must be seen as long as the first', async () => {
  const { backend, decided } = await ask();
  await wait(armsAfter);
  await act(() => backend.tell(fake({ id: 'request-2', sentence: 'npm unpublish demo' })));
  await press('Approve');
  expect(decided()).toEqual([]);
  expect(document.activeElement).toBe(button('Deny'));
});

test('Escape denies', async () => {
  const { decided } = await ask();
  await wait(armsAfter);
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
  await wait(0);
  expect(decided()).toEqual([['decide', 'request-1', { say: 'deny' }]]);
});

test('the run is offered only where it is', async () => {
  await ask();
  expect(queryByRole(page, 'button', { name: 'Approve for this run' })).toBeNull();
  render(null, page);
  const { decided } = await ask({ run_offer: true });
  await wait(armsAfter);
  await press('Approve for this run');
  expect(decided()).toEqual([['decide', 'request-1', { say: 'approve-run', account: 'npm-ada' }]]);
});

test('a chosen account answers, and what it is bound to is said in words', async () => {
  const { decided } = await ask({
    choices: [
      { id: 'a', name: 'npm, ada', binds: false },
      { id: 'b', name: 'npm, bob', binds: true },
    ],
  });
  const select = getByRole(page, 'combobox', { name: 'Account' }) as HTMLSelectElement;
  expect(page.textContent).not.toContain('From now on');
  select.value = 'b';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await wait(armsAfter);
  expect(page.textContent).toContain('From now on this account answers https://registry.example.org/');
  await press('Approve');
  expect(decided()).toEqual([['decide', 'request-1', { say: 'approve', account: 'b' }]]);
});

test('where several accounts could be bound, the person must name one', async () => {
  const { decided } = await ask({
    choices: [
      { id: 'a', name: 'npm, ada', binds: true },
      { id: 'b', name: 'GitHub, bob', binds: true },
    ],
  });
  await wait(armsAfter);
  await press('Approve');
  expect(decided()).toEqual([]);
  const select = getByRole(page, 'combobox', { name: 'Account' }) as HTMLSelectElement;
  select.value = 'a';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await wait(0);
  await press('Approve');
  expect(decided()).toEqual([['decide', 'request-1', { say: 'approve', account: 'a' }]]);
});

test('without an account that may answer there is nothing to approve', async () => {
  await ask({ choices: [], warnings: ['No account answers this registry.'] });
  expect(queryByRole(page, 'button', { name: 'Approve' })).toBeNull();
  expect(page.textContent).toContain('No account answers this registry.');
});

test('the next step: the window counts down to it', async () => {
  await ask({ stage: { at: 'next-step', in_ms: 12_000 } });
  expect(getByRole(page, 'status').textContent).toContain(
    'The code goes out in 12 s, when the next one starts.',
  );
  await wait(2000);
  expect(getByRole(page, 'status').textContent).toContain('in 10 s');
});

test('accounts that are to be added are listed', async () => {
  await ask({ wants: 'add', choices: [], drafts: [draft('npm', 'ada', { standing: 'duplicate' })] });
  expect(getByRole(page, 'list', { name: 'Accounts to add' }).textContent).toContain('kept already');
  expect(button('Approve')).toBeTruthy();
});

test('a withdrawn request leaves nothing to press', async () => {
  const { backend } = await ask();
  await act(() => backend.tell(null));
  expect(queryByRole(page, 'button')).toBeNull();
});

test('a long line of processes stands folded, says how long it is, and unfolds whole', async () => {
  const value = '31 (2 s ago) ← 30 (5 s ago) ← 12 (3 h ago) ← 1 (3 h ago)';
  await ask({ verified: [{ label: 'Started by', value }] });
  const verified = getByRole(page, 'region', { name: 'Verified by the system' });
  const chain = verified.querySelector('details');
  expect(chain?.open).toBe(false);
  expect(chain?.querySelector('summary')?.textContent).toBe('31 (2 s ago) ← 3 more');
  expect([...(chain?.querySelectorAll('li') ?? [])].map((process) => process.textContent)).toEqual([
    '← 30 (5 s ago)',
    '← 12 (3 h ago)',
    '← 1 (3 h ago)',
  ]);
});

test('no other fact is ever folded', async () => {
  const value = '/home/ada/a ← b ← c ← d';
  await ask({ verified: [], claimed: [{ label: 'Folder', value }] });
  const claimed = getByRole(page, 'region', { name: 'Claimed by the request' });
  expect(claimed.querySelector('details')).toBeNull();
  expect(claimed.querySelector('dd')?.textContent).toBe(value);
});

test('a warning that the request claims stands among its claims, not among ours', async () => {
  const text = 'The script that runs where it is installed is new: postinstall: node bundle.js';
  await ask({ claimed: [{ label: 'Warning', value: text }] });
  expect(getByRole(page, 'region', { name: 'Claimed by the request' }).textContent).toContain(text);
  expect(page.querySelector('#warnings')?.textContent).toBe('');
});

test('a request for a recovery code says what leaves, and offers no account to choose', async () => {
  const { decided } = await ask({
    sentence: 'One recovery code of npm, ada',
    wants: 'recovery',
    choices: [],
    warnings: ['On npmjs.com a recovery code freezes accounts of much-used packages.'],
  });
  expect(page.textContent).toContain('one recovery code, which works once');
  await wait(armsAfter);
  await press('Approve');
  expect(decided()).toEqual([['decide', 'request-1', { say: 'approve', account: null }]]);
});
