/** All state of the main window, and everything that changes it. */
import { computed, signal } from '@preact/signals';
import { Adding } from './adding';
import { Arranging } from './arranging';
import type { Accounts } from './backend';
import type { AccountRow, CodeView, Edit, Failure, Overview, RunView } from './bindings';
import { Importing } from './importing';
import { t, told } from './language';
import { Listing } from './listing';
import { Moving } from './moving';
import { Preferences } from './preferences';
import { whileSeen } from './seen';
import { Sight } from './sight';
import { asFailure, nameOf } from './words';

/** Something said to the person in passing. */
export interface Notice {
  tone: 'done' | 'failed';
  text: string;
  hint?: string;
  /** A way back, offered for as long as the notice stands. */
  action?: { label: string; run: () => void };
}

/** The dialog that is open. */
export type Dialog =
  | { at: 'add' | 'import' | 'export' | 'backups' | 'duplicates' | 'keys' }
  | { at: 'details'; id: string };

const noticeSeconds = 8;
const seconds = () => Math.floor(Date.now() / 1000);

export class Desk {
  readonly overview = signal<Overview | null>(null);
  readonly codes = signal<ReadonlyMap<string, CodeView>>(new Map());
  /** Seconds since 1970; moves once a second while the window is seen. */
  readonly now = signal(seconds());
  readonly notice = signal<Notice | null>(null);
  /** The account whose code was copied a moment ago. */
  readonly copied = signal<string | null>(null);
  readonly dialog = signal<Dialog | null>(null);
  /** Whether something that can be dropped is over the window. */
  readonly dragging = signal(false);
  readonly adding: Adding;
  readonly arranging: Arranging;
  readonly importing: Importing;
  readonly moving: Moving;
  readonly preferences: Preferences;
  /** The failure of the form that is open, shown beside it. */
  readonly formFailure = signal<Failure | null>(null);

  readonly kept = computed(
    () => this.overview.value?.accounts.filter((row) => row.state !== 'deleted') ?? [],
  );
  readonly deleted = computed(
    () => this.overview.value?.accounts.filter((row) => row.state === 'deleted') ?? [],
  );
  readonly listing = new Listing(this.kept);
  readonly sight = new Sight();

  private loadedAt = 0;
  private readonly visible = new Set<string>();
  private readonly asked = new Set<string>();
  private noticeTimer: ReturnType<typeof setTimeout> | undefined;
  private looking: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly backend: Accounts) {
    this.adding = new Adding(backend);
    this.arranging = new Arranging(backend, this);
    this.importing = new Importing(backend, this);
    this.moving = new Moving(backend, this);
    this.preferences = new Preferences(backend);
  }

  /** Begins to follow the agent and the clock. */
  start(): void {
    this.backend.onChanged(() => void this.load());
    this.backend.onDrop(
      (over) => {
        this.dragging.value = over && (this.mayAdd() || this.mayImport());
      },
      () => {
        if (this.mayAdd()) void this.lookFor((adding) => adding.addDropped());
        else if (this.mayImport()) void this.importing.takeDropped();
      },
    );
    this.importing.start();
    this.preferences.start();
    this.backend.onScan(() => void this.scanIfWanted());
    document.addEventListener('visibilitychange', () => document.hidden && this.rest());
    void this.load();
    whileSeen(1000, () => this.tick());
  }

  async load(): Promise<void> {
    await this.attempt(async () => {
      const overview = await this.backend.overview();
      this.loadedAt = Date.now();
      this.overview.value = overview;
      const open = overview.store.condition === 'open';
      const ready = new Set(
        overview.accounts.filter((row) => open && row.state === 'ready').map((row) => row.id),
      );
      this.codes.value = new Map([...this.codes.value].filter(([id]) => ready.has(id)));
      void this.fetchCodes();
      void this.scanIfWanted();
    });
  }

  /** Says whether a row can be seen; only those rows' codes are asked for. */
  see(id: string, visible: boolean): void {
    if (visible) this.visible.add(id);
    else this.visible.delete(id);
    // Rows report one by one; their codes are asked for together.
    this.looking ??= setTimeout(() => {
      this.looking = undefined;
      void this.fetchCodes();
    });
  }

  /** The seconds an account's code has left, or `null` without a code. */
  left(id: string): number | null {
    const code = this.codes.value.get(id);
    return code ? Math.max(0, code.valid_until - this.now.value) : null;
  }

  async copy(row: AccountRow, next = false): Promise<void> {
    await this.attempt(async () => {
      const { valid_until, clears_in } = await this.backend.copy(row.id, next);
      const left = valid_until - seconds();
      this.copied.value = row.id;
      setTimeout(() => {
        if (this.copied.value === row.id) this.copied.value = null;
      }, 2000);
      const short = !next && row.kind !== 'hotp' && left <= 5;
      this.say({
        tone: 'done',
        text: t(next ? 'next-code-copied' : 'code-copied', { name: nameOf(row) }),
        hint: short ? t('ends-soon', { seconds: left }) : t('clipboard-cleared', { seconds: clears_in }),
      });
    });
  }

  /** Copies a recovery code, which is spent by that. */
  async copyRecovery(row: AccountRow): Promise<void> {
    await this.attempt(async () => {
      const { clears_in } = await this.backend.copyRecovery(row.id);
      this.say({
        tone: 'done',
        text: t('recovery-copied', { name: nameOf(row) }),
        hint: t('clipboard-cleared', { seconds: clears_in }),
      });
    });
    await this.load();
  }

  async discardSheet(id: string): Promise<void> {
    if (await this.attempt(() => this.backend.delete(id)))
      this.say({
        tone: 'done',
        text: t('sheet-discarded'),
        hint: t('restorable'),
        action: { label: t('undo'), run: () => void this.restoreSheet(id) },
      });
    await this.load();
  }

  async restoreSheet(id: string): Promise<void> {
    if (await this.attempt(() => this.backend.restore(id)))
      this.say({ tone: 'done', text: t('sheet-restored') });
    await this.load();
  }

  /** Puts an account's note on the clipboard; the window never shows it. */
  async copyNote(row: AccountRow): Promise<void> {
    await this.attempt(async () => {
      const { clears_in } = await this.backend.copyNote(row.id);
      this.say({
        tone: 'done',
        text: t('note-copied', { name: nameOf(row) }),
        hint: t('clipboard-cleared', { seconds: clears_in }),
      });
    });
  }

  async setPin(row: AccountRow, pin: string): Promise<void> {
    if (await this.attempt(() => this.backend.setPin(row.id, pin))) {
      this.closeDialog();
      this.say({ tone: 'done', text: t('pin-set', { name: nameOf(row) }) });
    }
    await this.load();
  }

  async setCounter(row: AccountRow, counter: number): Promise<void> {
    if (await this.attempt(() => this.backend.setCounter(row.id, counter))) {
      this.closeDialog();
      this.say({ tone: 'done', text: t('counter-set', { name: nameOf(row), counter: String(counter) }) });
    }
    await this.load();
  }

  // Adding

  /** Looks for codes on the screen where the person chose that in the tray. */
  private async scanIfWanted(): Promise<void> {
    if (this.mayAdd() && (await this.backend.scanWanted()))
      await this.lookFor((adding) => adding.scanScreen());
  }

  /** Whether accounts can be added now. */
  mayAdd(): boolean {
    return this.overview.value?.store.condition === 'open' && (this.dialog.value?.at ?? 'add') === 'add';
  }

  /** Whether files can be imported now: the dialog for that is open, and keeps nothing at the moment. */
  mayImport(): boolean {
    return this.dialog.value?.at === 'import' && !this.importing.keeping.value;
  }

  openAdd(): void {
    this.dialog.value = { at: 'add' };
  }

  openDialog(at: Exclude<Dialog['at'], 'details'>): void {
    this.dialog.value = { at };
    if (at === 'export') void this.moving.lookUpFormats();
  }

  /** Takes back what was kept last, all of it at once. */
  async undo(): Promise<void> {
    const many = this.overview.value?.undo ?? 0;
    if (await this.attempt(() => this.backend.undo()))
      this.say({
        tone: 'done',
        text: t('taken-back', { count: many }),
        hint: t('restorable'),
      });
    await this.load();
  }

  /** Opens the add dialog and has it look somewhere. */
  async lookFor(look: (adding: Adding) => Promise<void>): Promise<void> {
    this.openAdd();
    await look(this.adding);
  }

  async keepChosen(): Promise<void> {
    const { adding } = this;
    const { chosen } = adding.state.value;
    const kept = adding.drafts.value.filter(({ draft }) => chosen.has(draft));
    adding.keeping(t('keeping'));
    const done = await this.attempt(() => this.backend.keep(kept.map(({ draft }) => draft)));
    adding.keeping(null);
    if (!done) return;
    this.closeDialog(kept.map(({ draft }) => draft));
    const [first] = kept;
    this.say({
      tone: 'done',
      text:
        kept.length === 1 && first
          ? t('added', { name: nameOf(first) })
          : t('added-count', { count: kept.length }),
    });
    await this.load();
  }

  // One account

  async edit(id: string, edit: Edit): Promise<void> {
    if (await this.attempt(() => this.backend.edit(id, edit))) this.closeDialog();
    await this.load();
  }

  async delete(row: AccountRow): Promise<void> {
    if (!(await this.attempt(() => this.backend.delete(row.id)))) return;
    this.closeDialog();
    this.say({
      tone: 'done',
      text: t('deleted', { name: nameOf(row) }),
      hint: t('restorable-one'),
      action: { label: t('undo'), run: () => void this.restore(row) },
    });
    await this.load();
  }

  async restore(row: AccountRow): Promise<void> {
    if (await this.attempt(() => this.backend.restore(row.id)))
      this.say({ tone: 'done', text: t('restored', { name: nameOf(row) }) });
    await this.load();
  }

  async confirm(row: AccountRow): Promise<void> {
    if (await this.attempt(() => this.backend.confirm(row.id)))
      this.say({ tone: 'done', text: t('confirmed', { name: nameOf(row) }) });
    await this.load();
  }

  /** All accounts in the order that is kept, those that were deleted last. */
  all(): readonly AccountRow[] {
    return [...this.kept.value, ...this.deleted.value];
  }

  // Runs and store

  /** Milliseconds until a run ends by itself. */
  runLeft(run: RunView): number {
    return run.ends_in_ms - Math.max(0, this.now.value * 1000 - this.loadedAt);
  }

  async stopRun(id: string): Promise<void> {
    if (await this.attempt(() => this.backend.stopRun(id)))
      this.say({ tone: 'done', text: t('stopped'), hint: t('stopped.hint') });
    await this.load();
  }

  async chooseSealedFile(passphrase: string): Promise<void> {
    await this.submit(() => this.backend.chooseSealedFile(passphrase));
  }

  async tryKeychain(): Promise<void> {
    await this.submit(() => this.backend.tryKeychain());
  }

  async unlock(passphrase: string | null): Promise<void> {
    await this.submit(() => this.backend.unlock(passphrase));
  }

  async lock(): Promise<void> {
    this.closeDialog();
    await this.attempt(() => this.backend.lock());
    await this.load();
  }

  async quit(): Promise<void> {
    await this.attempt(() => this.backend.quit());
  }

  // What all of it rests on

  /** Closes the dialog that is open; drafts that were not kept are forgotten. */
  closeDialog(kept: readonly string[] = []): void {
    if (this.dialog.value?.at === 'add') {
      const left = this.adding.leave().filter((draft) => !kept.includes(draft));
      if (left.length > 0) void this.attempt(() => this.backend.drop(left));
    }
    this.importing.leave();
    this.moving.leave();
    this.dialog.value = null;
  }

  say(notice: Notice): void {
    clearTimeout(this.noticeTimer);
    this.notice.value = notice;
    this.noticeTimer = setTimeout(() => this.hush(), noticeSeconds * 1000);
  }

  hush(): void {
    this.notice.value = null;
  }

  /** Carries a form of the store's screens out; its failure stands beside the form. */
  private async submit(act: () => Promise<void>): Promise<void> {
    this.formFailure.value = null;
    try {
      await act();
    } catch (thrown) {
      this.formFailure.value = asFailure(thrown);
    }
    await this.load();
  }

  /** Does something; what goes wrong is said in passing. Returns whether it was done. */
  async attempt(act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (thrown) {
      const { message, hint } = told(asFailure(thrown));
      this.say({ tone: 'failed', text: message, hint });
      return false;
    }
  }

  private async fetchCodes(): Promise<void> {
    if (document.hidden || this.overview.value?.store.condition !== 'open') return;
    const stale = this.kept.value.filter(
      ({ id, state, kind }) =>
        state === 'ready' && kind !== 'hotp' && this.visible.has(id) && !this.asked.has(id) && !this.left(id),
    );
    if (stale.length === 0) return;
    const ids = stale.map((row) => row.id);
    for (const id of ids) this.asked.add(id);
    await this.attempt(async () => {
      const fresh = await this.backend.codes(ids);
      // It may have been hidden meanwhile.
      if (document.hidden) return;
      this.codes.value = new Map([...this.codes.value, ...fresh.map((code) => [code.id, code] as const)]);
    });
    for (const id of ids) this.asked.delete(id);
  }

  /** One timer for all rows, on the second. */
  private tick(): void {
    this.now.value = seconds();
    void this.fetchCodes();
  }

  /** Nobody looks: no codes in the page. */
  private rest(): void {
    this.codes.value = new Map();
  }
}
