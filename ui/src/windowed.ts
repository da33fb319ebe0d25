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

/** How a list lies: how many items stand beside each other, and what one line of them takes on average, in pixels. */
interface Grid {
  columns: number;
  pitch: number;
}

/** Items drawn before anything was measured. */
const begin = 20;
/** What is drawn before and after what is in view, in windows. */
const margin = 0.5;
/** By which part a line must have grown or shrunk to count as another. */
const enough = 0.03;

function gridOf(list: HTMLElement): Grid {
  const style = getComputedStyle(list);
  const columns = Math.max(1, style.gridTemplateColumns.split(' ').filter(Boolean).length);
  const drawn = list.querySelectorAll(':scope > :not([aria-hidden])');
  const lines = Math.ceil(drawn.length / columns);
  const first = drawn[0]?.getBoundingClientRect().top ?? 0;
  const last = drawn[drawn.length - 1]?.getBoundingClientRect().bottom ?? 0;
  return { columns, pitch: lines > 0 ? (last - first + (Number.parseFloat(style.rowGap) || 0)) / lines : 0 };
}

/**
 * What is to be drawn of a list that lies so: its upper edge that far below the window's, which is that high. It moves line
 * by line: several at once would be drawn in one frame that then comes late.
 */
export function frameFor(lies: Grid & { count: number; top: number; height: number }): Frame {
  const { count, columns, pitch, top, height } = lies;
  const lines = Math.ceil(count / columns);
  const from = Math.floor((-top - height * margin) / pitch);
  const to = Math.ceil((height * (1 + margin) - top) / pitch);
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
  const lies = useRef<Grid>({ columns: 1, pitch: 0 });
  const end = Math.min(frame.end, count);
  const first = Math.min(frame.first, Math.max(0, end - 1));
  useLayoutEffect(() => {
    const move = () => {
      if (!list.current || lies.current.pitch <= 0) return;
      const { top } = list.current.getBoundingClientRect();
      const next = frameFor({ ...lies.current, count, top, height: window.innerHeight });
      setFrame((now) => (same(now, next) ? now : next));
    };
    const measure = () => {
      if (!list.current) return;
      const { columns, pitch } = gridOf(list.current);
      if (pitch <= 0) return;
      // Lines are alike but for a hair: were each measure taken, all that is above would jump by thousands of hairs.
      const other = Math.abs(pitch - lies.current.pitch) > pitch * enough;
      lies.current = { columns, pitch: other ? pitch : lies.current.pitch };
      move();
    };
    const listening = new AbortController();
    const { signal } = listening;
    measure();
    window.addEventListener('scroll', move, { passive: true, signal });
    window.addEventListener('resize', measure, { signal });
    // Styles that come late, larger letters, closer rows.
    const observer = new ResizeObserver(measure);
    if (list.current) observer.observe(list.current);
    signal.addEventListener('abort', () => observer.disconnect());
    return () => listening.abort();
  }, [list, count]);
  useLayoutEffect(() => {
    if (wanted < 0 || (wanted >= first && wanted < end) || !list.current) return;
    const { columns, pitch } = gridOf(list.current);
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
