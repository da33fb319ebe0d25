/** Dragging a row to another place with the pointer. The keyboard does the same with Alt and an arrow. */
import { useRef } from 'preact/hooks';
import type { Desk } from './state';

/** What is being dragged, and before or after which row it would be put. */
export interface Carrying {
  carried: string | null;
  over: { id: string; after: boolean } | null;
}

/** Pixels that a pressed pointer may tremble and still click. */
const tremble = 6;

/** What the list listens to, so that its rows can be dragged. */
export function useCarrying(desk: Desk) {
  const pressed = useRef<{ id: string; x: number; y: number } | null>(null);
  const end = () => {
    pressed.current = null;
    desk.arranging.carrying.value = { carried: null, over: null };
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      const id = idAt(event.target);
      if (event.button !== 0 || event.pointerType !== 'mouse' || !desk.listing.movable.value) return;
      pressed.current = id === null ? null : { id, x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent) => {
      const from = pressed.current;
      if (!from) return;
      if (event.buttons === 0) return end();
      const far = Math.hypot(event.clientX - from.x, event.clientY - from.y) > tremble;
      if (desk.arranging.carrying.value.carried === null && !far) return;
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      desk.arranging.carrying.value = { carried: from.id, over: under(event, from.id) };
    },
    onPointerUp: () => {
      const { carried, over } = desk.arranging.carrying.value;
      if (carried !== null && over !== null) void desk.arranging.put(carried, over.id, over.after);
      end();
    },
    onPointerCancel: end,
    onLostPointerCapture: end,
  };
}

/** The row under the pointer, and the half of it: the lower one where rows stand in one column, else the further one. */
function under(event: PointerEvent, carried: string): Carrying['over'] {
  const item = document.elementFromPoint(event.clientX, event.clientY)?.closest('li.account');
  const id = idAt(item ?? null);
  if (!item || id === null || id === carried) return null;
  const { left, top, width, height } = item.getBoundingClientRect();
  const single = width * 1.5 > (item.parentElement?.clientWidth ?? 0);
  const further = (event.clientX - left) / width > 0.5;
  const after = single
    ? (event.clientY - top) / height > 0.5
    : further !== (document.documentElement.dir === 'rtl');
  return { id, after };
}

function idAt(target: EventTarget | null): string | null {
  const item = target instanceof Element ? target.closest('li.account') : null;
  return item?.querySelector<HTMLElement>('button.row')?.dataset.id ?? null;
}
