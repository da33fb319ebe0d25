import { useState } from 'preact/hooks';
import type { StoreView } from './bindings';
import { FailureBox } from './parts/failure';
import { Field } from './parts/field';
import { Icon } from './parts/icon';
import { Mark } from './parts/mark';
import type { Desk } from './state';
import './store.css';

/** The store is being read. */
export function Opening() {
  return (
    <section class="screen" aria-busy="true">
      <Mark />
      <p>Opening your accounts…</p>
    </section>
  );
}

/** The store waits for the person, somewhere else on the screen. */
export function Waiting({ store }: { store: StoreView | undefined }) {
  return (
    <section class="screen">
      <Mark />
      <h1>Your keychain is waiting for you</h1>
      <p>
        {store?.provider ?? 'The system'} asks you to unlock it in a window of its own. Answer there; your
        codes appear here right after. If you cannot see it, look behind this window.
      </p>
      <FailureBox failure={store?.failure} />
    </section>
  );
}

/** Nothing is kept yet. */
export function Empty({ desk }: { desk: Desk }) {
  return (
    <section class="screen">
      <Mark />
      <h1>Add your first account</h1>
      <p>
        Have the QR code on your screen and scan it, drop a picture of it anywhere in this window, paste one
        with <kbd>Ctrl</kbd>&nbsp;<kbd>V</kbd>, or choose another way.
      </p>
      <div class="offers">
        <button
          type="button"
          class="primary"
          onClick={() => void desk.lookFor((adding) => adding.scanScreen())}
        >
          <Icon name="screen" />
          Scan screen
        </button>
        <button type="button" onClick={() => desk.openAdd()}>
          Add an account
        </button>
        <button type="button" onClick={() => desk.openDialog('import')}>
          Import from another app
        </button>
      </div>
      <p class="aside">
        In a terminal: <code>countersign add --screen</code> does the same.
      </p>
    </section>
  );
}

/** The app is locked. */
export function Locked({ desk }: { desk: Desk }) {
  const store = desk.overview.value?.store;
  const sealed = store?.kind === 'sealed-file';
  const [passphrase, setPassphrase] = useState('');
  const unlock = (event: Event) => {
    event.preventDefault();
    setPassphrase('');
    void desk.unlock(sealed ? passphrase : null);
  };
  return (
    <form class="screen" onSubmit={unlock}>
      <Mark />
      <h1>Locked</h1>
      {sealed ? (
        <Field label="Passphrase">
          {(id) => (
            <input
              id={id}
              type="password"
              autocomplete="current-password"
              required
              ref={(box) => box?.focus()}
              value={passphrase}
              onInput={(event) => setPassphrase(event.currentTarget.value)}
            />
          )}
        </Field>
      ) : (
        <p>
          Your secrets are out of memory. Unlocking reads them from {store?.provider ?? 'the keychain'} again.
        </p>
      )}
      <FailureBox failure={desk.formFailure.value ?? store?.failure} />
      <button type="submit" class="primary">
        Unlock
      </button>
    </form>
  );
}

/** No keychain answers: says so, and offers the sealed file. */
export function Unavailable({ desk }: { desk: Desk }) {
  const failure = desk.formFailure.value ?? desk.overview.value?.store.failure;
  return (
    <section class="screen wide">
      <Mark />
      <h1>No keychain answers</h1>
      <p>
        Countersign keeps your secrets in the system’s keychain (GNOME Keyring, KWallet, KeePassXC), and none
        is running here. <strong>Nothing was stored, and nothing was lost.</strong>
      </p>
      <FailureBox failure={failure} />
      <div class="choices">
        <div class="choice">
          <h2>Use a keychain</h2>
          <p>Start or install one, then let Countersign look again. This is the easier way to live with.</p>
          <button type="button" onClick={() => void desk.tryKeychain()}>
            Try again
          </button>
        </div>
        <SealedFile desk={desk} />
      </div>
    </section>
  );
}

const shortest = 10;

function SealedFile({ desk }: { desk: Desk }) {
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const differs = again !== '' && again !== passphrase;
  const seal = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    await desk.chooseSealedFile(passphrase);
    setBusy(false);
  };
  return (
    <form class="choice" onSubmit={(event) => void seal(event)}>
      <h2>Use a sealed file</h2>
      <p>
        One encrypted file on this computer, opened with a passphrase that you type each time Countersign
        starts. Nobody can recover it: <strong>without the passphrase the accounts are gone.</strong>
      </p>
      <Field label="Passphrase">
        {(id) => (
          <>
            {' '}
            <input
              id={id}
              type="password"
              autocomplete="new-password"
              minLength={shortest}
              required
              aria-describedby="strength"
              value={passphrase}
              onInput={(event) => setPassphrase(event.currentTarget.value)}
            />
            <small id="strength">{strength(passphrase)}</small>
          </>
        )}
      </Field>
      <Field label="Passphrase again">
        {(id) => (
          <>
            {' '}
            <input
              id={id}
              type="password"
              autocomplete="new-password"
              required
              aria-invalid={differs}
              aria-describedby="same"
              value={again}
              onInput={(event) => setAgain(event.currentTarget.value)}
            />
            <small id="same" class={differs ? 'bad' : ''}>
              {differs ? 'The two are not the same yet.' : '\u00a0'}
            </small>
          </>
        )}
      </Field>
      <button type="submit" disabled={busy || passphrase.length < shortest || again !== passphrase}>
        {busy ? 'Sealing…' : 'Create the sealed file'}
      </button>
    </form>
  );
}

/** A hint, not a gate: length is what counts against someone who has the file. */
function strength(passphrase: string): string {
  const different = new Set(passphrase).size;
  if (passphrase === '') return 'Four or more random words are strong and easy to type.';
  if (passphrase.length < shortest) return `Too short: at least ${shortest} characters.`;
  if (passphrase.length < 16 || different < 8) return 'Fair. A longer one holds out longer.';
  if (passphrase.length < 24) return 'Good.';
  return 'Strong.';
}
