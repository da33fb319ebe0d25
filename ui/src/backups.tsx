import { useState } from 'preact/hooks';
import type { Chosen } from './backend';
import type { BackupView } from './bindings';
import { Dialog } from './parts/dialog';
import { FailureBox } from './parts/failure';
import { Field } from './parts/field';
import { NewPassword, ready } from './parts/password';
import type { Desk } from './state';
import './moving.css';

const shortest = 10;

/** Dated backups: set up once, then written each day on which something changed. */
export function Backups({ desk }: { desk: Desk }) {
  const backup = desk.overview.value?.backup;
  return (
    <Dialog title="Backups" onClose={() => desk.closeDialog()}>
      {backup ? <Kept desk={desk} backup={backup} /> : <Begin desk={desk} />}
      <FailureBox failure={desk.moving.failure.value} />
    </Dialog>
  );
}

function Begin({ desk }: { desk: Desk }) {
  const { moving } = desk;
  const [folder, setFolder] = useState<Chosen | null>(null);
  const [passphrase, setPassphrase] = useState({ first: '', again: '' });
  const choose = async () => setFolder((await moving.chooseFolder()) ?? folder);
  const begin = (event: Event) => {
    event.preventDefault();
    if (folder) void moving.beginBackups(folder, passphrase.first);
  };
  return (
    <form class="export" onSubmit={begin}>
      <p>
        On every day on which your accounts changed, an encrypted file with all of them is written to a folder
        of your choice, best one on another disk. The ten newest are kept. They open with a passphrase that
        only you know: <strong>without it nobody can open them, not even Countersign.</strong>
      </p>
      <div class="folder">
        <button type="button" autofocus onClick={() => void choose()}>
          Choose a folder
        </button>
        <span>{folder?.name ?? 'None chosen yet'}</span>
      </div>
      <NewPassword word="Passphrase" value={passphrase} onChange={setPassphrase} />
      <small>At least {shortest} characters. Four random words are strong and easy to type.</small>
      <footer class="act">
        <button
          type="submit"
          class="primary"
          disabled={moving.busy.value || !folder || !ready(passphrase, shortest)}
        >
          {moving.busy.value ? 'Writing the first one…' : 'Begin backups'}
        </button>
      </footer>
    </form>
  );
}

function Kept({ desk, backup }: { desk: Desk; backup: BackupView }) {
  const { moving } = desk;
  const [passphrase, setPassphrase] = useState('');
  const check = (event: Event) => {
    event.preventDefault();
    setPassphrase('');
    void moving.checkBackup(passphrase);
  };
  const last = backup.last === null ? 'none yet' : new Date(backup.last * 1000).toLocaleString();
  return (
    <>
      <dl class="backup">
        <dt>Folder</dt>
        <dd>{backup.folder}</dd>
        <dt>Last written</dt>
        <dd>{last}</dd>
      </dl>
      <FailureBox failure={backup.failure} />
      <form class="unlock" onSubmit={check}>
        <Field label="Passphrase of the backups">
          {(id) => (
            <input
              id={id}
              type="password"
              autocomplete="off"
              required
              value={passphrase}
              onInput={(event) => setPassphrase(event.currentTarget.value)}
            />
          )}
        </Field>
        <button type="submit" disabled={moving.busy.value}>
          Check the newest
        </button>
      </form>
      <p role="status">{moving.checked.value}</p>
      <footer class="act">
        <button type="button" class="danger" onClick={() => void moving.stopBackups()}>
          End backups
        </button>
        <button
          type="button"
          class="primary"
          disabled={moving.busy.value}
          onClick={() => void moving.backUpNow()}
        >
          Back up now
        </button>
      </footer>
    </>
  );
}
