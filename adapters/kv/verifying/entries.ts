/**
 * All entries of one letter in key order, a page at a time, and the next one looked at beforehand.
 *
 * @module
 */
import type { Address, Kind } from "../../../actors/address.ts";
import type { Kv, KvEntry } from "../kv.ts";
import { SCAN_PAGE } from "../reader.ts";

/** Through everything under a prefix; KV itself reads it in pages. */
export function entriesOf(kv: Kv, prefix: Deno.KvKey): AsyncIterable<KvEntry> {
  return kv.list({ prefix }, { limit: Number.MAX_SAFE_INTEGER, batchSize: SCAN_PAGE });
}

/** Entries whose keys begin with a letter, a tenant, a kind and an id. */
export class ActorEntries {
  readonly #entries: AsyncIterator<KvEntry>;
  #next: KvEntry | null = null;

  private constructor(entries: AsyncIterator<KvEntry>) {
    this.#entries = entries;
  }

  /** At the first entry. */
  static async open(kv: Kv, prefix: Deno.KvKey): Promise<ActorEntries> {
    const opened = new ActorEntries(entriesOf(kv, prefix)[Symbol.asyncIterator]());
    await opened.#advance();
    return opened;
  }

  /** Of whom the next entry is; `null` at the end. */
  get actor(): Address | null {
    if (this.#next === null) return null;
    const [, tenant, kind, id] = this.#next.key;
    return { tenant: String(tenant), kind: kind as Kind, id: String(id) };
  }

  /** The next entry if it is of this actor, without taking it. */
  peek({ tenant, kind, id }: Address): KvEntry | null {
    const key = this.#next?.key;
    const isOf = key !== undefined && key[1] === tenant && key[2] === kind && key[3] === id;
    return isOf ? this.#next : null;
  }

  /** As `peek`, and goes on. */
  async take(address: Address): Promise<KvEntry | null> {
    const entry = this.peek(address);
    if (entry !== null) await this.#advance();
    return entry;
  }

  async #advance(): Promise<void> {
    const { value, done } = await this.#entries.next();
    this.#next = done ? null : value;
  }
}

/** The first of several actors in KV's order; `null` when there is none. */
export function firstOf(actors: ReadonlyArray<Address | null>): Address | null {
  let first: Address | null = null;
  for (const actor of actors) {
    if (actor !== null && (first === null || isBefore(actor, first))) first = actor;
  }
  return first;
}

function isBefore(some: Address, other: Address): boolean {
  if (some.tenant !== other.tenant) return some.tenant < other.tenant;
  if (some.kind !== other.kind) return some.kind < other.kind;
  return some.id < other.id;
}
