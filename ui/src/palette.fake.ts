/** Stands in for the palette's backend in tests. */
import type { Choosing } from './backend';
import { usual } from './backend.fake';
import type { PaletteRow, PaletteView } from './bindings';

export function choice(issuer: string, account: string): PaletteRow {
  return { id: `${issuer}-${account}`, issuer, account, kind: 'totp', recent: false };
}

export class FakeChoosing implements Choosing {
  readonly calls: [string, ...unknown[]][] = [];
  /** What copying fails with. */
  failure: unknown = null;
  private opened: () => void = () => {};

  constructor(public view: PaletteView) {}

  async accounts() {
    return this.view;
  }

  set = usual;

  async settings() {
    return { settings: this.set, failures: [] };
  }

  onSettings(): void {}

  async copy(id: string, next: boolean) {
    this.calls.push(['copy', id, next]);
    if (this.failure) throw this.failure;
    return { valid_until: 0, clears_in: 20 };
  }

  async close() {
    this.calls.push(['close']);
  }

  async openMain() {
    this.calls.push(['openMain']);
  }

  onOpened(then: () => void): void {
    this.opened = then;
  }

  /** The palette is shown once more. */
  open(): void {
    this.opened();
  }
}
