/**
 * Does something at once and again and again, on the beat, as long as anybody can see the page: a hidden one has no timer. What
 * is returned ends it.
 *
 * @param every milliseconds
 * @param since what the beat is counted from, in milliseconds since 1970
 */
export function whileSeen(every: number, act: () => void, since = 0): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const beat = () => {
    clearTimeout(timer);
    if (document.hidden) return;
    timer = setTimeout(beat, every - ((Date.now() - since) % every));
    act();
  };
  document.addEventListener('visibilitychange', beat);
  beat();
  return () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', beat);
  };
}
