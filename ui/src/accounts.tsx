import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { AccountRow, CodeView } from './bindings';
import { Icon } from './parts/icon';
import { Monogram } from './parts/monogram';
import { Ring } from './parts/ring';
import type { Desk } from './state';
import { grouped, nameOf, recipe, trouble } from './words';
import './accounts.css';

/** Seconds before its end from which a code is nearly over. */
const soon = 5;

/** The list of accounts, each a button that copies its code. */
export function AccountList({ desk, list }: { desk: Desk; list: RefObject<HTMLUListElement | null> }) {
  const rows = desk.drawn.value;
  if (rows.length === 0)
    return (
      <p class="nothing">
        No account is called “{desk.query.value.trim()}”. <kbd>Esc</kbd> shows them all.
      </p>
    );
  return (
    // Handlers of the list hear the rows in it: one for all of them.
    <ul
      ref={list}
      class="accounts"
      aria-label="Accounts"
      onKeyDown={(event) => moveFocus(event, desk)}
      onFocusIn={(event) => {
        desk.active.value = rowOf(event.target)?.dataset.id ?? null;
      }}
    >
      {rows.map((row) => (
        <Row key={row.id} desk={desk} row={row} />
      ))}
    </ul>
  );
}

function Row({ desk, row }: { desk: Desk; row: AccountRow }) {
  const item = useRef<HTMLLIElement>(null);
  useVisibility(item, (visible) => desk.see(row.id, visible));
  const problem = trouble(row.state);
  const openDetails = () => {
    desk.dialog.value = { at: 'details', id: row.id };
  };
  return (
    <li ref={item} class={rowClass(desk, row)}>
      {problem ? (
        <button
          type="button"
          class="row"
          tabIndex={desk.tabStop.value === row.id ? 0 : -1}
          data-id={row.id}
          aria-label={`${problem.label}: ${nameOf(row)}`}
          onClick={openDetails}
        >
          <Who row={row} />
          <span class="problem">
            <Icon name="warning" />
            {problem.label}
          </span>
        </button>
      ) : (
        <CopyButton desk={desk} row={row} />
      )}
      <button
        type="button"
        class="quiet round details"
        tabIndex={-1}
        aria-label={`Details of ${nameOf(row)}`}
        onClick={openDetails}
      >
        <Icon name="more" />
      </button>
    </li>
  );
}

function rowClass(desk: Desk, row: AccountRow): string {
  if (trouble(row.state)) return 'account troubled';
  return desk.copied.value === row.id ? 'account copied' : 'account';
}

function CopyButton({ desk, row }: { desk: Desk; row: AccountRow }) {
  const code = desk.codes.value.get(row.id);
  const left = code ? desk.left(row.id) : null;
  const copied = desk.copied.value === row.id;
  const describe = `code-${row.id}`;
  return (
    <button
      type="button"
      class="row"
      tabIndex={desk.tabStop.value === row.id ? 0 : -1}
      data-id={row.id}
      aria-label={`Copy code for ${nameOf(row)}`}
      aria-describedby={describe}
      onClick={(event) => void desk.copy(row, event.shiftKey)}
    >
      <Who row={row} />
      <span class="code" id={describe}>
        <span class="digits">{code ? grouped(code.code) : placeholder(row)}</span>
        {copied ? (
          <span class="left done">
            <Icon name="check" />
            Copied
          </span>
        ) : (
          <span class={left !== null && left <= soon ? 'left soon' : 'left'}>
            {left !== null && <Ring left={left} period={row.period} />}
            {secondsLine(row, left, code)}
          </span>
        )}
      </span>
    </button>
  );
}

function Who({ row }: { row: AccountRow }) {
  const note = row.warning ?? (row.registry && row.registry !== row.issuer ? row.registry : recipe(row));
  return (
    <>
      <Monogram name={row.issuer || row.account} />
      <span class="who" title={note ? `${nameOf(row)}\n${note}` : nameOf(row)}>
        <span class="issuer">{row.issuer || row.account || 'Unnamed account'}</span>
        <span class="account-name">{row.issuer ? row.account : '\u00a0'}</span>
      </span>
    </>
  );
}

/** Accounts that were deleted, while they can still be restored. */
export function Deleted({ desk }: { desk: Desk }) {
  const rows = desk.deleted.value;
  if (rows.length === 0) return null;
  return (
    <details class="deleted">
      <summary>Recently deleted ({rows.length})</summary>
      <p>They can be restored for 30 days.</p>
      <ul aria-label="Recently deleted">
        {rows.map((row) => (
          <li key={row.id}>
            <span>{nameOf(row)}</span>
            <button
              type="button"
              aria-label={`Restore ${nameOf(row)}`}
              onClick={() => void desk.restore(row)}
            >
              Restore
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The seconds left; near the end the code that comes after, too, so that nobody types one that dies on the way. */
function secondsLine(row: AccountRow, left: number | null, code: CodeView | undefined): string {
  if (left === null || !code) return row.kind === 'hotp' ? 'Copy makes the next' : '\u00a0';
  return left <= soon ? `${left} s, then ${grouped(code.next)}` : `${left} s`;
}

/** As wide as the code will be, so that nothing moves when it comes. */
function placeholder(row: AccountRow): string {
  return grouped('0'.repeat(row.digits)).replaceAll('0', '\u2022');
}

/** Arrows move along the rows as they are laid out; with Alt they move the account itself. */
function moveFocus(event: KeyboardEvent, desk: Desk) {
  const here = rowOf(event.target);
  const list = event.currentTarget as HTMLElement;
  const buttons = [...list.querySelectorAll<HTMLButtonElement>('button.row')];
  const at = here ? buttons.indexOf(here) : -1;
  if (at < 0) return;
  const columns = Math.max(
    1,
    buttons.findIndex((button) => button.offsetTop > (buttons[0]?.offsetTop ?? 0)),
  );
  const steps: Record<string, number> = {
    ArrowUp: -columns,
    ArrowDown: columns,
    ArrowLeft: -1,
    ArrowRight: 1,
    Home: -at,
    End: buttons.length - 1 - at,
  };
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  if (event.altKey && here?.dataset.id) {
    void desk.move(here.dataset.id, step < 0 ? -1 : 1);
    return;
  }
  const target = buttons[at + step];
  if (target) target.focus();
  else if (event.key === 'ArrowUp') document.querySelector<HTMLInputElement>('input[type=search]')?.focus();
}

function rowOf(target: EventTarget | null): HTMLButtonElement | null {
  return target instanceof Element ? (target.closest('li')?.querySelector('button.row') ?? null) : null;
}

function useVisibility(item: RefObject<HTMLElement | null>, report: (visible: boolean) => void) {
  useEffect(() => {
    if (!item.current) return;
    const observer = new IntersectionObserver(([entry]) => report(entry?.isIntersecting ?? false), {
      rootMargin: '64px',
    });
    observer.observe(item.current);
    return () => {
      observer.disconnect();
      report(false);
    };
  }, []);
}
