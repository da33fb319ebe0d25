import { getByRole, queryByRole, within } from '@testing-library/dom';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { App } from './app';
import { FakeAccounts, row } from './backend.fake';
import type { AccountRow } from './bindings';
import { setLanguage } from './language';
import { FakeNpm, registry, staged, token } from './npm.fake';
import { Standing } from './standing';
import { Desk } from './state';

const page = document.body;

beforeEach(() => void vi.useFakeTimers());

const settle = () => act(async () => void (await vi.advanceTimersByTimeAsync(0)));
const button = (name: string) => getByRole(page, 'button', { name });

async function click(name: string) {
  button(name).click();
  await settle();
}

async function open(npm: FakeNpm, rows: AccountRow[] = [row('npm', 'ada', { npm: true })]) {
  const accounts = new FakeAccounts(rows);
  const desk = new Desk(accounts);
  await act(async () => {
    desk.start();
    render(<App desk={desk} standing={new Standing(npm)} />, page);
    await vi.advanceTimersByTimeAsync(0);
  });
  return { accounts, settled: () => npm.calls.filter(([name]) => name === 'settle') };
}

test('nothing is asked before the page is opened', async () => {
  const npm = new FakeNpm();
  await open(npm);
  expect(npm.calls).toEqual([]);
  await click('npm');
  expect(npm.calls.map(([name]) => name).sort()).toEqual(['staged', 'status']);
  await click('Accounts');
  getByRole(page, 'list', { name: 'Accounts' });
});

test('each registry says who one is, what asks, how tokens end, and how the clock stands', async () => {
  const npm = new FakeNpm([
    registry('https://registry.example.org/', {
      tokens: [token('laptop', { in_use: true, days_left: 2, warning: 'It ends in 2 days.' })],
      skew_s: -45,
      clock_differs: true,
    }),
    registry('http://127.0.0.1:4873/', {
      reached: false,
      user: null,
      login: null,
      skew_s: null,
      trouble: { name: 'nobody-answers', message: 'Nobody answers.', hint: 'Look.', command: 'npm ping' },
    }),
  ]);
  await open(npm);
  await click('npm');
  const first = getByRole(page, 'region', { name: 'https://registry.example.org/' });
  expect(first.textContent).toContain('ada, with an npm token');
  expect(first.textContent).toContain('auth-and-writes');
  expect(first.textContent).toContain('45 s behind: codes will be refused');
  expect(within(first).getByRole('list', { name: 'Tokens' }).textContent).toContain('ends in 2 days');
  const second = getByRole(page, 'region', { name: 'http://127.0.0.1:4873/' });
  expect(second.textContent).toContain('Nobody answers.');
  expect(second.textContent).toContain('npm ping');
  expect(second.textContent).toContain('Not logged in');
});

test('in German the page is German all through', async () => {
  const warning = 'It ends in 2 days. Granular tokens last 7 days unless you ask for more, and 90 at most.';
  const npm = new FakeNpm([
    registry('https://registry.example.org/', { tokens: [token('laptop', { days_left: 2, warning })] }),
  ]);
  await open(npm);
  await act(() => setLanguage('de'));
  await click('npm');
  const { textContent } = getByRole(page, 'region', { name: 'https://registry.example.org/' });
  expect(textContent).toContain('alle Pakete');
  expect(textContent).toContain('ada, mit einem npm-Token');
  expect(textContent).toContain('auth-and-writes. login, profile, token, publish');
  expect(textContent).toContain('fragen nach einem Code.');
  expect(textContent).toContain('npm fragt im Terminal.');
  expect(textContent).toContain('Es läuft in 2 Tagen ab.');
  setLanguage('system');
});

test('a staged version is published only after it was looked into, and by one click of its own', async () => {
  const npm = new FakeNpm(undefined, [staged('1.3.0'), staged('1.3.1')]);
  const { settled } = await open(npm);
  await click('npm');
  expect(queryByRole(page, 'button', { name: 'Publish @demo/left-pad@1.3.0' })).toBeNull();
  await click('Look into @demo/left-pad@1.3.0');
  const list = getByRole(page, 'list', { name: 'What to know' });
  expect(list.textContent).toContain('postinstall: node bundle.js');
  expect(getByRole(page, 'list', { name: 'Files' }).textContent).toContain('looks like secrets');
  expect(settled()).toEqual([]);
  await click('Publish @demo/left-pad@1.3.0');
  expect(settled()).toEqual([['settle', staged('1.3.0').id, 'https://registry.example.org/', true]]);
  expect(page.textContent).toContain('@demo/left-pad@1.3.0 published');
  expect(page.textContent).toContain('Waiting to be published (1)');
});

test('rejecting asks once more, because it cannot be taken back', async () => {
  const npm = new FakeNpm(undefined, [staged('1.3.0')]);
  const { settled } = await open(npm);
  await click('npm');
  await click('Look into @demo/left-pad@1.3.0');
  await click('Reject…');
  expect(settled()).toEqual([]);
  await click('Keep it');
  await click('Reject…');
  await click('Reject @demo/left-pad@1.3.0 for good');
  expect(settled()).toEqual([['settle', staged('1.3.0').id, 'https://registry.example.org/', false]]);
});

test('what takes long says so and can be cancelled', async () => {
  const npm = new FakeNpm(undefined, [staged('1.3.0')]);
  await open(npm);
  await click('npm');
  await click('Look into @demo/left-pad@1.3.0');
  let release = () => {};
  npm.hold = new Promise((done) => {
    release = done;
  });
  await click('Publish @demo/left-pad@1.3.0');
  await act(async () => npm.tell('amber otter'));
  expect(page.textContent).toContain('Compare “amber otter”, and answer in the approval window');
  await click('Cancel');
  expect(npm.calls.at(-1)).toEqual(['cancel', 'settle']);
  npm.failure = { code: 'cancelled', message: 'It was cancelled.', hint: '' };
  await act(async () => release());
  await settle();
  expect(getByRole(page, 'alert').textContent).toContain('It was cancelled.');
  expect(page.textContent).toContain('Waiting to be published (1)');
});

test('an error that is pasted is explained with the command that mends it', async () => {
  const npm = new FakeNpm();
  await open(npm);
  await click('npm');
  const box = getByRole(page, 'textbox', { name: 'Paste the error of npm, pnpm, Yarn or bun' });
  (box as HTMLTextAreaElement).value = 'npm error code EOTP';
  box.dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
  await click('Explain');
  expect(npm.calls.at(-1)).toEqual(['explain', 'npm error code EOTP']);
  expect(page.textContent).toContain('countersign run -- npm publish');
});

test('npm that is not there is said, with what to do', async () => {
  const npm = new FakeNpm();
  npm.failure = { code: 'no-npm', message: 'There is no npm on the PATH.', hint: 'Install Node.js.' };
  await open(npm);
  await click('npm');
  expect(page.textContent).toContain('There is no npm on the PATH.');
});

const sheet = { id: 'sheet-1', created: '2026-11-20', total: 10, left: 7, state: 'ready' as const };

test('recovery codes are counted, copied one at a time in two steps, and discarded with a way back', async () => {
  const { accounts } = await open(new FakeNpm(), [row('npm', 'ada', { npm: true, recovery: [sheet] })]);
  await click('Details of npm, ada');
  const section = getByRole(page, 'region', { name: 'Recovery codes' });
  expect(section.textContent).toContain('7 codes left');
  await click('Copy one…');
  expect(section.textContent).toContain('72 hours');
  expect(accounts.calls.some(([name]) => name === 'copyRecovery')).toBe(false);
  await click('Copy a recovery code');
  expect(accounts.calls).toContainEqual(['copyRecovery', 'npm-ada']);
  await click('Discard the codes of 2026-11-20');
  expect(accounts.calls).toContainEqual(['delete', 'sheet-1']);
  await click('Undo');
  expect(accounts.calls).toContainEqual(['restore', 'sheet-1']);
});

test('an account without recovery codes says how they are brought in', async () => {
  await open(new FakeNpm());
  await click('Details of npm, ada');
  const section = getByRole(page, 'region', { name: 'Recovery codes' });
  expect(section.textContent).toContain('--add FILE');
  expect(within(section).queryByRole('button')).toBeNull();
});
