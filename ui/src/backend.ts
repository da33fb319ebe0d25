/** The only file that knows Tauri: one typed function per command, and the events. */
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { CodeView, Decision, DraftView, Edit, Failure, Overview, RequestView } from './bindings';

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
  draftText(text: string): Promise<Drafts>;
  draftPicture(picture: Uint8Array): Promise<Drafts>;
  draftByHand(form: ByHand): Promise<Drafts>;
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
}

/** What the approval window can have done. */
export interface Approvals {
  pending(): Promise<RequestView | null>;
  shown(id: string): Promise<void>;
  decide(id: string, decision: Decision): Promise<void>;
  /** Calls `then` with the request that came or changed, or `null` when it went. */
  onRequest(then: (request: RequestView | null) => void): void;
}

export const accounts: Accounts = {
  overview: () => invoke('overview'),
  codes: (ids) => invoke('codes', { ids }),
  copy: (id, next) => invoke('copy', { id, next }),
  draftText: (text) => invoke('draft_text', { text }),
  draftPicture: (picture) => invoke('draft_picture', picture),
  draftByHand: (form) => invoke('draft_by_hand', { form }),
  keep: (drafts) => invoke('keep', { drafts }),
  drop: (drafts) => invoke('drop_drafts', { drafts }),
  edit: (id, edit) => invoke('edit', { id, edit }),
  delete: (id) => invoke('delete', { id }),
  restore: (id) => invoke('restore', { id }),
  confirm: (id) => invoke('confirm', { id }),
  order: (ids) => invoke('order', { ids }),
  stopRun: (id) => invoke('stop_run', { id }),
  chooseSealedFile: (passphrase) => invoke('choose_sealed_file', { passphrase }),
  tryKeychain: () => invoke('try_keychain'),
  unlock: (passphrase) => invoke('unlock', { passphrase }),
  lock: () => invoke('lock'),
  quit: () => invoke('quit'),
  onChanged: (then) => void listen('changed', then),
};

export const approvals: Approvals = {
  pending: () => invoke('pending'),
  shown: (id) => invoke('shown', { id }),
  decide: (id, decision) => invoke('decide', { id, decision }),
  onRequest: (then) => void listen<RequestView | null>('request', (event) => then(event.payload)),
};
