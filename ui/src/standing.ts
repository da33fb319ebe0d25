/** All state of the npm page, and everything that changes it. */
import { computed, signal } from '@preact/signals';
import type { Npm } from './backend';
import type { DiagnosisView, Failure, NpmStatus, StagedContents, StagedView, StagesView } from './bindings';
import { t } from './language';
import { asFailure } from './words';

/** Something that npm is asked, which takes a while. */
export type Job = 'status' | 'staged' | 'contents' | 'settle' | 'explain';

/** How often what waits is looked at again while the window is open. */
const again = 10 * 60 * 1000;

export class Standing {
  /** Whether the page is shown instead of the accounts. */
  readonly shown = signal(false);
  readonly status = signal<NpmStatus | null>(null);
  readonly stages = signal<StagesView[] | null>(null);
  /** What is in the staged versions that were looked at, by their identity. */
  readonly contents = signal<ReadonlyMap<string, StagedContents>>(new Map());
  /** The staged version that is unfolded. */
  readonly unfolded = signal<string | null>(null);
  /** The staged version that npm is settling now, and how. */
  readonly settling = signal<{ id: string; approve: boolean } | null>(null);
  /** The words that the approval window shows for it. */
  readonly words = signal<string | null>(null);
  readonly diagnosis = signal<DiagnosisView | null>(null);
  readonly busy = signal<ReadonlySet<Job>>(new Set());
  readonly failures = signal<ReadonlyMap<Job, Failure>>(new Map());
  /** What was done, said once. */
  readonly done = signal<string | null>(null);

  readonly staged = computed(() => this.stages.value?.flatMap(({ staged }) => staged) ?? []);

  private looked: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly backend: Npm) {
    backend.onWords((words) => {
      this.words.value = words;
    });
  }

  /** Shows the page, and asks for what it shows. */
  show(): void {
    this.shown.value = true;
    this.done.value = null;
    void this.refresh();
    this.looked ??= setInterval(() => {
      if (!document.hidden) void this.refreshStages();
    }, again);
  }

  hide(): void {
    this.shown.value = false;
  }

  async refresh(): Promise<void> {
    await Promise.all([this.refreshStatus(), this.refreshStages()]);
  }

  async refreshStatus(): Promise<void> {
    await this.work('status', async () => {
      this.status.value = await this.backend.status();
    });
  }

  async refreshStages(): Promise<void> {
    await this.work('staged', async () => {
      this.stages.value = await this.backend.staged();
    });
  }

  /** Unfolds a staged version and looks into it, or folds it again. */
  async unfold(staged: StagedView): Promise<void> {
    const open = this.unfolded.value !== staged.id;
    this.unfolded.value = open ? staged.id : null;
    if (!open || this.contents.value.has(staged.id)) return;
    await this.work('contents', async () => {
      const contents = await this.backend.contents(staged.id, staged.registry);
      this.contents.value = new Map([...this.contents.value, [staged.id, contents]]);
    });
  }

  /** Has npm approve or reject one. The code is asked for, and approved, in the other window. */
  async settle(staged: StagedView, approve: boolean): Promise<void> {
    this.settling.value = { id: staged.id, approve };
    this.words.value = null;
    const settled = await this.work('settle', () => this.backend.settle(staged.id, staged.registry, approve));
    this.settling.value = null;
    if (!settled) return;
    this.unfolded.value = null;
    const others = (view: StagesView) => ({
      ...view,
      staged: view.staged.filter(({ id }) => id !== staged.id),
    });
    this.stages.value = this.stages.value?.map(others) ?? null;
    this.done.value = t(approve ? 'published' : 'rejected', {
      name: `${staged.package}@${staged.version}`,
    });
    await this.refreshStages();
  }

  async explain(text: string): Promise<void> {
    this.diagnosis.value = null;
    await this.work('explain', async () => {
      this.diagnosis.value = await this.backend.explain(text);
    });
  }

  cancel(job: Job): void {
    // What is under way says itself that it was cancelled.
    this.backend.cancel(job).catch(() => {});
  }

  private async work(job: Job, act: () => Promise<void>): Promise<boolean> {
    this.busy.value = new Set([...this.busy.value, job]);
    this.failures.value = new Map([...this.failures.value].filter(([of]) => of !== job));
    try {
      await act();
      return true;
    } catch (thrown) {
      this.failures.value = new Map([...this.failures.value, [job, asFailure(thrown)]]);
      return false;
    } finally {
      this.busy.value = new Set([...this.busy.value].filter((of) => of !== job));
    }
  }
}
