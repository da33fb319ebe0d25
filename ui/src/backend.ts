/** The only file that knows Tauri: one typed function per command, and the events. */
import { type InvokeArgs, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type {
  CodeView,
  Decision,
  DraftView,
  Edit,
  ExportView,
  Failure,
  Overview,
  Progress,
  Refused,
  RequestView,
} from './bindings';

/** A code was put on the clipboard. */
export interface Copied {
  /** When it ends, in seconds since 1970. */
  valid_until: number;
  /** Seconds after which the clipboard is cleared. */
  clears_in: number;
}

/** What a picture, a text or a form gave: accounts not kept yet, and what could not be read. */
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
export interface Accounts {
  overview(): Promise<Overview>;
  codes(ids: string[]): Promise<CodeView[]>;
  copy(id: string, next: boolean): Promise<Copied>;
  copyNote(id: string): Promise<Copied>;
  setPin(id: string, pin: string): Promise<void>;
  setCounter(id: string, counter: number): Promise<void>;
  draftText(text: string): Promise<Drafts>;
  draftPicture(picture: Uint8Array): Promise<Drafts>;
  draftByHand(form: ByHand): Promise<Drafts>;
  /** Has the person choose files; none where they go back. */
  chooseFiles(): Promise<Chosen[]>;
  chooseFolder(): Promise<Chosen[]>;
  /** Has the person choose a place for a new file. */
  choosePlace(name: string): Promise<Chosen[]>;
  importFile(file: number, password: string | null): Promise<Imported>;
  stopKeeping(): Promise<void>;
  /** Takes back what was kept last. */
  undo(): Promise<void>;
  exports(): Promise<ExportView[]>;
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
  unlock(passphrase: string | null): Promise<void>;
  lock(): Promise<void>;
  quit(): Promise<void>;
  /** Calls `then` whenever the overview is out of date. */
  onChanged(then: () => void): void;
  /** Calls `then` with how far accounts that are being kept have come, and with `null` when that is over. */
  onProgress(then: (progress: Progress | null) => void): void;
}

/** What the approval window can have done. */
export interface Approvals {
  pending(): Promise<RequestView | null>;
  shown(id: string): Promise<void>;
  decide(id: string, decision: Decision): Promise<void>;
  /** Calls `then` with the request that came or changed, or `null` when it went. */
  onRequest(then: (request: RequestView | null) => void): void;
}

/** Has a command carried out; every answer is wrapped with its kind. */
async function ask<T>(command: string, given?: InvokeArgs): Promise<T> {
  const reply = await invoke<{ value: T }>(command, given);
  return reply.value;
}

export const accounts: Accounts = {
  overview: () => ask('overview'),
  codes: (ids) => ask('codes', { ids }),
  copy: (id, next) => ask('copy', { id, next }),
  copyNote: (id) => ask('copy_note', { id }),
  setPin: (id, pin) => ask('set_pin', { id, pin }),
  setCounter: (id, counter) => ask('set_counter', { id, counter }),
  draftText: (text) => ask('draft_text', { text }),
  draftPicture: (picture) => ask('draft_picture', picture),
  draftByHand: (form) => ask('draft_by_hand', { form }),
  chooseFiles: () => ask('choose_files'),
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
  unlock: (passphrase) => ask('unlock', { passphrase }),
  lock: () => ask('lock'),
  quit: () => ask('quit'),
  onChanged: (then) => void listen('changed', then),
  onProgress: (then) => void listen<Progress | null>('progress', (event) => then(event.payload)),
};

export const approvals: Approvals = {
  pending: () => ask('pending'),
  shown: (id) => ask('shown', { id }),
  decide: (id, decision) => ask('decide', { id, decision }),
  onRequest: (then) => void listen<RequestView | null>('request', (event) => then(event.payload)),
};
