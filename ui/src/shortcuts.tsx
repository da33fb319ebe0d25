import { shownKeys } from './keys';
import { type Key, t } from './language';
import { Dialog } from './parts/dialog';
import type { Desk } from './state';
import './sheets.css';

/** What can be pressed, and what it does. */
const shortcuts = [
  ['keys-find', ['/']],
  ['keys-copy', ['Enter']],
  ['keys-copy-next', ['Shift', 'Enter']],
  ['keys-move', ['←', '↑', '↓', '→']],
  ['keys-page', ['PageUp', 'PageDown']],
  ['keys-first-last', ['Home', 'End']],
  ['keys-order', ['Alt', '↑']],
  ['keys-pin', ['P']],
  ['keys-add', ['N']],
  ['keys-paste', ['Ctrl', 'V']],
  ['keys-close', ['Esc']],
  ['keys-this', ['?']],
] as const satisfies [Key, string[]][];

/** Keys that are called otherwise in other languages. */
const named = {
  Ctrl: 'key-Ctrl',
  Shift: 'key-Shift',
  Enter: 'key-Enter',
  Home: 'key-Home',
  End: 'key-End',
  PageUp: 'key-PageUp',
  PageDown: 'key-PageDown',
} as const satisfies Record<string, Key>;

/** The sheet of shortcuts. */
export function Shortcuts({ desk }: { desk: Desk }) {
  const palette = desk.preferences.settings.value?.shortcut;
  return (
    <Dialog title={t('keys')} onClose={() => desk.closeDialog()}>
      <dl class="shortcuts">
        {shortcuts.map(([what, keys]) => (
          <Shortcut key={what} what={t(what)} keys={keys} />
        ))}
        {palette && <Shortcut what={t('keys-palette')} keys={shownKeys(palette).split('+')} />}
      </dl>
    </Dialog>
  );
}

function Shortcut({ what, keys }: { what: string; keys: readonly string[] }) {
  return (
    <div>
      <dt>{what}</dt>
      <dd>
        {keys.map((key) => (
          <kbd key={key}>{key in named ? t(named[key as keyof typeof named]) : key}</kbd>
        ))}
      </dd>
    </div>
  );
}
