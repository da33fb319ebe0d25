import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { useCarrying } from './carrying';
import { t } from './language';
import type { Section } from './listing';
import { rich } from './parts/rich';
import { Row } from './row';
import type { Desk } from './state';
import { useFrame } from './windowed';
import { nameOf } from './words';
import './accounts.css';

/** The list of accounts, each a button that copies its code. */
export function AccountList({ desk }: { desk: Desk }) {
  const { listing } = desk;
  const carry = useCarrying(desk);
  const sections = listing.sections.value;
  if (sections.length === 0)
    return <p class="nothing">{rich('nothing-called', { query: listing.query.value.trim() })}</p>;
  return (
    // What the rows hear is heard here: once for all of them.
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows are the controls
    <div
      onKeyDown={(event) => moveFocus(event, desk)}
      onFocusIn={(event) => {
        const id = rowOf(event.target)?.dataset.id;
        if (id !== undefined) listing.active.value = id;
      }}
      {...carry}
    >
      {sections.map((section) => (
        <Rows key={section.key} desk={desk} section={section} />
      ))}
    </div>
  );
}

function headingOf({ of }: Section): string | null {
  if (of === 'all') return null;
  if (of === 'pinned') return t('pinned');
  return of === 'rest' ? t('in-no-group') : of.group;
}

function Rows({ desk, section }: { desk: Desk; section: Section }) {
  const { rows } = section;
  const list = useRef<HTMLUListElement>(null);
  const heading = useId();
  const title = headingOf(section);
  const wanted = desk.listing.wanted.value;
  const place = wanted === null ? -1 : rows.findIndex(({ id }) => id === wanted);
  const { first, end, above, below } = useFrame(list, rows.length, place);
  useLayoutEffect(() => {
    if (place < 0) return;
    const button = list.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(wanted ?? '')}"]`);
    button?.focus();
    if (button) desk.listing.wanted.value = null;
  });
  return (
    <>
      {title !== null && (
        <h2 class="heading" id={heading}>
          {title}
        </h2>
      )}
      <ul
        ref={list}
        class="accounts"
        aria-label={title === null ? t('accounts') : undefined}
        aria-labelledby={title === null ? undefined : heading}
      >
        <Room key="above" high={above} />
        {rows.slice(first, end).map((row, at) => (
          <Row key={row.id} desk={desk} row={row} at={first + at} of={rows.length} />
        ))}
        <Room key="below" high={below} />
      </ul>
    </>
  );
}

/**
 * Stands for lines that are not drawn. An item beside the others and not padding of the list: a list whose own style changes
 * is painted anew as a whole.
 */
function Room({ high }: { high: number }) {
  return high > 0 ? (
    <li class="room" aria-hidden="true" style={{ height: `calc(${high}px - var(--between))` }} />
  ) : null;
}

/** Accounts that were deleted, while they can still be restored. */
export function Deleted({ desk }: { desk: Desk }) {
  const rows = desk.deleted.value;
  if (rows.length === 0) return null;
  return (
    <details class="deleted">
      <summary>{t('recently-deleted-count', { count: rows.length })}</summary>
      <p>{t('restorable')}</p>
      <ul aria-label={t('recently-deleted')}>
        {rows.map((row) => (
          <li key={row.id}>
            <span>{nameOf(row)}</span>
            <button
              type="button"
              aria-label={t('restore-name', { name: nameOf(row) })}
              onClick={() => void desk.restore(row)}
            >
              {t('restore')}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Lines that Page Up and Page Down pass over. */
const pageLines = 8;

/** Arrows move along the rows as they are laid out; with Alt they move the account itself. */
function moveFocus(event: KeyboardEvent, desk: Desk) {
  const here = rowOf(event.target);
  const id = here?.dataset.id;
  const list = here?.closest('ul');
  if (!list || id === undefined) return;
  const columns = Math.max(1, getComputedStyle(list).gridTemplateColumns.split(' ').filter(Boolean).length);
  const all = desk.listing.found.value.length;
  const forward = document.documentElement.dir === 'rtl' ? -1 : 1;
  const steps: Record<string, number> = {
    ArrowUp: -columns,
    ArrowDown: columns,
    ArrowLeft: -forward,
    ArrowRight: forward,
    PageUp: -columns * pageLines,
    PageDown: columns * pageLines,
    Home: -all,
    End: all,
  };
  const step = steps[event.key];
  if (event.key === 'p' && !event.ctrlKey && !event.metaKey && !event.altKey)
    void desk.arranging.togglePin(id);
  else if (step === undefined) return;
  else if (event.altKey) void desk.arranging.move(id, step < 0 ? -1 : 1);
  else if (!desk.listing.step(id, step)) {
    if (event.key === 'ArrowUp') document.querySelector<HTMLInputElement>('input[type=search]')?.focus();
    else if (Math.abs(step) > 1) desk.listing.focus(desk.listing.found.value.at(step < 0 ? 0 : -1)?.id);
  }
  event.preventDefault();
}

function rowOf(target: EventTarget | null): HTMLButtonElement | null {
  return target instanceof Element ? (target.closest('li')?.querySelector('button.row') ?? null) : null;
}
