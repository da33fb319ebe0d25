/** All state of the approval window, and everything that changes it. */
import { computed, signal } from '@preact/signals';
import type { Approvals } from './backend';
import type { Choice, Decision, Failure, RequestView } from './bindings';
import { whileSeen } from './seen';
import { asFailure } from './words';

/** Milliseconds the request must have been seen, in a focused window, before a button answers. */
export const armsAfter = 700;

/** The account that answers unless another is chosen. Where several could be bound by approving, the person must name one. */
function preselected([best, ...others]: Choice[]): string | null {
  return best && (others.length === 0 || !best.binds) ? best.id : null;
}

export class Request {
  readonly view = signal<RequestView | null>(null);
  /** The account that is to answer. */
  readonly account = signal<string | null>(null);
  readonly armed = signal(false);
  readonly failure = signal<Failure | null>(null);
  /** Milliseconds since 1970; moves once a second. */
  readonly now = signal(Date.now());

  readonly left = computed(() => this.remaining(this.view.value?.expires_in_ms));
  readonly startsIn = computed(() => {
    const stage = this.view.value?.stage;
    return stage?.at === 'next-step' ? this.remaining(stage.in_ms) : 0;
  });
  /** Whether a yes gives a code, to the program or to the clipboard. */
  readonly givesCode = computed(() => ['code', 'page'].includes(this.view.value?.wants ?? ''));
  /** Whether nothing is missing for a yes. */
  readonly approvable = computed(() => !this.givesCode.value || this.account.value !== null);
  readonly choice = computed(() =>
    this.view.value?.choices.find((choice) => choice.id === this.account.value),
  );

  private receivedAt = 0;
  private announced: string | null = null;
  private arming: ReturnType<typeof setTimeout> | undefined;
  private stopCounting = () => {};

  constructor(private readonly backend: Approvals) {}

  start(): void {
    this.backend.onRequest((view) => this.take(view));
    window.addEventListener('focus', () => this.arm());
    window.addEventListener('blur', () => this.disarm());
    this.backend.pending().then(
      (view) => this.take(view),
      (thrown) => {
        this.failure.value = asFailure(thrown);
      },
    );
  }

  choose(account: string): void {
    this.account.value = account;
  }

  deny(): Promise<void> {
    return this.decide({ say: 'deny' });
  }

  async approve(): Promise<void> {
    if (this.approvable.value) await this.decide({ say: 'approve', account: this.account.value });
  }

  async approveRun(): Promise<void> {
    if (this.account.value) await this.decide({ say: 'approve-run', account: this.account.value });
  }

  /** Opens the page of the request. A click as deliberate as an answer; the request waits on. */
  async openPage(): Promise<void> {
    const id = this.view.value?.id;
    if (!id || !this.armed.value || !document.hasFocus()) return;
    try {
      await this.backend.openPage(id);
      this.failure.value = null;
    } catch (thrown) {
      this.failure.value = asFailure(thrown);
    }
  }

  private take(view: RequestView | null): void {
    const another = view?.id !== this.view.value?.id;
    this.stopCounting();
    this.receivedAt = Date.now();
    this.now.value = this.receivedAt;
    this.view.value = view;
    if (view) this.stopCounting = whileSeen(1000, () => this.count(), this.receivedAt);
    if (!another) return;
    this.failure.value = null;
    this.account.value = preselected(view?.choices ?? []);
    this.disarm();
    if (view) void this.announce(view.id);
  }

  private count(): void {
    this.now.value = Date.now();
  }

  /** The agent counts from here too, and refuses earlier answers; so our count begins when it has heard. */
  private async announce(id: string): Promise<void> {
    try {
      await this.backend.shown(id);
      this.announced = id;
      this.arm();
    } catch (thrown) {
      this.failure.value = asFailure(thrown);
    }
  }

  private arm(): void {
    this.disarm();
    if (!this.announced || this.announced !== this.view.value?.id || !document.hasFocus()) return;
    this.arming = setTimeout(() => {
      this.armed.value = document.hasFocus();
    }, armsAfter);
  }

  private disarm(): void {
    clearTimeout(this.arming);
    this.armed.value = false;
  }

  private async decide(decision: Decision): Promise<void> {
    const id = this.view.value?.id;
    if (!id || !this.armed.value || !document.hasFocus()) return;
    this.disarm();
    try {
      await this.backend.decide(id, decision);
      this.failure.value = null;
    } catch (thrown) {
      this.failure.value = asFailure(thrown);
    }
    this.arm();
  }

  private remaining(ms: number | undefined): number {
    return Math.max(0, (ms ?? 0) - Math.max(0, this.now.value - this.receivedAt));
  }
}
