import { useState } from 'preact/hooks';
import type { StoreView } from './bindings';
import { t } from './language';
import { FailureBox } from './parts/failure';
import { Field } from './parts/field';
import { Icon } from './parts/icon';
import { Mark } from './parts/mark';
import { shortest } from './parts/password';
import { rich } from './parts/rich';
import type { Desk } from './state';
import './store.css';

/** The store is being read. */
export function Opening() {
  return (
    <section class="screen" aria-busy="true">
      <Mark />
      <p>{t('opening')}</p>
    </section>
  );
}

/** The store waits for the person, somewhere else on the screen. */
export function Waiting({ store }: { store: StoreView | undefined }) {
  return (
    <section class="screen">
      <Mark />
      <h1>{t('waiting')}</h1>
      <p>{t('waiting.what', { provider: store?.provider ?? t('the-system') })}</p>
      <FailureBox failure={store?.failure} />
    </section>
  );
}

/** Nothing is kept yet. */
export function Empty({ desk }: { desk: Desk }) {
  return (
    <section class="screen">
      <Mark />
      <h1>{t('first-account')}</h1>
      <p>{rich('first-account.what')}</p>
      <div class="offers">
        <button
          type="button"
          class="primary"
          onClick={() => void desk.lookFor((adding) => adding.scanScreen())}
        >
          <Icon name="screen" />
          {t('scan-screen')}
        </button>
        <button type="button" onClick={() => desk.openAdd()}>
          {t('add-an-account')}
        </button>
        <button type="button" onClick={() => desk.openDialog('import')}>
          {t('import-from-another')}
        </button>
      </div>
      <p class="aside">{rich('first-account.terminal')}</p>
    </section>
  );
}

/** The store is open, and something is the matter with it: another keychain answers than before, a disk is full. */
export function Trouble({ desk }: { desk: Desk }) {
  const failure = desk.overview.value?.store.failure;
  if (!failure) return null;
  return (
    <div class="store-trouble">
      <FailureBox failure={failure} />
      {failure.code === 'accounts-missing' && (
        <div>
          <button type="button" onClick={() => void desk.tryKeychain()}>
            {t('look-again')}
          </button>
        </div>
      )}
    </div>
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
      <h1>{t('locked')}</h1>
      {sealed ? (
        <Field label={t('passphrase')}>
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
        <p>{t('locked.what', { provider: store?.provider ?? t('the-keychain') })}</p>
      )}
      <FailureBox failure={desk.formFailure.value ?? store?.failure} />
      <button type="submit" class="primary">
        {t('unlock')}
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
      <h1>{t('no-keychain')}</h1>
      <p>{rich('no-keychain.what')}</p>
      <FailureBox failure={failure} />
      <div class="choices">
        <div class="choice">
          <h2>{t('use-keychain')}</h2>
          <p>{t('use-keychain.what')}</p>
          <button type="button" onClick={() => void desk.tryKeychain()}>
            {t('try-again')}
          </button>
        </div>
        <SealedFile desk={desk} />
      </div>
    </section>
  );
}

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
      <h2>{t('use-sealed-file')}</h2>
      <p>{rich('use-sealed-file.what')}</p>
      <Field label={t('passphrase')}>
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
      <Field label={t('passphrase-again')}>
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
              {differs ? t('differ') : '\u00a0'}
            </small>
          </>
        )}
      </Field>
      <button type="submit" disabled={busy || passphrase.length < shortest || again !== passphrase}>
        {t(busy ? 'sealing' : 'create-sealed-file')}
      </button>
    </form>
  );
}

/** A hint, not a gate: length is what counts against someone who has the file. */
function strength(passphrase: string): string {
  const different = new Set(passphrase).size;
  if (passphrase === '') return t('strength-hint');
  if (passphrase.length < shortest) return t('strength-short', { count: shortest });
  if (passphrase.length < 16 || different < 8) return t('strength-fair');
  if (passphrase.length < 24) return t('strength-good');
  return t('strength-strong');
}
