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
import { eachPage } from "./pages.ts";
import type { Reader } from "./reader.ts";
import type { WrittenNames } from "./written_names.ts";

/**
 * Adds every actor and every claimed value to `names`, and completes them.
 *
 * A failed read ends it: then all is looked for as if there were no names, only slower.
 */
export const addStoredNames = Effect.fnUntraced(
  function* (reader: Reader, names: WrittenNames): Effect.fn.Return<void, StoreUnavailable> {
    yield* eachKey(
      reader,
      HEADS,
      ([, tenant, kind, id]) =>
        names.add(addressKey({ tenant: String(tenant), kind: kind as Kind, id: String(id) })),
    );
    for (const { prefix, space } of UNIQUE_CLAIMS) {
      yield* eachKey(reader, prefix, ([, tenant, value, scope]) =>
        names.add(
          uniqueName(String(tenant), { space, value: String(value), scope: String(scope) }),
        ));
    }
    names.complete();
  },
  (reading) => Effect.ignore(reading),
);

function eachKey(reader: Reader, prefix: Deno.KvKey, use: (key: Deno.KvKey) => void) {
  return eachPage(reader, prefix, (page) =>
    Effect.sync(() => {
      for (const { key } of page) use(key);
    }));
}
