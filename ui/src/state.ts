/** All state of the main window, and everything that changes it. */
import { computed, signal } from '@preact/signals';
import { Adding } from './adding';
import type { Accounts } from './backend';
import type { AccountRow, CodeView, Edit, Failure, Overview, RunView } from './bindings';
import { Importing } from './importing';
import { Moving } from './moving';
import { Preferences } from './preferences';
import { asFailure, count, nameOf } from './words';

/** Something said to the person in passing. */
export interface Notice {
  tone: 'done' | 'failed';
  text: string;
  hint?: string;
  /** A way back, offered for as long as the notice stands. */
  action?: { label: string; run: () => void };
}

/** The dialog that is open. */
export type Dialog = { at: 'add' | 'import' | 'export' | 'backups' } | { at: 'details'; id: string };

const noticeSeconds = 8;
/** Rows drawn at first, and at each time the last one comes into view. */
const reachStep = 100;
const seconds = () => Math.floor(Date.now() / 1000);

export class Desk {
  readonly overview = signal<Overview | null>(null);
  readonly query = signal('');
  readonly codes = signal<ReadonlyMap<string, CodeView>>(new Map());
  /** Seconds since 1970; moves once a second while the window is seen. */
  readonly now = signal(seconds());
  readonly notice = signal<Notice | null>(null);
  /** The row that Tab reaches; arrows move it. */
  readonly active = signal<string | null>(null);
  /** The account whose code was copied a moment ago. */
  readonly copied = signal<string | null>(null);
  readonly dialog = signal<Dialog | null>(null);
  /** Whether something that can be dropped is over the window. */
  readonly dragging = signal(false);
  readonly adding: Adding;
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
  readonly found = computed(() => {
    const terms = this.query.value.toLowerCase().split(/\s+/).filter(Boolean);
    return this.kept.value.filter((row) => {
      const text = `${row.issuer} ${row.account} ${row.registry ?? ''} ${row.groups.join(' ')}`.toLowerCase();
      return terms.every((term) => text.includes(term));
    });
  });

  /** How many rows are drawn; grows as the last of them comes into view. */
  private readonly reach = signal(reachStep);
  readonly drawn = computed(() => this.found.value.slice(0, this.reach.value));
  readonly tabStop = computed(() => {
    const ids = this.drawn.value.map((row) => row.id);
    return ids.find((id) => id === this.active.value) ?? ids[0];
  });

  private loadedAt = 0;
  private readonly visible = new Set<string>();
  private readonly asked = new Set<string>();
  private noticeTimer: ReturnType<typeof setTimeout> | undefined;
  private looking: ReturnType<typeof setTimeout> | undefined;
  private clock: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly backend: Accounts) {
    this.adding = new Adding(backend);
    this.importing = new Importing(backend, this);
    this.moving = new Moving(backend, this);
    this.preferences = new Preferences(backend);
  }

  /** Begins to follow the agent and the clock. */
  start(): void {
    this.backend.onChanged(() => void this.load());
    this.backend.onDrop(
      (over) => {
        this.dragging.value = over && this.mayAdd();
      },
      () => {
        if (this.mayAdd()) void this.lookFor((adding) => adding.addDropped());
      },
    );
    this.importing.start();
    this.preferences.start();
    this.backend.onScan(() => void this.scanIfWanted());
    document.addEventListener('visibilitychange', () => (document.hidden ? this.rest() : this.tick()));
    void this.load();
    this.tick();
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

  search(text: string): void {
    this.query.value = text;
    this.reach.value = reachStep;
  }

  /** Says whether a row can be seen; only those rows' codes are asked for. */
  see(id: string, visible: boolean): void {
    if (visible && id === this.drawn.value.at(-1)?.id) this.reach.value += reachStep;
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
        text: `${next ? 'Next code' : 'Code'} for ${nameOf(row)} copied`,
        hint: short
          ? `It ends in ${left} s. Shift and Enter copy the next one.`
          : `The clipboard is cleared in ${clears_in} s.`,
      });
    });
  }

  /** Copies a recovery code, which is spent by that. */
  async copyRecovery(row: AccountRow): Promise<void> {
    await this.attempt(async () => {
      const { clears_in } = await this.backend.copyRecovery(row.id);
      this.say({
        tone: 'done',
        text: `A recovery code of ${nameOf(row)} copied`,
        hint: `The clipboard is cleared in ${clears_in} s.`,
      });
    });
    await this.load();
  }

  async discardSheet(id: string): Promise<void> {
    if (await this.attempt(() => this.backend.delete(id)))
      this.say({
        tone: 'done',
        text: 'Recovery codes discarded',
        hint: 'They can be restored for 30 days.',
        action: { label: 'Undo', run: () => void this.restoreSheet(id) },
      });
    await this.load();
  }

  async restoreSheet(id: string): Promise<void> {
    if (await this.attempt(() => this.backend.restore(id)))
      this.say({ tone: 'done', text: 'Recovery codes restored' });
    await this.load();
  }

  /** Puts an account's note on the clipboard; the window never shows it. */
  async copyNote(row: AccountRow): Promise<void> {
    await this.attempt(async () => {
      const { clears_in } = await this.backend.copyNote(row.id);
      this.say({
        tone: 'done',
        text: `Note of ${nameOf(row)} copied`,
        hint: `The clipboard is cleared in ${clears_in} s.`,
      });
    });
  }

  async setPin(row: AccountRow, pin: string): Promise<void> {
    if (await this.attempt(() => this.backend.setPin(row.id, pin))) {
      this.closeDialog();
      this.say({ tone: 'done', text: `${nameOf(row)} makes codes now` });
    }
    await this.load();
  }

  async setCounter(row: AccountRow, counter: number): Promise<void> {
    if (await this.attempt(() => this.backend.setCounter(row.id, counter))) {
      this.closeDialog();
      this.say({ tone: 'done', text: `The next code of ${nameOf(row)} is that of counter ${counter}` });
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

  openAdd(): void {
    this.dialog.value = { at: 'add' };
  }

  openDialog(at: 'import' | 'export' | 'backups'): void {
    this.dialog.value = { at };
    if (at === 'export') void this.moving.lookUpFormats();
  }

  /** Takes back what was kept last, all of it at once. */
  async undo(): Promise<void> {
    const many = this.overview.value?.undo ?? 0;
    if (await this.attempt(() => this.backend.undo()))
      this.say({
        tone: 'done',
        text: many > 0 ? `${count(many, 'account')} taken back` : 'Taken back',
        hint: 'They can be restored for 30 days.',
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
    adding.keeping('Keeping…');
    const done = await this.attempt(() => this.backend.keep(kept.map(({ draft }) => draft)));
    adding.keeping(null);
    if (!done) return;
    this.closeDialog(kept.map(({ draft }) => draft));
    const [first] = kept;
    this.say({
      tone: 'done',
      text: kept.length === 1 && first ? `${nameOf(first)} added` : `${kept.length} accounts added`,
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
      text: `${nameOf(row)} deleted`,
      hint: 'It can be restored for 30 days.',
      action: { label: 'Undo', run: () => void this.restore(row) },
    });
    await this.load();
  }

  async restore(row: AccountRow): Promise<void> {
    if (await this.attempt(() => this.backend.restore(row.id)))
      this.say({ tone: 'done', text: `${nameOf(row)} restored` });
    await this.load();
  }

  async confirm(row: AccountRow): Promise<void> {
    if (await this.attempt(() => this.backend.confirm(row.id)))
      this.say({ tone: 'done', text: `${nameOf(row)} is yours again` });
    await this.load();
  }

  /** Moves an account up (-1) or down (1) among all accounts. */
  async move(id: string, by: -1 | 1): Promise<void> {
    const ids = this.kept.value.map((row) => row.id);
    const from = ids.indexOf(id);
    const to = from + by;
    if (from < 0 || to < 0 || to >= ids.length) return;
    ids.splice(to, 0, ...ids.splice(from, 1));
    await this.attempt(() => this.backend.order([...ids, ...this.deleted.value.map((row) => row.id)]));
    await this.load();
  }

  // Runs and store

  /** Milliseconds until a run ends by itself. */
  runLeft(run: RunView): number {
    return run.ends_in_ms - Math.max(0, this.now.value * 1000 - this.loadedAt);
  }

  async stopRun(id: string): Promise<void> {
    if (await this.attempt(() => this.backend.stopRun(id)))
      this.say({ tone: 'done', text: 'Stopped', hint: 'Its next code needs your approval again.' });
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

  private async attempt(act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (thrown) {
      const { message, hint } = asFailure(thrown);
      this.say({ tone: 'failed', text: message, hint });
      return false;
    }
  }

  private async fetchCodes(): Promise<void> {
    if (this.overview.value?.store.condition !== 'open') return;
    const stale = this.kept.value.filter(
      ({ id, state, kind }) =>
        state === 'ready' && kind !== 'hotp' && this.visible.has(id) && !this.asked.has(id) && !this.left(id),
    );
    if (stale.length === 0) return;
    const ids = stale.map((row) => row.id);
    for (const id of ids) this.asked.add(id);
    await this.attempt(async () => {
      const fresh = await this.backend.codes(ids);
      this.codes.value = new Map([...this.codes.value, ...fresh.map((code) => [code.id, code] as const)]);
    });
    for (const id of ids) this.asked.delete(id);
  }

  /** One timer for all rows, on the second. */
  private tick(): void {
    clearTimeout(this.clock);
    this.now.value = seconds();
    void this.fetchCodes();
    this.clock = setTimeout(() => this.tick(), 1000 - (Date.now() % 1000));
  }

  /** Nobody looks: no timer, and no codes in the page. */
  private rest(): void {
    clearTimeout(this.clock);
    this.codes.value = new Map();
  }
}
