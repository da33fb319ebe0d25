/** What the list shows: which accounts, in which order, cut how, and which of them has the focus. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { AccountRow } from './bindings';
import { language } from './language';
import { type Looks, looks } from './looks';
import { ranked } from './matching';

/** Accounts under one heading; none where the list is not cut. */
export interface Section {
  key: string;
  /** `pinned`, `rest`, or a group's own name. */
  of: 'all' | 'pinned' | 'rest' | { group: string };
  rows: AccountRow[];
}

/** Days after which a use counts half. */
const halfLife = 14;

export class Listing {
  readonly query = signal('');
  /** The row that Tab reaches; arrows move it. */
  readonly active = signal<string | null>(null);
  /** The row that gets the focus once it is drawn. */
  readonly wanted = signal<string | null>(null);

  /** Where rows can be moved by hand: nowhere else would they stay. */
  readonly movable = computed(
    () => looks.value.sort === 'manual' && !looks.value.grouped && this.query.value.trim() === '',
  );
  private readonly arranged = computed(() => arranged(this.kept.value, looks.value));
  readonly sections = computed<Section[]>(() => {
    const query = this.query.value;
    if (query.trim() === '' && looks.value.grouped) return cut(this.arranged.value);
    const rows = ranked(query, this.arranged.value, textsOf);
    return rows.length > 0 ? [{ key: 'all', of: 'all', rows }] : [];
  });
  /** All rows as they are shown, one after the other. */
  readonly found = computed(() => this.sections.value.flatMap(({ rows }) => rows));
  private readonly places = computed(() => new Map(this.found.value.map(({ id }, place) => [id, place])));
  readonly tabStop = computed(() => {
    const active = this.active.value;
    return active !== null && this.places.value.has(active) ? active : (this.found.value[0]?.id ?? null);
  });

  constructor(private readonly kept: ReadonlySignal<AccountRow[]>) {}

  search(text: string): void {
    this.query.value = text;
  }

  /** Moves the focus to the row that many places on; returns whether there is one. */
  step(from: string, by: number): boolean {
    const place = this.places.value.get(from);
    const target = place === undefined ? undefined : this.found.value[place + by];
    if (!target) return false;
    this.focus(target.id);
    return true;
  }

  focus(id: string | undefined): void {
    if (id === undefined) return;
    this.active.value = id;
    this.wanted.value = id;
  }
}

/** What an account is found by, what people call it first. */
function textsOf({ issuer, account, registry, groups }: AccountRow): string[] {
  return [issuer, account, ...(registry ? [registry] : []), ...groups];
}

function arranged(rows: AccountRow[], { sort }: Looks): AccountRow[] {
  const order = { manual: () => 0, name: byName(), use: byUse() }[sort];
  // Pins stand first however the others stand.
  return [...rows].sort((one, other) => Number(other.pinned) - Number(one.pinned) || order(one, other));
}

type Order = (one: AccountRow, other: AccountRow) => number;

function byName(): Order {
  const { compare } = new Intl.Collator(language.value, { sensitivity: 'base', numeric: true });
  return (one, other) => compare(one.issuer, other.issuer) || compare(one.account, other.account);
}

function byUse(): Order {
  const weight = ({ uses, last_used }: AccountRow) => {
    const days = last_used === null ? 0 : (Date.now() / 1000 - last_used) / 86_400;
    return uses * 0.5 ** (Math.max(0, days) / halfLife);
  };
  return (one, other) => weight(other) - weight(one);
}

/** Pins, then each group in the order of names, then what is in none. An account stands once: in its first group. */
function cut(rows: AccountRow[]): Section[] {
  const groups = new Map<string, AccountRow[]>();
  for (const row of rows) {
    const [group] = row.groups;
    if (row.pinned || group === undefined) continue;
    const others = groups.get(group);
    if (others) others.push(row);
    else groups.set(group, [row]);
  }
  const { compare } = new Intl.Collator(language.value, { sensitivity: 'base', numeric: true });
  const named = [...groups]
    .sort(([one], [other]) => compare(one, other))
    .map(([group, rows]): Section => ({ key: `group ${group}`, of: { group }, rows }));
  const pinned: Section = { key: 'pinned', of: 'pinned', rows: rows.filter((row) => row.pinned) };
  const rest: Section = {
    key: 'rest',
    of: named.length === 0 && pinned.rows.length === 0 ? 'all' : 'rest',
    rows: rows.filter((row) => !row.pinned && row.groups.length === 0),
  };
  return [pinned, ...named, rest].filter((section) => section.rows.length > 0);
}
