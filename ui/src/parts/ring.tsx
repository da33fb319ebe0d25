import { type ReadonlySignal, useComputed } from '@preact/signals';

/**
 * How much of a step is left. Decoration: the seconds stand beside it as text. It moves once a second and does not glide:
 * thirty gliding rings keep half a processor busy where the web view draws without a graphics card.
 */
export function Ring({ left, period }: { left: ReadonlySignal<number | null>; period: number }) {
  const gone = useComputed(() => period - Math.min(left.value ?? 0, period));
  return (
    <svg class="ring" viewBox="0 0 20 20" aria-hidden="true">
      <circle cx="10" cy="10" r="8" />
      <circle
        cx="10"
        cy="10"
        r="8"
        pathLength={period}
        stroke-dasharray={period}
        stroke-dashoffset={gone}
        transform="rotate(-90 10 10)"
      />
    </svg>
  );
}
