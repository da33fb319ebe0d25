import { useState } from 'preact/hooks';
import type { FormatView } from './bindings';
import { t } from './language';
import { Dialog } from './parts/dialog';
import { FailureBox } from './parts/failure';
import { Field } from './parts/field';
import { NewPassword, ready } from './parts/password';
import { rich } from './parts/rich';
import type { Desk } from './state';
import './moving.css';

/** Takes all accounts out into one file. */
export function Export({ desk }: { desk: Desk }) {
  const formats = desk.moving.formats.value;
  const [name, setName] = useState('');
  const format = formats.find((format) => format.name === name) ?? formats[0];
  return (
    <Dialog title={t('export')} onClose={() => desk.closeDialog()}>
      <p>{t('export-what')}</p>
      {format && (
        <>
          <Field label={t('format')}>
            {(id) => (
              <select id={id} value={format.name} onChange={(event) => setName(event.currentTarget.value)}>
                {formats.map(({ name, title }) => (
                  <option key={name} value={name}>
                    {title}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {format.lost.length > 0 && (
            <div class="lost">
              <p>{t('export-loses')}</p>
              <ul aria-label={t('not-held')}>
                {format.lost.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </div>
          )}
          <Form key={format.name} desk={desk} format={format} />
        </>
      )}
    </Dialog>
  );
}

function Form({ desk, format }: { desk: Desk; format: FormatView }) {
  const [locks, setLocks] = useState(format.lock !== 'never');
  const [password, setPassword] = useState({ first: '', again: '' });
  const [sure, setSure] = useState(false);
  const { moving } = desk;
  const write = (event: Event) => {
    event.preventDefault();
    if (!locks && !sure) setSure(true);
    else void moving.export(format, locks ? password.first : null, sure);
  };
  const disabled = moving.busy.value || (locks && !ready(password, 1));
  return (
    <form class="export" onSubmit={write}>
      {format.lock === 'choice' && (
        <label class="all">
          <input
            type="checkbox"
            checked={locks}
            onChange={(event) => {
              setLocks(event.currentTarget.checked);
              setSure(false);
            }}
          />
          {t('lock-the-file')}
        </label>
      )}
      {locks && <NewPassword word="password" value={password} onChange={setPassword} />}
      {!locks && (
        <p class="plain" role={sure ? 'alert' : undefined}>
          {rich('export-plain')} {sure && t('export-plain-sure')}
        </p>
      )}
      <FailureBox failure={moving.failure.value} />
      <footer class="act">
        <button type="button" onClick={() => desk.closeDialog()}>
          {t('cancel')}
        </button>
        <button type="submit" class={sure ? 'danger' : 'primary'} disabled={disabled}>
          {t(moving.busy.value ? 'writing' : sure ? 'export-without-lock' : 'export-open')}
        </button>
      </footer>
    </form>
  );
}
