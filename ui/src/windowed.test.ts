import { expect, test } from 'vitest';
import { frameFor } from './windowed';

/** 5,000 items in two columns, each line 80 pixels, in a window of 800. */
const lies = { count: 5000, columns: 2, pitch: 80, top: 60, height: 800 };

test('at the beginning a window and a half of items are drawn, and the rest is room', () => {
  expect(frameFor(lies)).toEqual({ first: 0, end: 30, above: 0, below: (2500 - 15) * 80 });
});

test('in the middle half a window before and one after are drawn too', () => {
  const { first, end, above, below } = frameFor({ ...lies, top: -100_000 });
  expect([first, end]).toEqual([2490, 2530]);
  expect(above + ((end - first) / 2) * 80 + below).toBe(2500 * 80);
});

test('scrolled by a line, one line comes and one goes: what is drawn in one frame is never much', () => {
  const [before, after] = [-100_000, -100_080].map((top) => frameFor({ ...lies, top }));
  expect([after?.first, after?.end]).toEqual([(before?.first ?? 0) + 2, (before?.end ?? 0) + 2]);
});

test('at the end nothing is drawn twice and nothing is left out', () => {
  const { end, below } = frameFor({ ...lies, top: -199_400 });
  expect([end, below]).toEqual([5000, 0]);
  expect(frameFor({ ...lies, count: 0 })).toEqual({ first: 0, end: 0, above: 0, below: 0 });
  expect(frameFor({ ...lies, count: 1 }).end).toBe(1);
});

test('a list that became short while it was scrolled far still shows its end', () => {
  expect(frameFor({ ...lies, count: 7, top: -100_000 })).toMatchObject({ first: 6, end: 7 });
});
