import type { PlaceView } from '../bindings';

/**
 * Where in a picture something was found: the picture in a few coloured cells, and an outline. Decoration: the words
 * beside it say the same.
 */
export function Miniature({ place }: { place: PlaceView }) {
  return (
    <span class="miniature" aria-hidden="true">
      <img src={place.miniature} alt="" />
      <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
        <polygon points={place.corners.map((corner) => corner.join(',')).join(' ')} />
      </svg>
    </span>
  );
}
