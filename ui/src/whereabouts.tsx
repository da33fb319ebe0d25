import { useState } from 'preact/hooks';
import type { Failure, StoreKind } from './bindings';
import { t } from './language';
import { FailureBox } from './parts/failure';
import { NewPassword, Password, ready, shortest } from './parts/password';
import { Section } from './parts/setting';
import type { Desk } from './state';
import { asFailure } from './words';

/** What is being done about where the secrets are. */
type Doing = 'seal' | 'unseal' | 'passphrase';

/** Where the secrets are, who opens that, and ways to have it otherwise. */
export function Whereabouts({ desk }: { desk: Desk }) {
  const [doing, setDoing] = useState<Doing | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [done, setDone] = useState('');
  const { preferences } = desk;
  const store = desk.overview.value?.store;
  const begin = (what: Doing | null) => {
    setDoing(what);
    setFailure(null);
    setDone('');
  };
  const act = async (said: string, work: () => Promise<void>) => {
    setBusy(true);
    setFailure(null);
    try {
      await work();
      setDoing(null);
      setDone(said);
    } catch (thrown) {
      setFailure(asFailure(thrown));
    }
    setBusy(false);
  };
  const move = (kind: StoreKind, passphrase: string | null) =>
    void act(t('store-moved'), () => preferences.moveStore(kind, passphrase));
  const open = store?.condition === 'open';
  const form = { busy, onBack: () => begin(null) };
  return (
    <Section title={t('store')}>
      <p>{whereOf(store?.kind ?? null, store?.provider ?? null)}</p>
      {store?.kind && <Readers kind={store.kind} />}
      {open && !doing && store.kind === 'keychain' && (
        <button type="button" onClick={() => begin('seal')}>
          {t('store-seal')}
        </button>
      )}
      {open && !doing && store.kind === 'sealed-file' && (
        <>
          <button type="button" onClick={() => begin('passphrase')}>
            {t('passphrase-change')}
          </button>
          <button type="button" onClick={() => begin('unseal')}>
            {t('store-unseal')}
          </button>
        </>
      )}
      {doing === 'seal' && <Seal {...form} onDone={(passphrase) => move('sealed-file', passphrase)} />}
      {doing === 'unseal' && (
        <div class="ask">
          <p>{t('store-unseal-what')}</p>
          <Buttons {...form} label={t('store-move')} onAct={() => move('keychain', null)} />
        </div>
      )}
      {doing === 'passphrase' && (
        <Change
          {...form}
          onDone={(before, after) =>
            void act(t('passphrase-changed'), () => preferences.changePassphrase(before, after))
          }
        />
      )}
      <FailureBox failure={failure} />
      <p role="status">{busy ? t('store-moving') : done}</p>
    </Section>
  );
}

function whereOf(kind: StoreKind | null, provider: string | null): string {
  if (kind === 'keychain') return t('store-keychain', { provider: provider || t('the-keychain') });
  return t(kind === 'sealed-file' ? 'store-sealed' : 'store-nowhere');
}

/** Who can read the secrets there. */
function Readers({ kind }: { kind: StoreKind }) {
  return (
    <>
      <h3>{t('store-readers')}</h3>
      <p>{t(kind === 'keychain' ? 'store-keychain-who' : 'store-sealed-who')}</p>
      <p>{t('store-memory-who')}</p>
    </>
  );
}

interface Form {
  busy: boolean;
  onBack: () => void;
}

function Buttons({
  busy,
  onBack,
  label,
  onAct,
  unfit,
}: Form & { label: string; onAct?: () => void; unfit?: boolean }) {
  return (
    <div class="buttons">
      <button type={onAct ? 'button' : 'submit'} class="primary" disabled={busy || unfit} onClick={onAct}>
        {label}
      </button>
      <button type="button" disabled={busy} onClick={onBack}>
        {t('cancel')}
      </button>
    </div>
  );
}

function Seal({ onDone, ...form }: Form & { onDone: (passphrase: string) => void }) {
  const [typed, setTyped] = useState({ first: '', again: '' });
  const submit = (event: Event) => {
    event.preventDefault();
    onDone(typed.first);
  };
  return (
    <form class="ask" onSubmit={submit}>
      <p>{t('store-seal-what')}</p>
      <NewPassword word="passphrase" value={typed} onChange={setTyped} />
      <Buttons {...form} label={t('store-move')} unfit={!ready(typed, shortest)} />
    </form>
  );
}

function Change({ onDone, ...form }: Form & { onDone: (before: string, after: string) => void }) {
  const [before, setBefore] = useState('');
  const [typed, setTyped] = useState({ first: '', again: '' });
  const submit = (event: Event) => {
    event.preventDefault();
    onDone(before, typed.first);
  };
  return (
    <form class="ask" onSubmit={submit}>
      <p>{t('passphrase-change-what')}</p>
      <Password
        label={t('passphrase-before')}
        value={before}
        autocomplete="current-password"
        onChange={setBefore}
      />
      <NewPassword word="passphrase" value={typed} onChange={setTyped} />
      <Buttons
        {...form}
        label={t('passphrase-change-now')}
        unfit={before === '' || !ready(typed, shortest)}
      />
    </form>
  );
}
