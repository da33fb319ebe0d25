import { useState } from 'preact/hooks';
import type { Chosen } from './backend';
import type { BackupView } from './bindings';
import { t } from './language';
import { Dialog } from './parts/dialog';
import { FailureBox } from './parts/failure';
import { NewPassword, Password, ready, shortest } from './parts/password';
import { rich } from './parts/rich';
import type { Desk } from './state';
import { moment } from './words';
import './moving.css';

/** Dated backups: set up once, then written each day on which something changed. */
export function Backups({ desk }: { desk: Desk }) {
  const backup = desk.overview.value?.backup;
  return (
    <Dialog title={t('backups')} onClose={() => desk.closeDialog()}>
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
      <p>{rich('backups-what')}</p>
      <div class="folder">
        <button type="button" autofocus onClick={() => void choose()}>
          {t('choose-folder')}
        </button>
        <span>{folder?.name ?? t('none-chosen')}</span>
      </div>
      <NewPassword word="passphrase" value={passphrase} onChange={setPassphrase} />
      <small>{t('shortest', { count: shortest })}</small>
      <footer class="act">
        <button
          type="submit"
          class="primary"
          disabled={moving.busy.value || !folder || !ready(passphrase, shortest)}
        >
          {t(moving.busy.value ? 'writing-first' : 'begin-backups')}
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
  const last = backup.last === null ? t('none-yet') : moment(backup.last);
  return (
    <>
      <dl class="backup">
        <dt>{t('folder')}</dt>
        <dd>{backup.folder}</dd>
        <dt>{t('last-written')}</dt>
        <dd>{last}</dd>
      </dl>
      <FailureBox failure={backup.failure} />
      <form class="unlock" onSubmit={check}>
        <Password
          label={t('passphrase-of-backups')}
          value={passphrase}
          autocomplete="off"
          onChange={setPassphrase}
        />
        <button type="submit" disabled={moving.busy.value}>
          {t('check-newest')}
        </button>
      </form>
      <p role="status">{moving.checked.value}</p>
      <footer class="act">
        <button type="button" class="danger" onClick={() => void moving.stopBackups()}>
          {t('end-backups')}
        </button>
        <button
          type="button"
          class="primary"
          disabled={moving.busy.value}
          onClick={() => void moving.backUpNow()}
        >
          {t('back-up-now')}
        </button>
      </footer>
    </>
  );
}
