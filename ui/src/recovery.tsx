import { useState } from 'preact/hooks';
import type { AccountRow, SheetView } from './bindings';
import { Icon } from './parts/icon';
import type { Desk } from './state';
import { count, nameOf, trouble } from './words';

/** The recovery codes of one account: how many are left, and one at a time for the clipboard. */
export function RecoveryCodes({ desk, row }: { desk: Desk; row: AccountRow }) {
  const kept = row.recovery.filter(({ state }) => state !== 'deleted');
  const discarded = row.recovery.filter(({ state }) => state === 'deleted');
  const left = kept.reduce((sum, sheet) => sum + (sheet.state === 'ready' ? sheet.left : 0), 0);
  return (
    <section class="recovery" aria-label="Recovery codes">
      <h2>Recovery codes</h2>
      {row.recovery.length === 0 ? (
        <p class="aside">
          None are kept. <code>countersign npm recovery NAME --add FILE</code> brings them in.
        </p>
      ) : (
        <p>
          {left === 0 ? 'None is left.' : `${count(left, 'code')} left.`} Each works once, in place of a code.
        </p>
      )}
      <ul>
        {[...kept, ...discarded].map((sheet) => (
          <Sheet key={sheet.id} desk={desk} row={row} sheet={sheet} />
        ))}
      </ul>
      {left > 0 && <CopyOne desk={desk} row={row} />}
      {left > 0 && (
        <p class="aside">
          To print them all: <code>countersign npm recovery --sheet FILE</code>
        </p>
      )}
    </section>
  );
}

function Sheet({ desk, row, sheet }: { desk: Desk; row: AccountRow; sheet: SheetView }) {
  const problem = trouble(sheet.state);
  const name = `the codes of ${sheet.created || nameOf(row)}`;
  return (
    <li>
      <span>
        {sheet.created ? `Kept on ${sheet.created}: ` : ''}
        {problem ? (
          <span class="problem">
            <Icon name="warning" />
            {problem.label}
          </span>
        ) : (
          `${sheet.left} of ${sheet.total} left`
        )}
      </span>
      {sheet.state === 'deleted' ? (
        <button type="button" aria-label={`Restore ${name}`} onClick={() => void desk.restoreSheet(sheet.id)}>
          Restore
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
            aria-label={`Discard ${name}`}
            onClick={() => void desk.discardSheet(sheet.id)}
          >
            Discard
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
        Copy one…
      </button>
    );
  return (
    <div class="failure" role="alert">
      <Icon name="warning" />
      <div>
        <p>
          It counts as used from now on.
          {row.npm &&
            ' On npmjs.com it also freezes accounts of much-used packages: they can be read and not changed for 72 hours.'}
        </p>
        <div class="buttons">
          <button type="button" onClick={() => setSure(false)}>
            Keep it
          </button>
          <button
            type="button"
            onClick={() => {
              setSure(false);
              void desk.copyRecovery(row);
            }}
          >
            Copy a recovery code
          </button>
        </div>
      </div>
    </div>
  );
}
