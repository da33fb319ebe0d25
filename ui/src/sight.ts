/** Which items can be seen, by one observer for all of them: one for each would cost more than to draw the item. */
export class Sight {
  private readonly told = new Map<Element, (seen: boolean) => void>();
  private observer: IntersectionObserver | undefined;

  /** Tells whether an item is seen, now and whenever that changes, until what is returned is called. */
  watch(item: Element, tell: (seen: boolean) => void): () => void {
    this.observer ??= new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) this.told.get(target)?.(isIntersecting);
      },
      { rootMargin: '64px' },
    );
    this.told.set(item, tell);
    this.observer.observe(item);
    return () => {
      this.observer?.unobserve(item);
      this.told.delete(item);
      tell(false);
    };
  }
}
