import { getByRole, queryByRole } from '@testing-library/dom';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { FakeAccounts, row } from './backend.fake';
import { Desk } from './state';
import { TrayAbsence } from './tray';

const page = document.body;

beforeEach(() => void vi.useFakeTimers());

async function open(accounts: FakeAccounts) {
  const desk = new Desk(accounts);
  desk.start();
  await act(async () => render(<TrayAbsence desk={desk} />, page));
  await act(async () => void (await vi.advanceTimersByTimeAsync(0)));
}

const said = () => queryByRole(page, 'status') !== null;

test('that nothing shows a tray is said until the person knows it, and never again', async () => {
  const accounts = new FakeAccounts([row('npm', 'ada')], { tray: false });
  await open(accounts);
  expect(said()).toBe(true);
  getByRole(page, 'button', { name: 'Understood' }).click();
  await act(async () => void (await vi.advanceTimersByTimeAsync(0)));
  expect(said()).toBe(false);
  expect(accounts.set.tray).toEqual({ shown: true, codes: false, absence_known: true });

  render(null, page);
  await open(accounts);
  expect(said()).toBe(false);
});

test.each([
  ['it is not known yet', null, true],
  ['something shows it', true, true],
  ['the person wants none', false, false],
])('nothing is said of a tray where %s', async (_, tray, shown) => {
  const accounts = new FakeAccounts([row('npm', 'ada')], { tray });
  accounts.set = { ...accounts.set, tray: { ...accounts.set.tray, shown } };
  await open(accounts);
  expect(said()).toBe(false);
});
