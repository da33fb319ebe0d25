import { getAllByRole, getByRole, queryAllByRole } from '@testing-library/dom';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { expect, test } from 'vitest';
import { Palette } from './palette';
import { choice, FakeChoosing } from './palette.fake';

const page = document.body;
const accounts = [choice('npm', 'mona'), choice('Crédit Agricole', 'nina'), choice('GitHub', 'octo')];

async function open(backend = new FakeChoosing({ condition: 'open', accounts })) {
  await act(async () => render(<Palette backend={backend} />, page));
  return backend;
}

const box = () => getByRole<HTMLInputElement>(page, 'combobox', { name: 'Account whose code is copied' });
const offered = () => queryAllByRole(page, 'option').map((option) => option.textContent);

async function type(text: string) {
  await act(async () => {
    box().value = text;
    box().dispatchEvent(new Event('input', { bubbles: true }));
  });
}

async function press(key: string, shiftKey = false) {
  await act(
    async () => void box().dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true })),
  );
}

test('letters and Enter copy a code; with Shift it is the next one', async () => {
  const backend = await open();
  await type('git');
  expect(offered()).toEqual(['GitHubocto']);
  await press('Enter');
  await press('Enter', true);
  expect(backend.calls).toEqual([
    ['copy', 'GitHub-octo', false],
    ['copy', 'GitHub-octo', true],
  ]);
});

test('accents and slips are forgiven', async () => {
  await open();
  await type('credit');
  expect(offered()).toEqual(['Crédit Agricolenina']);
  await type('gihtub');
  expect(offered()).toEqual(['GitHubocto']);
});

test('arrows choose and Escape closes', async () => {
  const backend = await open();
  expect(getAllByRole(page, 'option')[0]?.getAttribute('aria-selected')).toBe('true');
  await press('ArrowDown');
  await press('Enter');
  await press('ArrowUp');
  await press('ArrowUp');
  await press('Enter');
  await press('Escape');
  expect(backend.calls).toEqual([
    ['copy', 'Crédit Agricole-nina', false],
    ['copy', 'GitHub-octo', false],
    ['close'],
  ]);
});

test('each time it begins anew, with the accounts as they are then', async () => {
  const backend = await open();
  await type('git');
  await act(async () => void window.dispatchEvent(new Event('blur')));
  expect(box().value).toBe('');
  await type('mo');
  await act(async () => backend.open());
  expect(box().value).toBe('mo');
  backend.view = { condition: 'locked', accounts: [] };
  await act(async () => backend.open());
  expect(offered()).toEqual([]);
  expect(getByRole(page, 'status').textContent).toContain('locked');
  await press('Enter');
  expect(backend.calls).toEqual([['openMain']]);
});

test('what cannot be copied is said', async () => {
  const backend = await open();
  backend.failure = { code: 'no-account', message: 'There is no such account.', hint: 'Look at the list.' };
  await press('Enter');
  expect(getByRole(page, 'status').textContent).toBe('There is no such account. Look at the list.');
});
