/** Draws of a long list what is in view and a little around it; the rest is room. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** The items that are drawn, and the room that stands for those before and after them, in pixels. */
export interface Frame {
  first: number;
  end: number;
  above: number;
  below: number;
}

/** Items drawn before anything was measured. */
const begin = 60;
/** Lines by which the frame moves: not with each pixel. */
const stride = 4;
/** By which part a line must have grown or shrunk to count as another. */
const enough = 0.03;

/** How a list lies: how many items stand beside each other, and what one line of them takes on average, in pixels. */
function grid(list: HTMLElement): { columns: number; pitch: number } {
  const style = getComputedStyle(list);
  const columns = Math.max(1, style.gridTemplateColumns.split(' ').filter(Boolean).length);
  const lines = Math.ceil(list.childElementCount / columns);
  const first = list.firstElementChild?.getBoundingClientRect().top ?? 0;
  const last = list.lastElementChild?.getBoundingClientRect().bottom ?? 0;
  return { columns, pitch: lines > 0 ? (last - first + (Number.parseFloat(style.rowGap) || 0)) / lines : 0 };
}

/** What is to be drawn of a list that lies so: its upper edge that far below the window's, which is that high. */
export function frameFor(lies: {
  count: number;
  columns: number;
  pitch: number;
  top: number;
  height: number;
}): Frame {
  const { count, columns, pitch, top, height } = lies;
  const lines = Math.ceil(count / columns);
  const from = Math.floor((-top - height) / pitch / stride) * stride;
  const to = Math.ceil((2 * height - top) / pitch / stride) * stride;
  const firstLine = Math.min(Math.max(0, from), Math.max(0, lines - 1));
  const endLine = Math.min(lines, Math.max(to, firstLine + 1));
  return {
    first: firstLine * columns,
    end: Math.min(count, endLine * columns),
    above: firstLine * pitch,
    below: (lines - endLine) * pitch,
  };
}

/** Follows the scrolling of the page. `wanted` is the place of an item that is to be drawn whatever is in view. */
export function useFrame(list: RefObject<HTMLElement | null>, count: number, wanted: number): Frame {
  const [frame, setFrame] = useState<Frame>({ first: 0, end: begin, above: 0, below: 0 });
  // Lines are alike but for a hair: were each measure taken, all that is above would jump by thousands of hairs.
  const known = useRef(0);
  const end = Math.min(frame.end, count);
  const first = Math.min(frame.first, Math.max(0, end - 1));
  useLayoutEffect(() => {
    const measure = () => {
      if (!list.current) return;
      const { columns, pitch: measured } = grid(list.current);
      if (measured <= 0) return;
      if (Math.abs(measured - known.current) > measured * enough) known.current = measured;
      const pitch = known.current;
      const { top } = list.current.getBoundingClientRect();
      const next = frameFor({ count, columns, pitch, top, height: window.innerHeight });
      setFrame((now) => (same(now, next) ? now : next));
    };
    const listening = new AbortController();
    const { signal } = listening;
    measure();
    window.addEventListener('scroll', measure, { passive: true, signal });
    window.addEventListener('resize', measure, { signal });
    // Styles that come late, larger letters, closer rows.
    const observer = new ResizeObserver(measure);
    if (list.current) observer.observe(list.current);
    signal.addEventListener('abort', () => observer.disconnect());
    return () => listening.abort();
  }, [list, count, first, end]);
  useLayoutEffect(() => {
    if (wanted < 0 || (wanted >= first && wanted < end) || !list.current) return;
    const { columns, pitch } = grid(list.current);
    if (pitch <= 0) {
      // Nothing is laid out, as in a window that is not shown.
      setFrame({ first: Math.max(0, wanted - begin / 2), end: wanted + begin / 2, above: 0, below: 0 });
      return;
    }
    const top = list.current.getBoundingClientRect().top + Math.floor(wanted / columns) * pitch;
    window.scrollBy(0, top - window.innerHeight / 2);
  }, [list, wanted, first, end]);
  return { ...frame, first, end };
}

function same(one: Frame, other: Frame): boolean {
  const near = (a: number, b: number) => Math.abs(a - b) < 1;
  return (
    one.first === other.first &&
    one.end === other.end &&
    near(one.above, other.above) &&
    near(one.below, other.below)
  );
}
