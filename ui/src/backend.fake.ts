/** Stands in for the backend where there is no Tauri: in tests, and in `--mode fake`. Its accounts are made up. */
import type { Accounts, Approvals, Chosen, Drafts, Imported } from './backend';
import type {
  AccountRow,
  CodeView,
  Decision,
  DecisionView,
  DraftView,
  Failure,
  FindView,
  FormatView,
  LookView,
  Overview,
  Progress,
  RequestView,
  Settings,
  StoreKind,
  StoreView,
} from './bindings';

export function row(issuer: string, account: string, more: Partial<AccountRow> = {}): AccountRow {
  return {
    id: `${issuer}-${account}`.toLowerCase().replaceAll(/\W+/g, '-'),
    issuer,
    account,
    state: 'ready',
    kind: 'totp',
    digits: 6,
    period: 30,
    counter: null,
    groups: [],
    pinned: false,
    uses: 0,
    last_used: null,
    same_as: null,
    noted: false,
    registry: null,
    warning: null,
    npm: false,
    recovery: [],
    ...more,
  };
}

export const usual: Settings = {
  theme: 'system',
  language: null,
  density: 'comfortable',
  sort: 'manual',
  grouped: false,
  hide_codes: false,
  lock: { idle_minutes: null, on_screen_lock: true, on_suspend: true },
  clipboard: { seconds: 20, unlisted: true },
  tray: { shown: true, codes: false },
  shortcut: 'Control+Alt+KeyO',
  autostart: false,
  leaves_after_minutes: 10,
  clock_offset: 0,
};

export function store(more: Partial<StoreView> = {}): StoreView {
  return { kind: 'keychain', condition: 'open', provider: 'GNOME Keyring', failure: null, ...more };
}

export function draft(issuer: string, account: string, more: Partial<DraftView> = {}): DraftView {
  return {
    draft: `draft-${issuer}-${account}`,
    issuer,
    account,
    kind: 'totp',
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    groups: [],
    standing: 'new',
    quarantine: null,
    warnings: [],
    ...more,
  };
}

export function find(more: Partial<FindView> = {}): FindView {
  return { kind: 'account', drafts: [], refused: [], export: null, text: null, place: null, ...more };
}

/** Where something was, over a picture that is dark on its left and light on its right. */
export function place(left: number, top: number, side: number): FindView['place'] {
  const picture =
    '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="180"><rect width="140" height="180" fill="#223"/>' +
    '<rect x="140" width="180" height="180" fill="#dde"/></svg>';
  const [right, bottom] = [left + side, top + side * 1.8];
  return {
    miniature: `data:image/svg+xml,${encodeURIComponent(picture)}`,
    corners: [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ],
  };
}

export function look(source: string, ...finds: FindView[]): LookView {
  return { source, finds, nothing: null };
}

export function request(more: Partial<RequestView> = {}): RequestView {
  return {
    id: 'request-1',
    sentence: 'npm publish demo@1.0.0',
    wants: 'code',
    words: ['amber', 'falcon'],
    verified: [
      { label: 'Program', value: 'countersign run, process 4021, started 14:02:11' },
      { label: 'Started by', value: 'zsh, in terminal pts/3' },
      { label: 'Folder', value: '/home/ada/code/demo' },
    ],
    claimed: [
      { label: 'Package', value: 'demo 1.0.0' },
      { label: 'Registry', value: 'https://registry.example.org/' },
      { label: 'Git', value: 'branch main, nothing uncommitted' },
    ],
    warnings: [],
    choices: [{ id: 'npm-ada', name: 'npm, ada', binds: false }],
    run_offer: false,
    page: null,
    drafts: [],
    expires_in_ms: 90_000,
    arms_in_ms: 700,
    stage: { at: 'asking' },
    ...more,
  };
}

export class FakeAccounts implements Accounts {
  /** What was called, in order: the name and what it was given. */
  readonly calls: [string, ...unknown[]][] = [];
  found: Drafts = { drafts: [], refused: [] };
  /** What looks give; by default what is `found`. */
  looks: LookView[] | null = null;
  /** Looks wait for this. */
  delay: Promise<void> = Promise.resolve();
  /** What the next calls fail with. */
  failure: unknown = null;
  /** Files that the person chooses next, and what each holds once its password is right. */
  files: { name: string; password?: string; holds: Imported | Failure }[] = [];
  formats: FormatView[] = [];
  set: Settings = usual;
  /** What of the settings could not be had. */
  failures: Failure[] = [];
  /** Whether the tray was asked to scan the screen. */
  scan = false;
  private changed: () => void = () => {};
  private told: (settings: Settings) => void = () => {};
  private dragged = { over: (_: boolean) => {}, dropped: () => {} };
  private progressed: (progress: Progress | null) => void = () => {};

  constructor(
    public rows: AccountRow[] = [],
    public view: Partial<Overview> = {},
  ) {}

  async overview(): Promise<Overview> {
    this.calls.push(['overview']);
    return {
      accounts: this.rows,
      store: store(),
      runs: [],
      progress: null,
      undo: 0,
      backup: null,
      tray: true,
      clock: null,
      ...this.view,
    };
  }

  async codes(ids: string[]): Promise<CodeView[]> {
    this.calls.push(['codes', ids]);
    return this.rows.filter(({ id }) => ids.includes(id)).map(codeOf);
  }

  async copy(id: string, next: boolean) {
    await this.call('copy', id, next);
    return { valid_until: Math.floor(Date.now() / 1000) + 20, clears_in: 20 };
  }

  async copyRecovery(account: string) {
    await this.call('copyRecovery', account);
    return { valid_until: 0, clears_in: 20 };
  }

  async copyNote(id: string) {
    await this.call('copyNote', id);
    return { valid_until: 0, clears_in: 20 };
  }

  async setPin(id: string) {
    await this.call('setPin', id);
  }

  async setCounter(id: string, counter: number) {
    await this.call('setCounter', id, counter);
  }

  scanScreen = () => this.look('scanScreen');
  lookAtPicture = (picture: Uint8Array) => this.look('lookAtPicture', picture.length);
  lookAtText = (plain: string, html: string | null) => this.look('lookAtText', plain, html);
  lookAtClipboard = () => this.look('lookAtClipboard');
  lookAtDropped = () => this.look('lookAtDropped');
  cancelLook = () => this.call('cancelLook');

  async nameDraft(handle: string, issuer: string, account: string): Promise<Drafts> {
    await this.call('nameDraft', handle, issuer, account);
    return { drafts: [draft(issuer, account, { draft: handle })], refused: [] };
  }

  async draftByHand(form: { issuer: string; account: string }): Promise<Drafts> {
    await this.call('draftByHand', form);
    return { drafts: [draft(form.issuer, form.account)], refused: [] };
  }

  async chooseFiles(): Promise<Chosen[]> {
    await this.call('chooseFiles');
    return this.files.map(({ name }, number) => ({ number, name }));
  }

  async chooseDropped(): Promise<Chosen[]> {
    await this.call('chooseDropped');
    return this.files.map(({ name }, number) => ({ number, name }));
  }

  async chooseFolder(): Promise<Chosen[]> {
    await this.call('chooseFolder');
    return [{ number: 0, name: '/home/ada/backups' }];
  }

  async choosePlace(name: string): Promise<Chosen[]> {
    await this.call('choosePlace', name);
    return [{ number: 0, name: `/home/ada/${name}` }];
  }

  async importFile(file: number, password: string | null): Promise<Imported> {
    await this.call('importFile', file, password);
    const { password: wanted = null, holds } = this.files[file] ?? {};
    if (wanted !== null && wanted !== password)
      throw {
        code: 'wrong-password',
        message: 'The password is wrong or missing. Nothing was kept.',
        hint: 'Type the password that it was locked with.',
      } satisfies Failure;
    if (!holds || 'code' in holds) throw holds;
    return holds;
  }

  async exports(): Promise<FormatView[]> {
    return this.formats;
  }

  async checkBackup(passphrase: string) {
    await this.call('checkBackup', passphrase);
    return { file: 'countersign-2026-01-02.age', accounts: this.rows.length };
  }

  stopKeeping = () => this.call('stopKeeping');
  undo = () => this.call('undo');
  export = (to: string, place: number, password: string | null, sure: boolean) =>
    this.call('export', to, place, password, sure);
  beginBackups = (place: number, passphrase: string) => this.call('beginBackups', place, passphrase);
  backUpNow = () => this.call('backUpNow');
  stopBackups = () => this.call('stopBackups');
  keep = (drafts: string[]) => this.call('keep', drafts);
  drop = (drafts: string[]) => this.call('drop', drafts);
  edit = (id: string, edit: unknown) => this.call('edit', id, edit);
  confirm = (id: string) => this.call('confirm', id);
  order = (ids: string[]) => this.call('order', ids);
  stopRun = (id: string) => this.call('stopRun', id);
  chooseSealedFile = (passphrase: string) => this.call('chooseSealedFile', passphrase);
  tryKeychain = () => this.call('tryKeychain');
  changePassphrase = (before: string, after: string) => this.call('changePassphrase', before, after);

  async moveStore(kind: StoreKind, passphrase: string | null): Promise<void> {
    await this.call('moveStore', kind, passphrase);
    this.view = { ...this.view, store: store({ kind }) };
    this.changed();
  }

  unlock = (passphrase: string | null) => this.call('unlock', passphrase);
  lock = () => this.call('lock');
  quit = () => this.call('quit');

  async delete(id: string): Promise<void> {
    await this.call('delete', id);
    this.become(id, 'deleted');
  }

  async restore(id: string): Promise<void> {
    await this.call('restore', id);
    this.become(id, 'ready');
  }

  async settings() {
    return { settings: this.set, failures: this.failures };
  }

  decided: DecisionView[] = [];

  async decisions() {
    return this.decided;
  }

  exportDecisions = (place: number) => this.call('exportDecisions', place);

  async changeSettings(settings: Settings): Promise<void> {
    await this.call('changeSettings', settings);
    this.set = settings;
    this.told(settings);
  }

  async scanWanted(): Promise<boolean> {
    const wanted = this.scan;
    this.scan = false;
    return wanted;
  }

  onSettings(then: (settings: Settings) => void): void {
    this.told = then;
  }

  onScan(): void {}

  onChanged(then: () => void): void {
    this.changed = then;
  }

  onDrop(over: (is: boolean) => void, dropped: () => void): void {
    this.dragged = { over, dropped };
  }

  /** Files come over the window, leave it, or are dropped there. */
  drag(what: 'over' | 'away' | 'dropped'): void {
    this.dragged.over(what === 'over');
    if (what === 'dropped') this.dragged.dropped();
  }

  onProgress(then: (progress: Progress | null) => void): void {
    this.progressed = then;
  }

  /** The agent says how far it is. */
  progress(progress: Progress | null): void {
    this.progressed(progress);
  }

  /** The agent says that something changed. */
  change(rows: AccountRow[]): void {
    this.rows = rows;
    this.changed();
  }

  private async look(name: string, ...given: unknown[]): Promise<LookView[]> {
    await this.call(name, ...given);
    await this.delay;
    return this.looks ?? [look('', find(this.found))];
  }

  private become(id: string, state: AccountRow['state']): void {
    this.rows = this.rows.map((row) => (row.id === id ? { ...row, state } : row));
  }

  private async call(name: string, ...given: unknown[]): Promise<void> {
    this.calls.push([name, ...given]);
    if (this.failure) throw this.failure;
  }
}

export class FakeApprovals implements Approvals {
  readonly calls: [string, ...unknown[]][] = [];
  private told: (request: RequestView | null) => void = () => {};

  set = usual;

  constructor(private waiting: RequestView | null = null) {}

  async settings() {
    return { settings: this.set, failures: [] };
  }

  onSettings(): void {}

  async pending(): Promise<RequestView | null> {
    return this.waiting;
  }

  async shown(id: string): Promise<void> {
    this.calls.push(['shown', id]);
  }

  async decide(id: string, decision: Decision): Promise<void> {
    this.calls.push(['decide', id, decision]);
  }

  async openPage(id: string): Promise<void> {
    this.calls.push(['openPage', id]);
  }

  onRequest(then: (request: RequestView | null) => void): void {
    this.told = then;
  }

  /** The agent says that a request came, changed or went. */
  tell(request: RequestView | null): void {
    this.told(request);
  }
}

/** Not a one-time password of anything: digits that change with the account and the step. */
function codeOf({ id, period, digits, kind }: AccountRow): CodeView {
  const step = Math.floor(Date.now() / 1000 / period);
  const made = (of: number) => {
    let value = of;
    for (const char of id) value = Math.imul(value ^ char.charCodeAt(0), 0x45d9f3b) >>> 0;
    if (kind === 'steam') return value.toString(32).toUpperCase().padStart(5, 'K').slice(0, 5);
    return String(value).padStart(digits, '0').slice(-digits);
  };
  return { id, code: made(step), next: made(step + 1), valid_until: (step + 1) * period };
}
