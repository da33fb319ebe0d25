/** State of the add dialog: what was looked at, what was found there, what is to be kept. */
import { computed, signal } from '@preact/signals';
import type { Accounts, ByHand } from './backend';
import type { DraftView, ExportView, Failure, FindView, LookView } from './bindings';
import { t } from './language';
import { asFailure } from './words';

/** Something that was found, and where. */
export interface Found {
  key: string;
  /** As in `On HDMI-1` or `In photo.png`; empty where there is nothing to say. */
  where: string;
  find: FindView;
}

/** A look that goes on. */
export interface Busy {
  what: string;
  /** How many things there are to look at, and how many of them are done. */
  of: number;
  done: number;
}

interface Look {
  what: string;
  at: 'on' | 'in';
  /** Returns what people call what was looked at; nothing where that goes without saying. */
  name: (source: string) => string;
  read: () => Promise<LookView[]>;
  of?: number;
  done?: number;
  /** Whether it is enough that one of the things gives something. */
  together?: boolean;
}

/** Why something gave nothing, and what that was where it has a name. */
export interface Trouble {
  at: string;
  failure: Failure;
}

interface State {
  found: Found[];
  /** Drafts that are to be kept. */
  chosen: ReadonlySet<string>;
  /** Why there is nothing, or less than there could be. */
  troubles: Trouble[];
  busy: Busy | null;
  /** What came of the last look, for those who listen. */
  said: string;
}

const nothingYet: State = { found: [], chosen: new Set(), troubles: [], busy: null, said: '' };
/** Larger than any screenshot. */
const pictureLimit = 64 * 1024 * 1024;

export class Adding {
  readonly state = signal<State>(nothingYet);
  readonly drafts = computed(() => this.state.value.found.flatMap(({ find }) => find.drafts));
  /** The newest that is known of every export. */
  readonly exports = computed(() => {
    const known = new Map<string, ExportView>();
    for (const { find } of this.state.value.found)
      if (find.export) known.set(find.export.export, find.export);
    return [...known.values()];
  });

  /** Looks wait for each other. */
  private last: Promise<void> = Promise.resolve();
  /** Counts the times that the dialog was left: what comes from before is not wanted any more. */
  private visits = 0;
  /** Counts the times that the person cancelled: what has not begun by then does not begin. */
  private cancels = 0;
  private lastKey = 0;

  constructor(private readonly backend: Accounts) {}

  async scanScreen(): Promise<void> {
    await this.look({
      what: t('looking-at-monitors'),
      at: 'on',
      name: (source) => source,
      read: () => this.backend.scanScreen(),
      together: true,
    });
  }

  /** Looks at pictures one after the other, so that one bad picture spoils no other. */
  async addPictures(files: Iterable<File>): Promise<void> {
    const all = [...files];
    await Promise.all(
      all.map((file, done) =>
        this.look({
          what: t('looking-at', { name: file.name }),
          at: 'in',
          name: () => file.name,
          read: async () => this.backend.lookAtPicture(await bytes(file)),
          of: all.length,
          done,
        }),
      ),
    );
  }

  async addText(plain: string, html: string | null = null): Promise<void> {
    await this.look({
      what: t('reading-text'),
      at: 'in',
      name: () => '',
      read: () => this.backend.lookAtText(plain, html),
    });
  }

  /** What the page was given by a paste; where that says nothing, what the clipboard itself has. */
  async paste(plain: string, html: string): Promise<void> {
    const read = async () => {
      const looks = await this.backend.lookAtText(plain, html || null);
      if (found(looks)) return looks;
      const others = await this.backend.lookAtClipboard().catch(() => []);
      return found(others) ? others : looks;
    };
    await this.look({ what: t('reading-text'), at: 'in', name: inClipboard, read });
  }

  async addClipboard(): Promise<void> {
    await this.look({
      what: t('looking-at-copied'),
      at: 'in',
      name: inClipboard,
      read: () => this.backend.lookAtClipboard(),
    });
  }

  async addDropped(): Promise<void> {
    await this.look({
      what: t('looking-at-dropped'),
      at: 'in',
      name: (source) => source,
      read: () => this.backend.lookAtDropped(),
    });
  }

  async addByHand(form: ByHand): Promise<boolean> {
    try {
      const { drafts, refused } = await this.backend.draftByHand(form);
      this.take([{ where: '', find: { ...nothingFound, drafts, refused } }], []);
      return drafts.length > 0;
    } catch (thrown) {
      this.set({ troubles: [{ at: '', failure: asFailure(thrown) }], said: '' });
      return false;
    }
  }

  /** Says whose account a draft is. */
  async name(draft: string, issuer: string, account: string): Promise<void> {
    try {
      const { drafts } = await this.backend.nameDraft(draft, issuer, account);
      const named = new Map(drafts.map((view) => [view.draft, view]));
      const found = this.state.value.found.map((one) => ({
        ...one,
        find: { ...one.find, drafts: one.find.drafts.map((view) => named.get(view.draft) ?? view) },
      }));
      this.set({ found, chosen: new Set([...this.state.value.chosen, ...wanted(drafts)]), troubles: [] });
    } catch (thrown) {
      this.set({ troubles: [{ at: '', failure: asFailure(thrown) }] });
    }
  }

  choose(draft: string, chosen: boolean): void {
    const set = new Set(this.state.value.chosen);
    if (chosen) set.add(draft);
    else set.delete(draft);
    this.set({ chosen: set });
  }

  /** Ends the look that goes on, and those that were to follow it. */
  async cancel(): Promise<void> {
    this.cancels += 1;
    await this.backend.cancelLook().catch(() => {});
  }

  /** Says that the drafts that are to be kept are being kept, or no longer. */
  keeping(what: string | null): void {
    this.set({ busy: what ? { what, of: 1, done: 0 } : null });
  }

  /** The dialog was left: forgets everything. Returns the drafts that were there. */
  leave(): string[] {
    if (this.state.value.busy) void this.cancel();
    this.visits += 1;
    const left = this.drafts.value.map(({ draft }) => draft);
    this.state.value = nothingYet;
    return left;
  }

  private async look(look: Look): Promise<void> {
    const { visits, cancels } = this;
    const turn = this.last.then(async () => {
      if (visits !== this.visits || cancels !== this.cancels) return;
      const { what, of = 1, done = 0 } = look;
      const { troubles } = this.state.value;
      this.set({ busy: { what, of, done }, troubles: done > 0 ? troubles : [], said: '' });
      const looks = await look.read().catch((thrown): LookView[] => {
        return [{ source: '', finds: [], nothing: asFailure(thrown) }];
      });
      if (visits === this.visits) this.took(look, looks);
      else await this.drop(looks);
    });
    this.last = turn;
    await turn;
    if (this.last === turn && visits === this.visits) this.set({ busy: null });
  }

  private took({ at, name, together }: Look, looks: LookView[]): void {
    const where = (source: string) => (name(source) ? t(`found-${at}`, { name: name(source) }) : '');
    const all = looks.flatMap(({ source, finds }) => finds.map((find) => ({ where: where(source), find })));
    // Of several monitors one may well show nothing.
    this.take(all, together && all.length > 0 ? [] : reasons(looks, name));
  }

  /** Too late: nobody looks at this any more. */
  private async drop(looks: LookView[]): Promise<void> {
    const late = looks.flatMap(({ finds }) =>
      finds.flatMap(({ drafts }) => drafts.map(({ draft }) => draft)),
    );
    if (late.length > 0) await this.backend.drop(late).catch(() => {});
  }

  /** Adds what was found, but for what stands there already. */
  private take(finds: Omit<Found, 'key'>[], troubles: Trouble[]): void {
    const before = this.state.value;
    const known = new Set(this.drafts.value.map(({ draft }) => draft));
    const fresh: Found[] = [];
    for (const { where, find } of finds) {
      const drafts = find.drafts.filter(({ draft }) => !known.has(draft));
      for (const { draft } of drafts) known.add(draft);
      const { text, kind, refused } = find;
      const shown = [...before.found, ...fresh].some(
        (one) => one.find.kind === kind && one.find.text === text,
      );
      const nothingNew = kind === 'page' || kind === 'other' ? shown : drafts.length + refused.length === 0;
      // A part of an export that was read before may still tell what is missing.
      if (nothingNew && !find.export) continue;
      this.lastKey += 1;
      fresh.push({ key: `find-${this.lastKey}`, where, find: { ...find, drafts } });
    }
    const drafts = fresh.flatMap(({ find }) => find.drafts);
    const refused = fresh.flatMap(({ find }) => find.refused.map((failure) => ({ at: '', failure })));
    const told = [...before.troubles, ...troubles, ...refused].filter(
      ({ failure }) => failure.code !== 'cancelled',
    );
    this.set({
      found: [...before.found, ...fresh],
      chosen: new Set([...before.chosen, ...wanted(drafts)]),
      troubles: told,
      said:
        drafts.length > 0
          ? t('found-accounts', { count: drafts.length })
          : saidOf(finds.length, fresh.length),
    });
  }

  private set(part: Partial<State>): void {
    this.state.value = { ...this.state.value, ...part };
  }
}

const nothingFound: FindView = {
  kind: 'account',
  drafts: [],
  refused: [],
  export: null,
  text: null,
  place: null,
};

function saidOf(finds: number, fresh: number): string {
  if (finds === 0) return '';
  return t(fresh === 0 ? 'found-nothing-new' : 'found-no-account');
}

/** Drafts that are kept unless the person says otherwise. */
function wanted(drafts: DraftView[]): string[] {
  return drafts.filter((view) => view.standing === 'new' && !isNameless(view)).map(({ draft }) => draft);
}

/** Whether nothing says what an account is for, as with a bare secret. */
export function isNameless({ issuer, account }: DraftView): boolean {
  return issuer === '' && account === '';
}

function found(looks: LookView[]): boolean {
  return looks.some(({ finds }) => finds.length > 0);
}

function inClipboard(source: string): string {
  return source === 'clipboard' || source === '' ? '' : source.replace(/^.*[/\\]/, '');
}

/** Why there is nothing; the same reason for several things is said once. */
function reasons(looks: LookView[], name: (source: string) => string): Trouble[] {
  const known = new Map<string, Trouble>();
  for (const { source, nothing } of looks) {
    if (!nothing) continue;
    const before = known.get(nothing.message)?.at;
    known.set(nothing.message, {
      at: [before, name(source)].filter(Boolean).join(', '),
      failure: nothing,
    });
  }
  return [...known.values()];
}

async function bytes(file: File): Promise<Uint8Array> {
  if (file.size > pictureLimit)
    throw {
      code: 'picture-too-large',
      message: t('picture-too-large'),
      hint: t('picture-too-large.hint'),
    } satisfies Failure;
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw {
      code: 'unreadable-file',
      message: t('unreadable-file'),
      hint: t('unreadable-file.hint'),
    } satisfies Failure;
  }
}
