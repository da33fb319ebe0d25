import { useState } from 'preact/hooks';
import type { FormatView } from './bindings';
import { Dialog } from './parts/dialog';
import { FailureBox } from './parts/failure';
import { Field } from './parts/field';
import { NewPassword, ready } from './parts/password';
import type { Desk } from './state';
import './moving.css';

/** Takes all accounts out into one file. */
export function Export({ desk }: { desk: Desk }) {
  const formats = desk.moving.formats.value;
  const [name, setName] = useState('');
  const format = formats.find((format) => format.name === name) ?? formats[0];
  return (
    <Dialog title="Export" onClose={() => desk.closeDialog()}>
      <p>All accounts go into one file, with their secrets: whoever can open it has your codes.</p>
      {format && (
        <>
          <Field label="Format">
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
              <p>This format does not hold everything:</p>
              <ul aria-label="Not held">
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
          Lock the file with a password
        </label>
      )}
      {locks && <NewPassword word="Password" value={password} onChange={setPassword} />}
      {!locks && (
        <p class="plain" role={sure ? 'alert' : undefined}>
          <strong>Nothing protects this file.</strong> Whoever has it can make your codes, for as long as the
          accounts exist.{' '}
          {sure && 'Export it so only if that is what you want, and delete the file after use.'}
        </p>
      )}
      <FailureBox failure={moving.failure.value} />
      <footer class="act">
        <button type="button" onClick={() => desk.closeDialog()}>
          Cancel
        </button>
        <button type="submit" class={sure ? 'danger' : 'primary'} disabled={disabled}>
          {moving.busy.value ? 'Writing…' : sure ? 'Export without a lock' : 'Export…'}
        </button>
      </footer>
    </form>
  );
}
