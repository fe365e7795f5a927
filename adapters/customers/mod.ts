/**
 * The registry of customers as a layer: a file beside the event store, never in it.
 *
 * @module
 */
import { Effect, Layer } from "effect";
import { CustomerBook, Customers } from "../../actors/customers.ts";
import { EventStore } from "../../actors/event_store.ts";
import { IN_MEMORY, isRemote } from "../kv/data_folder.ts";
import { DataFolderUnusable, reasonOf } from "../kv/errors.ts";
import { CustomerFile } from "./file.ts";
import { customersInMemory, makeRegistry } from "./registry.ts";

export { customersInMemory } from "./registry.ts";

/**
 * Opens the registry of a data folder. Without a folder here it is in memory, and says so.
 *
 * It needs the store because that holds the folder's lock: two writers would not know of each
 * other's customers.
 */
export function layer(
  path: string,
): Layer.Layer<Customers, DataFolderUnusable, EventStore> {
  return Layer.effect(
    Customers,
    Effect.gen(function* () {
      yield* EventStore;
      if (path === IN_MEMORY) return customersInMemory();
      if (isRemote(path)) {
        yield* Effect.logWarning(FORGETFUL);
        return customersInMemory();
      }
      const file = yield* Effect.acquireRelease(
        attempt(path, () => CustomerFile.open(path)),
        (opened) => Effect.sync(() => opened.close()),
      );
      const { customers, unreadable } = yield* attempt(path, () => file.load());
      if (unreadable.length > 0) {
        yield* Effect.logWarning(
          `Customers are shown by their aliases: the registry cannot be read in ` +
            `${unreadable.length} lines, the first is ${unreadable[0]}`,
        );
      }
      const book = new CustomerBook();
      for (const one of customers) book.add(one);
      return makeRegistry(file, book);
    }),
  );
}

const FORGETFUL = "The data is not in a folder here, so which customer an alias stands for is " +
  "known until this process ends, and then no more";

function attempt<A>(path: string, call: () => Promise<A>) {
  return Effect.tryPromise({
    try: call,
    catch: (cause) => new DataFolderUnusable({ path, reason: reasonOf(cause) }),
  });
}
