import { useState } from 'preact/hooks';
import type { AccountRow, SheetView } from './bindings';
import { t } from './language';
import { Icon } from './parts/icon';
import { rich } from './parts/rich';
import type { Desk } from './state';
import { nameOf, trouble } from './words';

/** The recovery codes of one account: how many are left, and one at a time for the clipboard. */
export function RecoveryCodes({ desk, row }: { desk: Desk; row: AccountRow }) {
  const kept = row.recovery.filter(({ state }) => state !== 'deleted');
  const discarded = row.recovery.filter(({ state }) => state === 'deleted');
  const left = kept.reduce((sum, sheet) => sum + (sheet.state === 'ready' ? sheet.left : 0), 0);
  return (
    <section class="recovery" aria-label={t('recovery')}>
      <h2>{t('recovery')}</h2>
      {row.recovery.length === 0 ? (
        <p class="aside">{rich('recovery-none')}</p>
      ) : (
        <p>{t('recovery-left', { count: left })}</p>
      )}
      <ul>
        {[...kept, ...discarded].map((sheet) => (
          <Sheet key={sheet.id} desk={desk} row={row} sheet={sheet} />
        ))}
      </ul>
      {left > 0 && <CopyOne desk={desk} row={row} />}
      {left > 0 && <p class="aside">{rich('recovery-print')}</p>}
    </section>
  );
}

function Sheet({ desk, row, sheet }: { desk: Desk; row: AccountRow; sheet: SheetView }) {
  const problem = trouble(sheet.state);
  const name = t('sheet-name', { name: sheet.created || nameOf(row) });
  return (
    <li>
      <span>
        {sheet.created && t('sheet-kept', { date: sheet.created })}
        {problem ? (
          <span class="problem">
            <Icon name="warning" />
            {problem.label}
          </span>
        ) : (
          t('sheet-left', { left: sheet.left, total: sheet.total })
        )}
      </span>
      {sheet.state === 'deleted' ? (
        <button
          type="button"
          aria-label={t('restore-name', { name })}
          onClick={() => void desk.restoreSheet(sheet.id)}
        >
          {t('restore')}
        </button>
      ) : (
        <>
          {problem?.action?.does === 'confirm' && (
            <button type="button" onClick={() => void desk.confirm({ ...row, id: sheet.id })}>
              {problem.action.label}
            </button>
          )}
          <button
            type="button"
            class="quiet danger"
            aria-label={t('discard-name', { name })}
            onClick={() => void desk.discardSheet(sheet.id)}
          >
            {t('discard')}
          </button>
        </>
      )}
    </li>
  );
}

/** Two steps: a code is spent by it, and on npmjs.com 72 hours may be. */
function CopyOne({ desk, row }: { desk: Desk; row: AccountRow }) {
  const [sure, setSure] = useState(false);
  if (!sure)
    return (
      <button type="button" onClick={() => setSure(true)}>
        {t('copy-one')}
      </button>
    );
  return (
    <div class="failure" role="alert">
      <Icon name="warning" />
      <div>
        <p>
          {t('recovery-counts')} {row.npm && t('recovery-freezes')}
        </p>
        <div class="buttons">
          <button type="button" onClick={() => setSure(false)}>
            {t('keep-it')}
          </button>
          <button
            type="button"
            onClick={() => {
              setSure(false);
              void desk.copyRecovery(row);
            }}
          >
            {t('copy-recovery')}
          </button>
        </div>
      </div>
    </div>
  );
}
