/** Taking accounts out, and keeping backups of them. */
import { signal } from '@preact/signals';
import type { Accounts, Chosen } from './backend';
import type { Failure, FormatView } from './bindings';
import type { Around } from './importing';
import { t } from './language';
import { asFailure } from './words';

export class Moving {
  /** The formats that can be written, and what each would not hold. */
  readonly formats = signal<FormatView[]>([]);
  readonly busy = signal(false);
  /** The failure of the dialog that is open. */
  readonly failure = signal<Failure | null>(null);
  /** What came of opening the newest backup. */
  readonly checked = signal('');

  constructor(
    private readonly backend: Accounts,
    private readonly around: Around,
  ) {}

  async lookUpFormats(): Promise<void> {
    await this.attempt(async () => {
      this.formats.value = await this.backend.exports();
    });
  }

  /** Asks where to, and writes the file. `sure` says that the person was asked twice. */
  async export(format: FormatView, password: string | null, sure: boolean): Promise<void> {
    const written = await this.attempt(async () => {
      const [place] = await this.backend.choosePlace(`accounts.${format.extension}`);
      if (!place) return null;
      await this.backend.export(format.name, place.number, password, sure);
      return place;
    });
    if (!written) return;
    this.around.closeDialog();
    this.around.say({ tone: 'done', text: t('exported'), hint: t('exported.hint', { name: written.name }) });
  }

  async chooseFolder(): Promise<Chosen | null> {
    return this.attempt(async () => (await this.backend.chooseFolder())[0] ?? null);
  }

  async beginBackups(folder: Chosen, passphrase: string): Promise<void> {
    await this.attempt(() => this.backend.beginBackups(folder.number, passphrase));
    await this.around.load();
  }

  async backUpNow(): Promise<void> {
    await this.attempt(() => this.backend.backUpNow());
    await this.around.load();
  }

  async checkBackup(passphrase: string): Promise<void> {
    this.checked.value = '';
    await this.attempt(async () => {
      const { file, accounts } = await this.backend.checkBackup(passphrase);
      this.checked.value = t('backup-opens', { file, count: accounts });
    });
  }

  async stopBackups(): Promise<void> {
    await this.attempt(() => this.backend.stopBackups());
    await this.around.load();
  }

  leave(): void {
    this.failure.value = null;
    this.checked.value = '';
  }

  private async attempt<T>(act: () => Promise<T>): Promise<T | null> {
    this.busy.value = true;
    this.failure.value = null;
    try {
      return await act();
    } catch (thrown) {
      this.failure.value = asFailure(thrown);
      return null;
    } finally {
      this.busy.value = false;
    }
  }
}
