/**
 * What became of commands: by id, and one actor's in commit order.
 *
 * @module
 */
import { Effect } from "effect";
import { type Address, addressKey } from "../../actors/address.ts";
import {
  type CommandRecord,
  type Page,
  type PageRequest,
  Quarantined,
  StoreUnavailable,
} from "../../actors/event_store.ts";
import { POSITIONS_PER_BATCH } from "./batch.ts";
import { unpack } from "./codec.ts";
import { commandKey, commitKey, commitsKey, factlessKey, requestsKey } from "./keys.ts";
import type { KvEntry } from "./kv.ts";
import type { Quarantine } from "./quarantine.ts";
import type { Reader } from "./reader.ts";
import { unpackCommand, unpackCommit } from "./records.ts";

/** Below which version and which order the next page begins. */
const CURSOR = /^(\d{1,16})\.(\d{1,16})$/;

/** A command in one of its two lists; `number` is its place there. */
interface Found {
  readonly list: "commits" | "factless";
  readonly number: number;
  readonly batch: number;
  readonly commandId: string;
}

/** Reads of command records. */
export class Commands {
  readonly #reader: Reader;
  readonly #quarantine: Quarantine;

  constructor(reader: Reader, quarantine: Quarantine) {
    this.#reader = reader;
    this.#quarantine = quarantine;
  }

  /** A damaged record is not `null`: that would let the command act a second time. */
  readonly one = Effect.fnUntraced(
    function* (this: Commands, tenant: string, commandId: string) {
      const record = yield* this.#reader.get(commandKey(tenant, commandId));
      if (record === null) return null;
      const command = this.#decoded(record, { tenant, commandId });
      if (command !== null) return command;
      const reason = `The stored record of command ${commandId} does not decode`;
      return yield* new StoreUnavailable({ reason });
    }.bind(this),
  );

  /** Those that were swept meanwhile, or are damaged, are left out: the others are found. */
  readonly requested = Effect.fnUntraced(
    function* (this: Commands, tenant: string, requestId: string, limit: number) {
      const prefix = requestsKey(tenant, requestId);
      const rows = yield* this.#reader.list({ prefix }, { limit });
      const ids = rows.map(({ key }) => String(key.at(-1)));
      const records = yield* this.#reader.getMany(ids.map((id) => commandKey(tenant, id)));
      const found = ids.map((commandId, i) => {
        const record = records[i] ?? null;
        return record === null ? null : this.#decoded(record, { tenant, commandId });
      });
      return found.filter((command) => command !== null);
    }.bind(this),
  );

  #decoded(
    record: unknown,
    { tenant, commandId }: { readonly tenant: string; readonly commandId: string },
  ): CommandRecord | null {
    const command = unpackCommand(record, { tenant, commandId });
    if (command === null) this.#quarantine.note(commandName(tenant, commandId));
    return command;
  }

  /**
   * Newest first.
   *
   * Commands with facts are named in their commits, the others in a list of their own; the two
   * are merged by batch, as no two commands of one actor share one. Those that were swept are left
   * out, so that a page can be short.
   */
  readonly page = Effect.fnUntraced(
    function* (this: Commands, address: Address, { cursor, limit }: PageRequest) {
      const below = cursor === null ? [Infinity, Infinity] : CURSOR.exec(cursor)?.slice(1);
      if (below === undefined) return { data: [], next: null } satisfies Page<CommandRecord>;
      const [version, order] = below.map(Number);
      const options = { limit: limit + 1, reverse: true };
      const [commits, factless] = yield* Effect.all([
        this.#reader.list({
          prefix: commitsKey(address),
          end: commitKey(address, version ?? 0),
        }, options),
        this.#reader.list({
          prefix: factlessKey(address),
          end: [...factlessKey(address), order ?? 0],
        }, options),
      ], { concurrency: 2 });
      const all = [...commits.map(inCommit), ...factless.map(alone)];
      const found = all.filter((one) => one !== null).toSorted((a, b) => b.batch - a.batch);
      if (found.length < all.length) {
        const reason = "A record of its commands does not decode";
        if (commits.some((entry) => inCommit(entry) === null)) {
          return yield* this.#quarantine.actor(address, reason);
        }
        this.#quarantine.note(`${addressKey(address)}/commands`);
        return yield* new Quarantined({ address, reason });
      }
      const data = yield* this.#records(address, found.slice(0, limit));
      if (found.length <= limit) return { data, next: null };
      const taken = found.slice(0, limit);
      const lowest = (list: Found["list"], from: number | undefined) =>
        taken.findLast((one) => one.list === list)?.number ?? from;
      const next = [lowest("commits", version), lowest("factless", order)].map(toDigits).join(".");
      return { data, next };
    }.bind(this),
  );

  readonly #records = Effect.fnUntraced(
    function* (this: Commands, { tenant, kind, id }: Address, found: ReadonlyArray<Found>) {
      const keys = found.map(({ commandId }) => commandKey(tenant, commandId));
      const records = yield* this.#reader.getMany(keys);
      const commands: Array<CommandRecord> = [];
      for (const [i, { commandId }] of found.entries()) {
        if (records[i] === null) continue;
        const command = this.#decoded(records[i], { tenant, commandId });
        if (command === null) {
          const reason = `Command ${commandId} does not decode`;
          return yield* new Quarantined({ address: { tenant, kind, id }, reason });
        }
        commands.push(command);
      }
      return commands;
    }.bind(this),
  );
}

function commandName(tenant: string, commandId: string): string {
  return `${tenant}/command/${commandId}`;
}

function inCommit({ key, value }: KvEntry): Found | null {
  const commit = unpackCommit(value);
  if (commit === null) return null;
  const batch = Math.floor(commit.position / POSITIONS_PER_BATCH);
  return { list: "commits", number: Number(key.at(-1)), batch, commandId: commit.commandId };
}

function alone({ key, value }: KvEntry): Found | null {
  const [commandId] = unpack(value) ?? [];
  if (typeof commandId !== "string") return null;
  const order = Number(key.at(-1));
  const batch = Math.floor(order / POSITIONS_PER_BATCH);
  return { list: "factless", number: order, batch, commandId };
}

/** Nothing of a list was taken yet: the next page may begin anywhere in it. */
function toDigits(number: number | undefined): string {
  return String(Math.min(number ?? 0, Number.MAX_SAFE_INTEGER));
}
