import { useComputed } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AccountRow, CodeView } from './bindings';
import { t } from './language';
import { looks } from './looks';
import { marksOf } from './matching';
import { Icon } from './parts/icon';
import { Monogram } from './parts/monogram';
import { Ring } from './parts/ring';
import type { Desk } from './state';
import { grouped, nameOf, recipe, trouble } from './words';

/** Seconds before its end from which a code is nearly over. */
const soon = 5;

const isSoon = (left: number | null) => left !== null && left <= soon;

/** What a row is given: `at` and `of` say where it stands among all, to those who hear of the drawn ones alone. */
interface Given {
  desk: Desk;
  row: AccountRow;
  at: number;
  of: number;
}

/**
 * One account: a button that copies its code, and one for its details. What it shows of what all rows share it computes
 * for itself, so that it is drawn anew only when that changes.
 */
export function Row({ desk, row, at, of }: Given) {
  const item = useRef<HTMLLIElement>(null);
  useEffect(
    () => (item.current ? desk.sight.watch(item.current, (seen) => desk.see(row.id, seen)) : undefined),
    [],
  );
  const problem = trouble(row.state);
  const now = useComputed(() => stateOf(desk, row.id));
  const reached = useComputed(() => desk.listing.tabStop.value === row.id);
  const openDetails = () => {
    desk.dialog.value = { at: 'details', id: row.id };
  };
  return (
    <li
      ref={item}
      class={`account${problem ? ' troubled' : ''}${now.value}`}
      aria-setsize={of}
      aria-posinset={at + 1}
    >
      {problem ? (
        <button
          type="button"
          class="row"
          tabIndex={reached.value ? 0 : -1}
          data-id={row.id}
          aria-label={t('trouble-of', { trouble: problem.label, name: nameOf(row) })}
          onClick={openDetails}
        >
          <Who desk={desk} row={row} />
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
        aria-label={t('details-of', { name: nameOf(row) })}
        onClick={openDetails}
      >
        <Icon name="more" />
      </button>
    </li>
  );
}

/** What happens to a row at the moment, as classes. */
function stateOf(desk: Desk, id: string): string {
  const { carried, over } = desk.arranging.carrying.value;
  const place = over?.after ? ' drop-after' : ' drop-before';
  return [
    desk.copied.value === id ? ' copied' : '',
    carried === id ? ' carried' : '',
    over?.id === id ? place : '',
  ].join('');
}

function CopyButton({ desk, row }: { desk: Desk; row: AccountRow }) {
  const [looked, setLooked] = useState(false);
  const hidden = looks.value.hideCodes && !looked;
  const known = useComputed(() => desk.codes.value.get(row.id)).value;
  const copied = useComputed(() => desk.copied.value === row.id).value;
  const reached = useComputed(() => desk.listing.tabStop.value === row.id).value;
  const code = hidden ? undefined : known;
  const describe = `code-${row.id}`;
  const look = (is: boolean) => () => setLooked(is);
  return (
    <button
      type="button"
      class="row"
      tabIndex={reached ? 0 : -1}
      data-id={row.id}
      aria-label={t('copy-code', { name: nameOf(row) })}
      aria-describedby={describe}
      onClick={(event) => void desk.copy(row, event.shiftKey)}
      onPointerEnter={look(true)}
      onPointerLeave={look(false)}
      onFocus={look(true)}
      onBlur={look(false)}
    >
      <Who desk={desk} row={row} />
      <span class="code" id={describe}>
        <span class="digits">{code ? grouped(code.code) : placeholder(row)}</span>
        {copied ? (
          <span class="left done">
            <Icon name="check" />
            {t('copied')}
          </span>
        ) : (
          <Left key={hidden} desk={desk} row={row} hidden={hidden} />
        )}
      </span>
    </button>
  );
}

/**
 * How long the code stands: all of a row that changes every second. It is drawn once; what changes are its texts and
 * attributes alone. Hidden, it says nothing of the code that comes.
 */
function Left({ desk, row, hidden }: { desk: Desk; row: AccountRow; hidden: boolean }) {
  const left = useComputed(() => desk.left(row.id));
  const counts = useComputed(() => left.value !== null).value;
  const tone = useComputed(() => (isSoon(left.value) ? 'left soon' : 'left'));
  const line = useComputed(() =>
    secondsLine(row, left.value, hidden ? undefined : desk.codes.value.get(row.id)),
  );
  return (
    <span class={tone}>
      {line}
      {counts && <Ring left={left} period={row.period} />}
    </span>
  );
}

function Who({ desk, row }: { desk: Desk; row: AccountRow }) {
  const note = row.warning ?? (row.registry && row.registry !== row.issuer ? row.registry : recipe(row));
  const query = desk.listing.query.value;
  const first = row.issuer || row.account;
  return (
    <>
      <Monogram name={first} />
      <span class="who" title={note ? `${nameOf(row)}\n${note}` : nameOf(row)}>
        <span class="issuer">
          {first ? <Marked text={first} query={query} /> : t('unnamed')}
          {row.pinned && <Icon name="pin" />}
        </span>
        <span class="account-name">
          {row.issuer ? <Marked text={row.account} query={query} /> : '\u00a0'}
        </span>
      </span>
    </>
  );
}

/** A text in which what was searched for stands out. */
function Marked({ text, query }: { text: string; query: string }) {
  const marks = query.trim() === '' ? [] : marksOf(query, text);
  if (marks.length === 0) return <>{text}</>;
  return (
    <>
      {marks.map(([from, to], place) => [
        text.slice(marks[place - 1]?.[1] ?? 0, from),
        <mark key={from}>{text.slice(from, to)}</mark>,
      ])}
      {text.slice(marks.at(-1)?.[1])}
    </>
  );
}

/** The seconds left; near the end the code that comes after, too, so that nobody types one that dies on the way. */
function secondsLine(row: AccountRow, left: number | null, code: CodeView | undefined): string {
  if (row.kind === 'hotp') return t('copy-makes-next');
  if (left === null) return '\u00a0';
  return isSoon(left) && code
    ? t('seconds-then', { seconds: left, next: grouped(code.next) })
    : t('seconds-left', { seconds: left });
}

/** As wide as the code will be, so that nothing moves when it comes. */
function placeholder(row: AccountRow): string {
  return grouped('0'.repeat(row.digits)).replaceAll('0', '\u2022');
}
