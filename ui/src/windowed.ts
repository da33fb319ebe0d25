/** Draws of a long list what is in view and a little around it; the rest is room. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

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

/** How a list of equal items lies: how many stand beside each other, and what one line of them takes. */
function grid(list: HTMLElement, drawn: number): { columns: number; pitch: number } {
  const style = getComputedStyle(list);
  const columns = Math.max(1, style.gridTemplateColumns.split(' ').filter(Boolean).length);
  const gap = Number.parseFloat(style.rowGap) || 0;
  const room = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom) || 0;
  const lines = Math.ceil(drawn / columns);
  return { columns, pitch: lines > 0 ? (list.clientHeight - room + gap) / lines : 0 };
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
  const end = Math.min(frame.end, count);
  const first = Math.min(frame.first, Math.max(0, end - 1));
  useLayoutEffect(() => {
    const measure = () => {
      if (!list.current) return;
      const { columns, pitch } = grid(list.current, list.current.childElementCount);
      if (pitch <= 0) return;
      const { top } = list.current.getBoundingClientRect();
      const next = frameFor({ count, columns, pitch, top, height: window.innerHeight });
      setFrame((now) => (same(now, next) ? now : next));
    };
    const listening = new AbortController();
    const { signal } = listening;
    measure();
    window.addEventListener('scroll', measure, { passive: true, signal });
    window.addEventListener('resize', measure, { signal });
    return () => listening.abort();
  }, [list, count, first, end]);
  useLayoutEffect(() => {
    if (wanted < 0 || (wanted >= first && wanted < end) || !list.current) return;
    const { columns, pitch } = grid(list.current, list.current.childElementCount);
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
