/** Keys as settings name them, such as `Control+Alt+KeyO`, and as a person reads them. */

/** The keys of an event; nothing for those that could not be typed any more or are no whole shortcut. */
export function keysOf(event: KeyboardEvent): string | null {
  const { ctrlKey, altKey, metaKey, shiftKey, code } = event;
  if (!ctrlKey && !altKey && !metaKey) return null;
  if (!/^(Key[A-Z]|Digit\d|F\d{1,2}|Space|Enter)$/.test(code)) return null;
  const held = [ctrlKey && 'Control', altKey && 'Alt', shiftKey && 'Shift', metaKey && 'Super'];
  return [...held.filter(Boolean), code].join('+');
}

/** `Control+Alt+KeyO` as `Ctrl+Alt+O`. */
export function shownKeys(keys: string): string {
  return keys.replace('Control', 'Ctrl').replace(/(?:Key|Digit)(.)$/, '$1');
}
