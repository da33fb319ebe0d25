import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { whileSeen } from './seen';

beforeEach(() => void vi.useFakeTimers({ now: 1_700_000_000_400 }));
afterEach(() => void vi.restoreAllMocks());

function show(yes: boolean) {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(!yes);
  document.dispatchEvent(new Event('visibilitychange'));
}

test('it is done at once and then on every second', () => {
  const times: number[] = [];
  const stop = whileSeen(1000, () => void times.push(Date.now() % 10_000));
  vi.advanceTimersByTime(2000);
  stop();
  vi.advanceTimersByTime(5000);
  expect(times).toEqual([400, 1000, 2000]);
  expect(vi.getTimerCount()).toBe(0);
});

test('a page that nobody sees has no timer, and catches up when it is seen again', () => {
  const act = vi.fn();
  const stop = whileSeen(1000, act);
  show(false);
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(60_000);
  expect(act).toHaveBeenCalledTimes(1);
  show(true);
  expect(act).toHaveBeenCalledTimes(2);
  stop();
  show(true);
  expect(act).toHaveBeenCalledTimes(2);
});
