/** What the import dialog does: files are read one by one, entries are chosen, kept together and taken back together. */
import { computed, signal } from '@preact/signals';
import type { Accounts, Chosen } from './backend';
import type { DraftView, Failure, Progress, Refused } from './bindings';
import { t, told } from './language';
import type { Notice } from './state';
import { asFailure } from './words';

/** A file, and what came of it. */
export interface Source extends Chosen {
  state: 'reading' | 'locked' | 'read' | 'failed';
  /** The format's name. */
  format: string;
  found: number;
  refused: Refused[];
  failure: Failure | null;
}

/** What an import needs of the window around it. */
export interface Around {
  say(notice: Notice): void;
  load(): Promise<void>;
  closeDialog(): void;
  undo(): Promise<void>;
}

/** Entries drawn at first, and at each wish for more. */
const reachStep = 100;

export class Importing {
  readonly sources = signal<Source[]>([]);
  readonly drafts = signal<DraftView[]>([]);
  /** Drafts that are to be kept. */
  readonly chosen = signal<ReadonlySet<string>>(new Set());
  readonly keeping = signal(false);
  readonly progress = signal<Progress | null>(null);
  /** The failure of the dialog as a whole. */
  readonly failure = signal<Failure | null>(null);
  private readonly reach = signal(reachStep);
  readonly drawn = computed(() => this.drafts.value.slice(0, this.reach.value));
  readonly refused = computed(() => this.sources.value.flatMap(({ refused }) => refused));

  constructor(
    private readonly backend: Accounts,
    private readonly around: Around,
  ) {}

  /** Begins to hear how far keeping has come. */
  start(): void {
    this.backend.onProgress((progress) => {
      this.progress.value = progress;
    });
  }

  /** Has the person choose files, and reads them. */
  async choose(): Promise<void> {
    await this.take(() => this.backend.chooseFiles());
  }

  /** Reads what was dropped on the window. */
  async takeDropped(): Promise<void> {
    await this.take(() => this.backend.chooseDropped());
  }

  private async take(choose: () => Promise<Chosen[]>): Promise<void> {
    this.failure.value = null;
    try {
      await this.read(await choose());
    } catch (thrown) {
      this.failure.value = asFailure(thrown);
    }
  }

  /** Reads files one after the other, so that one bad file spoils no other. */
  async read(files: Chosen[]): Promise<void> {
    const fresh = files.map(
      (file): Source => ({ ...file, state: 'reading', format: '', found: 0, refused: [], failure: null }),
    );
    this.sources.value = [...this.sources.value, ...fresh];
    for (const { number } of fresh) await this.open(number, null);
  }

  /** Reads a file, with the password that locks it. */
  async open(number: number, password: string | null): Promise<void> {
    this.become(number, { state: 'reading', failure: null });
    try {
      const { format, drafts, refused } = await this.backend.importFile(number, password);
      this.become(number, { state: 'read', format, found: drafts.length, refused });
      this.drafts.value = [...this.drafts.value, ...drafts];
      const wanted = drafts.filter(({ standing }) => standing === 'new').map(({ draft }) => draft);
      this.chosen.value = new Set([...this.chosen.value, ...wanted]);
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (failure.code !== 'wrong-password') this.become(number, { state: 'failed', failure });
      // The first time nobody typed anything that could be wrong.
      else this.become(number, { state: 'locked', failure: password === null ? null : failure });
    }
  }

  pick(draft: string, yes: boolean): void {
    const set = new Set(this.chosen.value);
    if (yes) set.add(draft);
    else set.delete(draft);
    this.chosen.value = set;
  }

  /** Chooses everything but what is there already, or nothing. */
  pickAll(yes: boolean): void {
    const all = this.drafts.value.filter(({ standing }) => standing !== 'duplicate');
    this.chosen.value = new Set(yes ? all.map(({ draft }) => draft) : []);
  }

  more(): void {
    this.reach.value += reachStep;
  }

  async keep(): Promise<void> {
    const kept = this.drafts.value.filter(({ draft }) => this.chosen.value.has(draft));
    this.keeping.value = true;
    const undo = { label: t('undo'), run: () => void this.around.undo() };
    try {
      await this.backend.keep(kept.map(({ draft }) => draft));
      this.drafts.value = this.drafts.value.filter(({ draft }) => !this.chosen.value.has(draft));
      const left = this.refused.value.length;
      this.around.say({
        tone: 'done',
        text: t('imported', { count: kept.length }),
        ...(left > 0 && { hint: t('imported.left', { left }) }),
        action: undo,
      });
    } catch (thrown) {
      const { code, message, hint } = told(asFailure(thrown));
      this.around.say({
        tone: 'failed',
        text: message,
        hint,
        ...(code === 'stopped' && { action: undo }),
      });
    }
    this.keeping.value = false;
    this.around.closeDialog();
    await this.around.load();
  }

  async stop(): Promise<void> {
    await this.backend.stopKeeping();
  }

  /** Forgets everything; what was not kept is dropped. */
  leave(): void {
    const drafts = this.drafts.value.map(({ draft }) => draft);
    if (drafts.length > 0 && !this.keeping.value) void this.backend.drop(drafts).catch(() => {});
    this.sources.value = [];
    this.drafts.value = [];
    this.chosen.value = new Set();
    this.failure.value = null;
    this.reach.value = reachStep;
  }

  private become(number: number, change: Partial<Source>): void {
    this.sources.value = this.sources.value.map((source) =>
      source.number === number ? { ...source, ...change } : source,
    );
  }
}
