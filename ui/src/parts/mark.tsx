/** The product's mark: one tick, and a second one that countersigns it. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 64 64" aria-hidden="true">
      <path class="first" d="M13 33l9 10L39 19" />
      <path class="second" d="M25 34l9 10L53 19" />
    </svg>
  );
}
