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

/** Whose customers, and where the data lies: as for the store. */
export interface RegistryOptions {
  readonly path: string;
  readonly tenants: ReadonlyArray<string>;
}

/**
 * Opens the registry of a data folder. Without a folder here it is in memory, and says so.
 *
 * It needs the store because that holds the folder's lock: two writers would not know of each
 * other's customers.
 */
export function layer(
  { path, tenants }: RegistryOptions,
): Layer.Layer<Customers, DataFolderUnusable, EventStore> {
  return Layer.effect(
    Customers,
    Effect.gen(function* () {
      const store = yield* EventStore;
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
      if (unreadable.length > 0) yield* Effect.logWarning(`${UNREADABLE}: ${unreadable.join()}`);
      if (customers.length === 0 && (yield* hasSold(store, tenants))) {
        yield* Effect.logWarning(LEFT_BEHIND);
      }
      const book = new CustomerBook();
      for (const one of customers) book.add(one);
      return makeRegistry(file, book);
    }),
  );
}

const FORGETFUL = "The data is not in a folder here, so which customer an alias stands for is " +
  "known until this process ends, and then no more";

const UNREADABLE = "Customers of these lines of customers.jsonl cannot be read, and are shown by " +
  "their aliases";

const LEFT_BEHIND =
  "There is data of customers, and nobody is in customers.jsonl: they are shown " +
  "by their aliases, and have new ones when they are named again. Was a copy of it left behind?";

/** Whether there is anything that has a customer. */
const hasSold = Effect.fnUntraced(function* (
  store: EventStore["Service"],
  tenants: ReadonlyArray<string>,
) {
  for (const tenant of tenants) {
    for (const kind of ["order", "ticket", "pass"] as const) {
      const page = yield* Effect.option(store.headPage(tenant, kind, { cursor: null, limit: 1 }));
      if (page._tag === "Some" && page.value.data.length > 0) return true;
    }
  }
  return false;
});

function attempt<A>(path: string, call: () => Promise<A>) {
  return Effect.tryPromise({
    try: call,
    catch: (cause) => new DataFolderUnusable({ path, reason: reasonOf(cause) }),
  });
}
