/** What every test of the page begins and ends with: a screen on which rows are seen, and afterwards an empty page. */
import { render } from 'preact';
import { afterEach, vi } from 'vitest';

/** Nothing is laid out here: every row is seen, but for those whose account says otherwise. */
class Seen {
  constructor(private readonly report: (entries: { target: Element; isIntersecting: boolean }[]) => void) {}
  observe(target: Element) {
    this.report([{ target, isIntersecting: !target.textContent?.includes('below the fold') }]);
  }
  unobserve() {}
}
vi.stubGlobal('IntersectionObserver', Seen);

afterEach(() => {
  render(null, document.body);
  vi.restoreAllMocks();
  vi.useRealTimers();
});
