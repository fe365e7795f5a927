/**
 * The names that are stored already, read once in the background after the start.
 *
 * @module
 */
import { Effect } from "effect";
import { addressKey, type Kind } from "../../actors/address.ts";
import type { StoreUnavailable } from "../../actors/event_store.ts";
import { uniqueName } from "./claims.ts";
import { HEADS, UNIQUE_CLAIMS } from "./keys.ts";
import type { KvEntry } from "./kv.ts";
import { eachPage } from "./pages.ts";
import type { Reader } from "./reader.ts";
import { unpackHead } from "./records.ts";
import type { WrittenNames } from "./written_names.ts";

/**
 * Adds every actor and every claimed value to `names`, and completes them. Says in the log how much
 * there is.
 *
 * A failed read ends it: then all is looked for as if there were no names, only slower.
 */
export const addStoredNames = Effect.fnUntraced(
  function* (reader: Reader, names: WrittenNames): Effect.fn.Return<void, StoreUnavailable> {
    const there = { actors: 0, events: 0 };
    yield* eachEntry(reader, HEADS, ({ key: [, tenant, kind, id], value }) => {
      names.add(addressKey({ tenant: String(tenant), kind: kind as Kind, id: String(id) }));
      there.actors += 1;
      there.events += unpackHead(value)?.version ?? 0;
    });
    for (const { prefix, space } of UNIQUE_CLAIMS) {
      yield* eachEntry(reader, prefix, ({ key: [, tenant, value, scope] }) =>
        names.add(
          uniqueName(String(tenant), { space, value: String(value), scope: String(scope) }),
        ));
    }
    names.complete();
    yield* Effect.logInfo(`The data has ${there.events} events of ${there.actors} actors`);
  },
  (reading) => Effect.ignore(reading),
);

function eachEntry(reader: Reader, prefix: Deno.KvKey, use: (entry: KvEntry) => void) {
  return eachPage(reader, prefix, (page) =>
    Effect.sync(() => {
      for (const entry of page) use(entry);
    }));
}
