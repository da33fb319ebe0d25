/** The only file that knows Tauri: one typed function per command, and the events. */
import { type InvokeArgs, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type {
  CodeView,
  Decision,
  DecisionView,
  DiagnosisView,
  DraftView,
  Edit,
  Failure,
  FormatView,
  LookView,
  NpmStatus,
  Overview,
  PaletteView,
  Progress,
  Refused,
  RequestView,
  Settings,
  SettingsView,
  StagedContents,
  StagesView,
  StoreKind,
} from './bindings';

/** A code was put on the clipboard. */
export interface Copied {
  /** When it ends, in seconds since 1970. */
  valid_until: number;
  /** Seconds after which the clipboard is cleared. */
  clears_in: number;
}

/** What a form gave: accounts not kept yet, and what could not be read. */
export interface Drafts {
  drafts: DraftView[];
  refused: Failure[];
}

/** A file or folder that the person chose. The page works with its number and sees neither path nor content of a file. */
export interface Chosen {
  number: number;
  name: string;
}

/** What a file of another program holds. */
export interface Imported {
  /** The format's name. */
  format: string;
  drafts: DraftView[];
  refused: Refused[];
}

/** An account as a person types it. */
export interface ByHand {
  issuer: string;
  account: string;
  /** Base32. */
  secret: string;
  algorithm: string;
  digits: number;
  /** Seconds. */
  period: number;
}

/** What the main window can have done. Nothing here answers a request. */
/** How a window learns what is set. */
export interface SettingsBackend {
  settings(): Promise<SettingsView>;
  /** Calls `then` when settings were changed. */
  onSettings(then: (settings: Settings) => void): void;
}

export interface Accounts extends SettingsBackend {
  overview(): Promise<Overview>;
  codes(ids: string[]): Promise<CodeView[]>;
  copy(id: string, next: boolean): Promise<Copied>;
  copyNote(id: string): Promise<Copied>;
  setPin(id: string, pin: string): Promise<void>;
  setCounter(id: string, counter: number): Promise<void>;
  /** Looks for codes on all monitors; this window steps aside for a moment. */
  scanScreen(): Promise<LookView[]>;
  lookAtPicture(picture: Uint8Array): Promise<LookView[]>;
  /** A text, and the same as HTML where its colours are there alone. */
  lookAtText(plain: string, html: string | null): Promise<LookView[]>;
  lookAtClipboard(): Promise<LookView[]>;
  /** What was dropped on the window, where the page itself is not handed it. */
  lookAtDropped(): Promise<LookView[]>;
  cancelLook(): Promise<void>;
  nameDraft(draft: string, issuer: string, account: string): Promise<Drafts>;
  draftByHand(form: ByHand): Promise<Drafts>;
  /** Has the person choose files; none where they go back. */
  chooseFiles(): Promise<Chosen[]>;
  /** Takes the files that were dropped on the window as if they had been chosen. */
  chooseDropped(): Promise<Chosen[]>;
  chooseFolder(): Promise<Chosen[]>;
  /** Has the person choose a place for a new file. */
  choosePlace(name: string): Promise<Chosen[]>;
  importFile(file: number, password: string | null): Promise<Imported>;
  stopKeeping(): Promise<void>;
  /** Takes back what was kept last. */
  undo(): Promise<void>;
  exports(): Promise<FormatView[]>;
  export(to: string, place: number, password: string | null, sure: boolean): Promise<void>;
  beginBackups(place: number, passphrase: string): Promise<void>;
  backUpNow(): Promise<void>;
  checkBackup(passphrase: string): Promise<{ file: string; accounts: number }>;
  stopBackups(): Promise<void>;
  keep(drafts: string[]): Promise<void>;
  drop(drafts: string[]): Promise<void>;
  edit(id: string, edit: Edit): Promise<void>;
  delete(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  confirm(id: string): Promise<void>;
  order(ids: string[]): Promise<void>;
  stopRun(id: string): Promise<void>;
  chooseSealedFile(passphrase: string): Promise<void>;
  tryKeychain(): Promise<void>;
  /** Moves every account into the other store. */
  moveStore(kind: StoreKind, passphrase: string | null): Promise<void>;
  changePassphrase(before: string, after: string): Promise<void>;
  unlock(passphrase: string | null): Promise<void>;
  copyRecovery(account: string): Promise<Copied>;
  lock(): Promise<void>;
  quit(): Promise<void>;
  /** What was asked and what became of it, the newest first. */
  decisions(): Promise<DecisionView[]>;
  exportDecisions(place: number): Promise<void>;
  changeSettings(settings: Settings): Promise<void>;
  /** Whether the person chose in the tray to scan the screen; said once. */
  scanWanted(): Promise<boolean>;
  /** Calls `then` when the screen is to be scanned. */
  onScan(then: () => void): void;
  /** Calls `then` whenever the overview is out of date. */
  onChanged(then: () => void): void;
  /** Calls `then` with how far accounts that are being kept have come, and with `null` when that is over. */
  onProgress(then: (progress: Progress | null) => void): void;
  /** Calls `over` when files come over the window and when they leave it, and `dropped` when they are dropped there. */
  onDrop(over: (is: boolean) => void, dropped: () => void): void;
}

/** What the npm page can have done. npm is asked beside this program; a code that it needs is approved in the other window. */
export interface Npm {
  status(): Promise<NpmStatus>;
  staged(): Promise<StagesView[]>;
  contents(id: string, registry: string): Promise<StagedContents>;
  settle(id: string, registry: string, approve: boolean): Promise<void>;
  explain(text: string): Promise<DiagnosisView>;
  /** Ends what is under way, by the name of the call. */
  cancel(job: 'status' | 'staged' | 'contents' | 'settle' | 'explain'): Promise<void>;
  /** Calls `then` with the two words that the approval window shows for what is being settled. */
  onWords(then: (words: string) => void): void;
}

/** What the approval window can have done. */
export interface Approvals extends SettingsBackend {
  pending(): Promise<RequestView | null>;
  shown(id: string): Promise<void>;
  decide(id: string, decision: Decision): Promise<void>;
  /** Opens the page that the request shows, in the person's browser. */
  openPage(id: string): Promise<void>;
  /** Calls `then` with the request that came or changed, or `null` when it went. */
  onRequest(then: (request: RequestView | null) => void): void;
}

/** What the palette can have done. */
export interface Choosing extends SettingsBackend {
  accounts(): Promise<PaletteView>;
  /** Copies a code, and has the palette go away. */
  copy(id: string, next: boolean): Promise<Copied>;
  close(): Promise<void>;
  openMain(): Promise<void>;
  /** Calls `then` each time the palette is shown. */
  onOpened(then: () => void): void;
}

function onSettings(then: (settings: Settings) => void): void {
  void listen<Settings>('settings', (event) => then(event.payload));
}

/** Has a command carried out; every answer is wrapped with its kind. */
async function ask<T>(command: string, given?: InvokeArgs): Promise<T> {
  const reply = await invoke<{ value: T }>(command, given);
  return reply.value;
}

/** Waits until the page is drawn as it is now: a window that steps aside comes back as it was seen last. */
async function drawn(): Promise<void> {
  const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
  // A window that is not seen draws nothing.
  const soon = new Promise<void>((resolve) => setTimeout(resolve, 200));
  await Promise.race([frame().then(frame), soon]);
}

export const accounts: Accounts = {
  overview: () => ask('overview'),
  codes: (ids) => ask('codes', { ids }),
  copy: (id, next) => ask('copy', { id, next }),
  copyNote: (id) => ask('copy_note', { id }),
  setPin: (id, pin) => ask('set_pin', { id, pin }),
  setCounter: (id, counter) => ask('set_counter', { id, counter }),
  scanScreen: async () => {
    await drawn();
    return ask('scan_screen');
  },
  lookAtPicture: (picture) => ask('look_at_picture', picture),
  lookAtText: (plain, html) => ask('look_at_text', { plain, html }),
  lookAtClipboard: () => ask('look_at_clipboard'),
  lookAtDropped: () => ask('look_at_dropped'),
  cancelLook: () => ask('cancel_look'),
  nameDraft: (draft, issuer, account) => ask('name_draft', { draft, issuer, account }),
  draftByHand: (form) => ask('draft_by_hand', { form }),
  chooseFiles: () => ask('choose_files'),
  chooseDropped: () => ask('choose_dropped'),
  chooseFolder: () => ask('choose_folder'),
  choosePlace: (name) => ask('choose_place', { name }),
  importFile: (file, password) => ask('import_file', { file, password }),
  stopKeeping: () => ask('stop_keeping'),
  undo: () => ask('undo'),
  exports: () => ask('exports'),
  export: (to, place, password, sure) => ask('export', { to, place, password, sure }),
  beginBackups: (place, passphrase) => ask('begin_backups', { place, passphrase }),
  backUpNow: () => ask('back_up_now'),
  checkBackup: (passphrase) => ask('check_backup', { passphrase }),
  stopBackups: () => ask('stop_backups'),
  keep: (drafts) => ask('keep', { drafts }),
  drop: (drafts) => ask('drop_drafts', { drafts }),
  edit: (id, edit) => ask('edit', { id, edit }),
  delete: (id) => ask('delete', { id }),
  restore: (id) => ask('restore', { id }),
  confirm: (id) => ask('confirm', { id }),
  order: (ids) => ask('order', { ids }),
  stopRun: (id) => ask('stop_run', { id }),
  chooseSealedFile: (passphrase) => ask('choose_sealed_file', { passphrase }),
  tryKeychain: () => ask('try_keychain'),
  moveStore: (kind, passphrase) => ask('move_store', { kind, passphrase }),
  changePassphrase: (before, after) => ask('change_passphrase', { before, after }),
  unlock: (passphrase) => ask('unlock', { passphrase }),
  copyRecovery: (account) => ask('copy_recovery', { account }),
  lock: () => ask('lock'),
  quit: () => ask('quit'),
  decisions: () => ask('decisions'),
  exportDecisions: (place) => ask('export_decisions', { place }),
  settings: () => ask('settings'),
  changeSettings: (settings) => ask('change_settings', { settings }),
  scanWanted: () => ask('scan_wanted'),
  onSettings,
  onScan: (then) => void listen('scan', then),
  onChanged: (then) => void listen('changed', then),
  onProgress: (then) => void listen<Progress | null>('progress', (event) => then(event.payload)),
  onDrop: (over, dropped) => {
    void listen<boolean>('dragging', ({ payload }) => over(payload));
    void listen('dropped', dropped);
  },
};

export const npm: Npm = {
  status: () => ask('npm_status'),
  staged: () => ask('npm_staged'),
  contents: (id, registry) => ask('npm_contents', { id, registry }),
  settle: (id, registry, approve) => ask('npm_settle', { id, registry, approve }),
  explain: (text) => ask('npm_explain', { text }),
  cancel: (job) => ask('npm_cancel', { job }),
  onWords: (then) => void listen<string>('words', (event) => then(event.payload)),
};

export const approvals: Approvals = {
  pending: () => ask('pending'),
  shown: (id) => ask('shown', { id }),
  decide: (id, decision) => ask('decide', { id, decision }),
  openPage: (id) => ask('open_page', { id }),
  settings: () => ask('approve_settings'),
  onSettings,
  onRequest: (then) => void listen<RequestView | null>('request', (event) => then(event.payload)),
};

export const palette: Choosing = {
  accounts: () => ask('palette'),
  copy: (id, next) => ask('palette_copy', { id, next }),
  close: () => ask('palette_close'),
  openMain: () => ask('palette_open_main'),
  settings: () => ask('palette_settings'),
  onSettings,
  onOpened: (then) => void listen('opened', then),
};
