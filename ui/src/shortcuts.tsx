import { type Key, t } from './language';
import { Dialog } from './parts/dialog';
import type { Desk } from './state';
import './sheets.css';

/** What can be pressed, and what it does. */
const shortcuts = [
  ['keys-find', ['/']],
  ['keys-copy', ['Enter']],
  ['keys-copy-next', ['Shift', 'Enter']],
  ['keys-move', ['↑', '↓']],
  ['keys-first-last', ['Home', 'End']],
  ['keys-order', ['Alt', '↑']],
  ['keys-pin', ['P']],
  ['keys-add', ['N']],
  ['keys-paste', ['Ctrl', 'V']],
  ['keys-close', ['Esc']],
  ['keys-this', ['?']],
] as const satisfies [Key, string[]][];

/** The sheet of shortcuts. */
export function Shortcuts({ desk }: { desk: Desk }) {
  return (
    <Dialog title={t('keys')} onClose={() => desk.closeDialog()}>
      <dl class="shortcuts">
        {shortcuts.map(([what, keys]) => (
          <div key={what}>
            <dt>{t(what)}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>
                  {key === 'Ctrl' || key === 'Shift' || key === 'Enter' ? t(`key-${key}`) : key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
