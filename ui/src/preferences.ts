/** What is set, and what changes it. */
import { signal } from '@preact/signals';
import type { Accounts } from './backend';
import type { DecisionView, Failure, Settings, StoreKind } from './bindings';
import { applySettings } from './looks';
import { asFailure } from './words';

export class Preferences {
  /** What is set; `null` before that is known. */
  readonly settings = signal<Settings | null>(null);
  /** What of it could not be had. */
  readonly failures = signal<Failure[]>([]);
  /** Why the last change was not taken. */
  readonly refused = signal<Failure | null>(null);
  /** Whether their page is shown. */
  readonly shown = signal(false);

  constructor(private readonly backend: Accounts) {
    this.settings.subscribe((settings) => settings && applySettings(settings));
  }

  /** Begins to follow what is set. */
  start(): void {
    this.backend.onSettings((settings) => {
      this.settings.value = settings;
    });
    void this.load();
  }

  show(): void {
    this.refused.value = null;
    this.shown.value = true;
    void this.load();
  }

  hide(): void {
    this.shown.value = false;
  }

  /** Changes some of it. What is shown is what is in force: a change that is not taken is not to be seen. */
  async change(some: Partial<Settings>): Promise<void> {
    const before = this.settings.value;
    if (!before) return;
    this.refused.value = null;
    this.settings.value = { ...before, ...some };
    try {
      await this.backend.changeSettings({ ...before, ...some });
    } catch (thrown) {
      this.settings.value = before;
      this.refused.value = asFailure(thrown);
    }
    await this.load();
  }

  /** What was asked and what became of it, the newest first. */
  async decisions(): Promise<DecisionView[]> {
    return this.backend.decisions();
  }

  /** Writes the decisions into a file that the person chooses; returns its name, or nothing where they go back. */
  async exportDecisions(): Promise<string | null> {
    const [place] = await this.backend.choosePlace('countersign-decisions.json');
    if (!place) return null;
    await this.backend.exportDecisions(place.number);
    return place.name;
  }

  /** Moves every account into the other store. */
  async moveStore(kind: StoreKind, passphrase: string | null): Promise<void> {
    await this.backend.moveStore(kind, passphrase);
  }

  async changePassphrase(before: string, after: string): Promise<void> {
    await this.backend.changePassphrase(before, after);
  }

  private async load(): Promise<void> {
    try {
      const { settings, failures } = await this.backend.settings();
      this.settings.value = settings;
      this.failures.value = failures;
    } catch (thrown) {
      this.refused.value = asFailure(thrown);
    }
  }
}
