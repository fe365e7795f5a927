/**
 * What became of commands: by id, and one actor's in commit order.
 *
 * @module
 */
import { Effect } from "effect";
import type { Address } from "../../actors/address.ts";
import {
  type CommandRecord,
  type Page,
  type PageRequest,
  StoreUnavailable,
} from "../../actors/event_store.ts";
import { unpack } from "./codec.ts";
import { cursorOf, rangeBelow } from "./cursors.ts";
import { actorCommandsKey, commandKey } from "./keys.ts";
import type { Quarantine } from "./quarantine.ts";
import type { Reader } from "./reader.ts";
import { unpackCommand } from "./records.ts";

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
      const command = unpackCommand(record, { tenant, commandId });
      if (command !== null) return command;
      this.#quarantine.note(`${tenant}/command/${commandId}`);
      const reason = `The stored record of command ${commandId} does not decode`;
      return yield* new StoreUnavailable({ reason });
    }.bind(this),
  );

  /** Newest first. */
  readonly page = Effect.fnUntraced(
    function* (this: Commands, address: Address, request: PageRequest) {
      const prefix = actorCommandsKey(address);
      const range = rangeBelow(prefix, request.cursor);
      if (range === null) return { data: [], next: null } satisfies Page<CommandRecord>;
      const entries = yield* this.#reader.list(range, { limit: request.limit + 1, reverse: true });
      const index = entries.slice(0, request.limit);
      const ids = index.map((entry) => String(unpack(entry.value)?.[0] ?? ""));
      const records = yield* this.#reader.getMany(
        ids.map((id) => commandKey(address.tenant, id)),
      );
      const data: Array<CommandRecord> = [];
      for (const [i, commandId] of ids.entries()) {
        const command = unpackCommand(records[i], { tenant: address.tenant, commandId });
        if (command === null) return yield* this.#quarantine.actor(address, "A command record");
        data.push(command);
      }
      const last = index.at(-1);
      const next = last !== undefined && entries.length > index.length
        ? cursorOf(last.key, prefix)
        : null;
      return { data, next };
    }.bind(this),
  );
}
