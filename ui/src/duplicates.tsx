import type { AccountRow } from './bindings';
import { t } from './language';
import { Dialog } from './parts/dialog';
import { Monogram } from './parts/monogram';
import type { Desk } from './state';
import { nameOf } from './words';
import './sheets.css';

/** Accounts that may be one, and why. */
export interface Likeness {
  why: 'codes' | 'name';
  rows: AccountRow[];
}

/** Finds accounts that make the same codes, and others of the same name. */
export function likenesses(rows: readonly AccountRow[]): Likeness[] {
  const several = (
    why: Likeness['why'],
    keyOf: (row: AccountRow) => string,
    among: readonly AccountRow[],
  ) => {
    const sets = new Map<string, AccountRow[]>();
    for (const row of among) sets.set(keyOf(row), [...(sets.get(keyOf(row)) ?? []), row]);
    return [...sets.values()].filter((rows) => rows.length > 1).map((rows): Likeness => ({ why, rows }));
  };
  const same = several('codes', ({ id, same_as }) => same_as ?? id, rows);
  const others = rows.filter(({ same_as }) => same_as === null);
  return [...same, ...several('name', (row) => nameOf(row).toLowerCase(), others)];
}

/** The duplicate finder: says what may be there twice; what is deleted, the person decides at each. */
export function Duplicates({ desk }: { desk: Desk }) {
  const found = likenesses(desk.kept.value);
  return (
    <Dialog title={t('duplicates')} onClose={() => desk.closeDialog()}>
      {found.length === 0 ? (
        <p>{t('duplicates-none')}</p>
      ) : (
        <>
          <p>{t('duplicates-what')}</p>
          <ul class="likenesses">
            {found.map(({ why, rows }) => (
              <li key={rows[0]?.id}>
                <p class="aside">{t(`duplicates-${why}`)}</p>
                {rows.map((row) => (
                  <button
                    key={row.id}
                    type="button"
                    onClick={() => {
                      desk.dialog.value = { at: 'details', id: row.id };
                    }}
                  >
                    <Monogram name={row.issuer || row.account} />
                    <span class="who">
                      <span class="issuer">{row.issuer || t('no-issuer')}</span>
                      <span class="account-name">{row.account}</span>
                    </span>
                  </button>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}
