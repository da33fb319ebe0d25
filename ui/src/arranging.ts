/** Putting accounts into the order that the person wants: by hand, and pinned to the beginning. */
import { signal } from '@preact/signals';
import type { Accounts } from './backend';
import type { AccountRow } from './bindings';
import type { Carrying } from './carrying';
import { t } from './language';
import type { Listing } from './listing';
import type { Notice } from './state';
import { nameOf } from './words';

/** What arranging needs of the window around it. */
interface Around {
  readonly listing: Listing;
  /** All accounts in the order that is kept, those that were deleted too. */
  all(): readonly AccountRow[];
  say(notice: Notice): void;
  load(): Promise<void>;
  attempt(act: () => Promise<void>): Promise<boolean>;
}

export class Arranging {
  /** The row that is being dragged. */
  readonly carrying = signal<Carrying>({ carried: null, over: null });
  /** Said to those who listen, and not shown: where a row is now. */
  readonly said = signal('');

  constructor(
    private readonly backend: Accounts,
    private readonly around: Around,
  ) {}

  /** Moves an account up (-1) or down (1) among those that are shown. */
  async move(id: string, by: -1 | 1): Promise<void> {
    const rows = this.around.listing.found.value;
    const other = rows[rows.findIndex((row) => row.id === id) + by];
    if (other) await this.put(id, other.id, by > 0);
  }

  /** Puts an account before or after another one; pins stay among pins. */
  async put(id: string, other: string, after: boolean): Promise<void> {
    const { listing } = this.around;
    if (!listing.movable.value) {
      this.around.say({ tone: 'failed', text: t('not-movable'), hint: t('not-movable.hint') });
      return;
    }
    const rows = this.around.all();
    const pinned = (of: string) => rows.find((row) => row.id === of)?.pinned;
    if (id === other || pinned(id) !== pinned(other)) return;
    const ids = rows.map((row) => row.id).filter((one) => one !== id);
    ids.splice(ids.indexOf(other) + (after ? 1 : 0), 0, id);
    await this.around.attempt(() => this.backend.order(ids));
    await this.around.load();
    const shown = listing.found.value;
    const at = shown.findIndex((row) => row.id === id);
    const row = shown[at];
    if (row) this.said.value = t('moved', { name: nameOf(row), place: at + 1, of: shown.length });
    listing.focus(id);
  }

  /** Pins an account to the beginning, or unpins it. */
  async togglePin(id: string): Promise<void> {
    const row = this.around.all().find((row) => row.id === id);
    if (!row) return;
    const { issuer, account, registry, groups, pinned } = row;
    const edit = { issuer, account, registry, groups, pinned: !pinned };
    if (await this.around.attempt(() => this.backend.edit(id, edit)))
      this.around.say({ tone: 'done', text: t(pinned ? 'unpinned' : 'pinned-now', { name: nameOf(row) }) });
    await this.around.load();
    this.around.listing.focus(id);
  }
}
