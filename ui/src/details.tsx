import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { AccountRow } from './bindings';
import { t } from './language';
import { Dialog } from './parts/dialog';
import { Field } from './parts/field';
import { Icon } from './parts/icon';
import { rich } from './parts/rich';
import { RecoveryCodes } from './recovery';
import type { Desk } from './state';
import { nameOf, recipe, trouble } from './words';
import './details.css';

/** One account: what is the matter with it, its names, the registry it answers, and its deletion. */
export function Details({ desk, row }: { desk: Desk; row: AccountRow }) {
  const how = recipe(row);
  return (
    <Dialog title={nameOf(row)} onClose={() => desk.closeDialog()}>
      <Problem desk={desk} row={row} />
      {row.warning && <p class="remark">{row.warning}</p>}
      {how && <p class="aside">{t('made-so', { recipe: how })}</p>}
      {row.state === 'ready' && row.kind !== 'hotp' && (
        <p>
          <button type="button" onClick={() => void desk.copy(row, true)}>
            {t('copy-next-code')}
          </button>
        </p>
      )}
      {(row.kind === 'motp' || row.kind === 'yandex') && <Pin desk={desk} row={row} />}
      {row.counter !== null && <Counter desk={desk} row={row} next={row.counter} />}
      <Names desk={desk} row={row} />
      <RecoveryCodes desk={desk} row={row} />
      {row.noted && (
        <p class="aside">
          {t('noted')}{' '}
          <button type="button" onClick={() => void desk.copyNote(row)}>
            {t('copy-note')}
          </button>
        </p>
      )}
      <Delete desk={desk} row={row} />
    </Dialog>
  );
}

function Problem({ desk, row }: { desk: Desk; row: AccountRow }) {
  const problem = trouble(row.state);
  if (!problem) return null;
  const settle = () => {
    desk.closeDialog();
    if (problem.action?.does === 'confirm') void desk.confirm(row);
    else void desk.tryKeychain();
  };
  return (
    <div class="failure">
      <Icon name="warning" />
      <div>
        <p>
          <strong>{problem.label}.</strong> {problem.explanation}
        </p>
        {problem.action && (
          <button type="button" onClick={settle}>
            {problem.action.label}
          </button>
        )}
      </div>
    </div>
  );
}

function Names({ desk, row }: { desk: Desk; row: AccountRow }) {
  const [issuer, setIssuer] = useState(row.issuer);
  const [account, setAccount] = useState(row.account);
  const [registry, setRegistry] = useState(row.registry ?? '');
  const [groups, setGroups] = useState(row.groups.join(', '));
  const [pinned, setPinned] = useState(row.pinned);
  const save = (event: Event) => {
    event.preventDefault();
    const edit = { issuer, account, registry: registry.trim() || null, groups: listed(groups), pinned };
    void desk.edit(row.id, edit);
  };
  const same =
    issuer === row.issuer &&
    account === row.account &&
    registry.trim() === (row.registry ?? '') &&
    listed(groups).join() === row.groups.join() &&
    pinned === row.pinned;
  return (
    <form class="names" onSubmit={save}>
      <Field label={t('issuer')}>
        {(id) => (
          <input
            id={id}
            value={issuer}
            autocomplete="off"
            onInput={(event) => setIssuer(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={t('account')}>
        {(id) => (
          <input
            id={id}
            value={account}
            autocomplete="off"
            onInput={(event) => setAccount(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={t('registry')} class="whole">
        {(id) => (
          <>
            {' '}
            <input
              id={id}
              value={registry}
              placeholder={t('registry.placeholder')}
              autocomplete="off"
              spellcheck={false}
              aria-describedby="registry-note"
              onInput={(event) => setRegistry(event.currentTarget.value)}
            />
            <small id="registry-note">{t('registry.note')}</small>
          </>
        )}
      </Field>
      <Field label={t('groups')} class="whole">
        {(id) => (
          <>
            {' '}
            <input
              id={id}
              value={groups}
              list={`${id}-known`}
              placeholder={t('groups.placeholder')}
              autocomplete="off"
              aria-describedby="groups-note"
              onInput={(event) => setGroups(event.currentTarget.value)}
            />
            <datalist id={`${id}-known`}>
              {known(desk).map((group) => (
                <option key={group} value={group} />
              ))}
            </datalist>
            <small id="groups-note">{t('groups.note')}</small>
          </>
        )}
      </Field>
      <label class="check whole">
        <input
          type="checkbox"
          checked={pinned}
          onChange={(event) => setPinned(event.currentTarget.checked)}
        />
        {t('pin-it')}
      </label>
      <button type="submit" class="primary whole" disabled={same}>
        {t('save')}
      </button>
    </form>
  );
}

/** The groups that a person typed, separated by commas. */
function listed(text: string): string[] {
  return text
    .split(',')
    .map((group) => group.trim())
    .filter(Boolean);
}

/** The groups that there are. */
function known(desk: Desk): string[] {
  return [...new Set(desk.kept.value.flatMap(({ groups }) => groups))].sort();
}

/** The PIN that goes into its codes. It is never shown again. */
function Pin({ desk, row }: { desk: Desk; row: AccountRow }) {
  const [pin, setPin] = useState('');
  const save = (event: Event) => {
    event.preventDefault();
    setPin('');
    void desk.setPin(row, pin);
  };
  return (
    <form class="link" onSubmit={save}>
      <Field label={t(row.state === 'no-pin' ? 'pin' : 'new-pin')}>
        {(id) => (
          <input
            id={id}
            type="password"
            value={pin}
            required
            maxLength={32}
            autocomplete="off"
            onInput={(event) => setPin(event.currentTarget.value)}
          />
        )}
      </Field>
      <button type="submit">{t('keep-pin')}</button>
    </form>
  );
}

/** Where the service is ahead, the counter is moved forward; it never goes back. */
function Counter({ desk, row, next }: { desk: Desk; row: AccountRow; next: number }) {
  const [counter, setCounter] = useState(next);
  const save = (event: Event) => {
    event.preventDefault();
    void desk.setCounter(row, counter);
  };
  return (
    <details class="counter">
      <summary>{t('counter-refused')}</summary>
      <p>{t('counter-refused.explanation')}</p>
      <form class="link" onSubmit={save}>
        <Field label={t('counter-next')}>
          {(id) => (
            <input
              id={id}
              type="number"
              min={next}
              value={counter}
              required
              onInput={(event) => setCounter(event.currentTarget.valueAsNumber)}
            />
          )}
        </Field>
        <button type="submit" disabled={counter === next}>
          {t('move-on')}
        </button>
      </form>
    </details>
  );
}

function Delete({ desk, row }: { desk: Desk; row: AccountRow }) {
  const [sure, setSure] = useState(false);
  if (!sure)
    return (
      <footer class="delete">
        <button type="button" class="quiet danger" onClick={() => setSure(true)}>
          {t('delete-open')}
        </button>
      </footer>
    );
  return <Sure desk={desk} row={row} onKeep={() => setSure(false)} />;
}

/** The last question before an account goes. */
function Sure({ desk, row, onKeep }: { desk: Desk; row: AccountRow; onKeep: () => void }) {
  const section = useRef<HTMLElement>(null);
  const keep = useRef<HTMLButtonElement>(null);
  // The warning is brought into view from its beginning, not from the button below it.
  useLayoutEffect(() => {
    keep.current?.focus({ preventScroll: true });
    section.current?.scrollIntoView({ block: 'start' });
  }, []);
  return (
    <section ref={section} class="delete sure" role="alert">
      <p>
        {row.npm
          ? rich('delete-npm', { account: row.account || t('this-account') })
          : rich('delete-other', { name: nameOf(row) })}
      </p>
      <p>{t('delete-kept')}</p>
      <div class="buttons">
        <button type="button" ref={keep} onClick={onKeep}>
          {t('keep-it')}
        </button>
        <button type="button" class="danger" onClick={() => void desk.delete(row)}>
          {t('delete-name', { name: nameOf(row) })}
        </button>
      </div>
    </section>
  );
}
