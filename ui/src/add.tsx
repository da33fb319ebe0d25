import { useRef, useState } from 'preact/hooks';
import { Found } from './found';
import { t } from './language';
import { Dialog } from './parts/dialog';
import { FailureBox } from './parts/failure';
import { Field } from './parts/field';
import { Icon } from './parts/icon';
import { rich } from './parts/rich';
import type { Desk } from './state';
import './add.css';

/** Brings accounts in: from the screen, pictures, what was copied, a link, or by hand. Nothing is kept before the person says so. */
export function Add({ desk }: { desk: Desk }) {
  const { found, troubles, said } = desk.adding.state.value;
  return (
    <Dialog title={t('add-title')} onClose={() => desk.closeDialog()}>
      <div class="ways">
        <Places desk={desk} />
        <Text desk={desk} />
        <ByHandForm desk={desk} />
      </div>
      {/* Always there, so that what appears in it is read aloud. */}
      <output class="unseen">{said}</output>
      {troubles.map(({ at, failure }, index) => (
        <FailureBox key={`${index}-${failure.message}`} failure={failure} at={at} />
      ))}
      {found.length > 0 && <Found desk={desk} />}
    </Dialog>
  );
}

function Places({ desk }: { desk: Desk }) {
  const files = useRef<HTMLInputElement>(null);
  return (
    <div class="drop">
      <div class="quick">
        <button type="button" class="primary" autofocus onClick={() => void desk.adding.scanScreen()}>
          <Icon name="screen" />
          {t('scan-screen')}
        </button>
        <button type="button" onClick={() => void desk.adding.addClipboard()}>
          <Icon name="paste" />
          {t('paste')}
        </button>
        <button type="button" onClick={() => files.current?.click()}>
          <Icon name="picture" />
          {t('choose-pictures')}
        </button>
      </div>
      <Progress desk={desk} />
      <input
        ref={files}
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label={t('pictures-of-codes')}
        onChange={(event) => {
          const chosen = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          void desk.adding.addPictures(chosen);
        }}
      />
    </div>
  );
}

/** What goes on, and the way out of it; what else can be done where nothing goes on. */
function Progress({ desk }: { desk: Desk }) {
  const { busy } = desk.adding.state.value;
  return (
    <div class="looking" role="status" aria-busy={busy !== null}>
      {busy ? (
        <>
          <span>
            {busy.of > 1 ? t('looking-nth', { what: busy.what, nth: busy.done + 1, of: busy.of }) : busy.what}
          </span>
          <progress aria-hidden="true" {...(busy.of > 1 && { max: busy.of, value: busy.done })} />
          <button type="button" onClick={() => void desk.adding.cancel()}>
            {t('cancel-search')}
          </button>
        </>
      ) : (
        <span class="aside">{rich('adding-ways')}</span>
      )}
    </div>
  );
}

function Text({ desk }: { desk: Desk }) {
  const [text, setText] = useState('');
  const read = (event: Event) => {
    event.preventDefault();
    setText('');
    void desk.adding.addText(text);
  };
  return (
    <form class="link" onSubmit={read}>
      <Field label={t('link-or-text')}>
        {(id) => (
          <textarea
            id={id}
            rows={1}
            placeholder="otpauth://…"
            autocomplete="off"
            spellcheck={false}
            required
            data-reads
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || text.trim() === '') return;
              event.preventDefault();
              event.currentTarget.form?.requestSubmit();
            }}
          />
        )}
      </Field>
      <button type="submit">{t('read')}</button>
    </form>
  );
}

const untyped = { issuer: '', account: '', secret: '', algorithm: 'SHA1', digits: 6, period: 30 };

function ByHandForm({ desk }: { desk: Desk }) {
  const [form, setForm] = useState(untyped);
  const set = (part: Partial<typeof untyped>) => setForm({ ...form, ...part });
  const read = async (event: Event) => {
    event.preventDefault();
    if (await desk.adding.addByHand(form)) setForm(untyped);
  };
  return (
    <details class="by-hand">
      <summary>{t('by-hand')}</summary>
      <form onSubmit={(event) => void read(event)}>
        <Field label={t('issuer')}>
          {(id) => (
            <input
              id={id}
              value={form.issuer}
              required
              placeholder="npm"
              autocomplete="off"
              onInput={(event) => set({ issuer: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label={t('account')}>
          {(id) => (
            <input
              id={id}
              value={form.account}
              required
              placeholder={t('your-user-name')}
              autocomplete="off"
              onInput={(event) => set({ account: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label={t('secret')} class="whole">
          {(id) => (
            <input
              id={id}
              class="secret"
              value={form.secret}
              required
              placeholder={t('secret.placeholder')}
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              onInput={(event) => set({ secret: event.currentTarget.value })}
            />
          )}
        </Field>
        <details class="advanced whole">
          <summary>{t('advanced')}</summary>
          <div>
            <Field label={t('algorithm')}>
              {(id) => (
                <select
                  id={id}
                  value={form.algorithm}
                  onChange={(event) => set({ algorithm: event.currentTarget.value })}
                >
                  <option>SHA1</option>
                  <option>SHA256</option>
                  <option>SHA512</option>
                </select>
              )}
            </Field>
            <Field label={t('digits')}>
              {(id) => (
                <select
                  id={id}
                  value={form.digits}
                  onChange={(event) => set({ digits: Number(event.currentTarget.value) })}
                >
                  <option>6</option>
                  <option>7</option>
                  <option>8</option>
                </select>
              )}
            </Field>
            <Field label={t('period')}>
              {(id) => (
                <input
                  id={id}
                  type="number"
                  min={5}
                  max={300}
                  value={form.period}
                  onInput={(event) => set({ period: event.currentTarget.valueAsNumber })}
                />
              )}
            </Field>
          </div>
        </details>
        <button type="submit" class="whole">
          {t('continue')}
        </button>
      </form>
    </details>
  );
}
