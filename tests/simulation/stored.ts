/**
 * What the disk holds at the end of a run.
 *
 * @module
 */
import { Effect } from "effect";
import type { AnyActorType } from "../../actors/actor_type.ts";
import type { Address } from "../../actors/address.ts";
import type { EventStore, ReadError, Recorded } from "../../actors/event_store.ts";
import { ACTOR_TYPES } from "../../actors/system/actor_types.ts";
import { readState } from "../../actors/system/cell.ts";
import { TENANT } from "./wire.ts";

/** An actor as it is stored, with all its facts. */
export interface Stored {
  readonly address: Address;
  readonly type: AnyActorType;
  readonly version: number;
  readonly state: unknown;
  readonly facts: ReadonlyArray<Recorded>;
}

/** The store of a life. */
export type Store = EventStore["Service"];

const PAGE = 500;

/** Every actor with all its facts. */
export const readAll = Effect.fnUntraced(function* (
  store: Store,
): Effect.fn.Return<ReadonlyArray<Stored>, ReadError> {
  const actors: Array<Stored> = [];
  for (const type of ACTOR_TYPES) {
    for (const { id } of (yield* store.heads(TENANT, type.kind)).data) {
      const address = { tenant: TENANT, kind: type.kind, id };
      const { version, state } = yield* readState(store, type, address);
      const facts: Array<Recorded> = [];
      for (let page = yield* historyAfter(store, address, 0); page.length > 0;) {
        facts.push(...page);
        page = yield* historyAfter(store, address, facts.length);
      }
      actors.push({ address, type, version, state, facts });
    }
  }
  return actors;
});

function historyAfter(store: Store, address: Address, version: number) {
  return store.history(address, { fromVersion: version + 1, limit: PAGE });
}
