import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { AccountRow } from './bindings';
import { Dialog } from './parts/dialog';
import { Field } from './parts/field';
import { Icon } from './parts/icon';
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
      {how && <p class="aside">Its codes: {how}.</p>}
      {row.groups.length > 0 && <p class="aside">In: {row.groups.join(', ')}.</p>}
      {(row.kind === 'motp' || row.kind === 'yandex') && <Pin desk={desk} row={row} />}
      {row.counter !== null && <Counter desk={desk} row={row} next={row.counter} />}
      <Names desk={desk} row={row} />
      <RecoveryCodes desk={desk} row={row} />
      {row.noted && (
        <p class="aside">
          It has a note, which may be as secret as its codes and is not shown here.{' '}
          <button type="button" onClick={() => void desk.copyNote(row)}>
            Copy note
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
  const save = (event: Event) => {
    event.preventDefault();
    void desk.edit(row.id, { issuer, account, registry: registry.trim() || null });
  };
  const same = issuer === row.issuer && account === row.account && registry.trim() === (row.registry ?? '');
  return (
    <form class="names" onSubmit={save}>
      <Field label="Issuer">
        {(id) => (
          <input
            id={id}
            value={issuer}
            autocomplete="off"
            onInput={(event) => setIssuer(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="Account">
        {(id) => (
          <input
            id={id}
            value={account}
            autocomplete="off"
            onInput={(event) => setAccount(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="Registry it answers" class="whole">
        {(id) => (
          <>
            {' '}
            <input
              id={id}
              value={registry}
              placeholder="asked at the next use"
              autocomplete="off"
              spellcheck={false}
              aria-describedby="registry-note"
              onInput={(event) => setRegistry(event.currentTarget.value)}
            />
            <small id="registry-note">
              Only requests from this registry get its codes. Change it only if you moved to another one.
            </small>
          </>
        )}
      </Field>
      <button type="submit" class="primary whole" disabled={same}>
        Save
      </button>
    </form>
  );
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
      <Field label={row.state === 'no-pin' ? 'PIN' : 'New PIN'}>
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
      <button type="submit">Keep PIN</button>
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
      <summary>Its codes are refused?</summary>
      <p>
        Copy the next one once or twice: services look ahead. If that does not help, give the counter that the
        service is at.
      </p>
      <form class="link" onSubmit={save}>
        <Field label="Counter of the next code">
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
          Move on
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
          Delete this account…
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
      {row.npm ? (
        <p>
          <strong>npm will not let you add it again.</strong> npmjs.com takes no new authenticator enrolments
          since October 2025. Once this is gone, codes for {row.account || 'this account'} can never be made
          again. Have a security key or recovery codes at hand first.
        </p>
      ) : (
        <p>
          <strong>Codes for {nameOf(row)} can no longer be made.</strong> Turn off its second factor at the
          issuer first, or you may lock yourself out.
        </p>
      )}
      <p>Countersign keeps it for 30 days, in case you want it back.</p>
      <div class="buttons">
        <button type="button" ref={keep} onClick={onKeep}>
          Keep it
        </button>
        <button type="button" class="danger" onClick={() => void desk.delete(row)}>
          Delete {nameOf(row)}
        </button>
      </div>
    </section>
  );
}
