/**
 * The customers of this process: all in memory, and each in the file before anybody is told of it.
 *
 * @module
 */
import { Deferred, Effect, Semaphore } from "effect";
import { randomBytes } from "node:crypto";
import {
  ALIAS_PREFIX,
  ALIAS_RANDOM_LENGTH,
  type Customer,
  CustomerBook,
  type Customers,
} from "../../actors/customers.ts";
import { StoreUnavailable } from "../../actors/event_store.ts";
import { reasonOf } from "../kv/errors.ts";
import type { CustomerFile } from "./file.ts";

/** New customers that go into the file together. */
interface Batch {
  readonly customers: Array<Customer>;
  readonly written: Deferred.Deferred<void, StoreUnavailable>;
}

type Written = Pick<CustomerFile, "append" | "erase">;

/** Customers that are forgotten when the process ends. */
export function customersInMemory(): Customers["Service"] {
  const nowhere: Written = {
    append: (customers) => Promise.resolve(customers),
    erase: (customer) => Promise.resolve([{ ...customer, reference: null }]),
  };
  return makeRegistry(nowhere, new CustomerBook());
}

/** Customers whose file is `file`; those in it are in `book` already. */
export function makeRegistry(file: Written, book: CustomerBook): Customers["Service"] {
  /** One at a time changes the file. */
  const turn = Semaphore.makeUnsafe(1);
  /** By tenant and reference: customers that are not in the file yet. */
  const coming = new Map<string, Batch>();
  let open: Batch | null = null;

  function register(tenant: string, name: string): Effect.Effect<string, StoreUnavailable> {
    const known = book.aliasOf(tenant, name);
    return known === null ? registerNew(tenant, name) : Effect.succeed(known);
  }

  const registerNew = Effect.fnUntraced(function* (tenant: string, reference: string) {
    const key = `${tenant}/${reference}`;
    const isFirst = open === null;
    const batch = coming.get(key) ?? (open ??= { customers: [], written: Deferred.makeUnsafe() });
    if (!coming.has(key)) {
      batch.customers.push({ tenant, alias: makeAlias(), reference });
      coming.set(key, batch);
      if (isFirst) yield* turn.withPermit(Effect.suspend(() => write(batch)));
    }
    yield* Deferred.await(batch.written);
    return yield* register(tenant, reference);
  }, Effect.uninterruptible);

  /** Whoever comes while it waits for its turn goes along; whoever comes later is in the next. */
  function write({ customers, written }: Batch): Effect.Effect<void> {
    open = null;
    return attempt(() => file.append(customers)).pipe(
      Effect.map((added) => added.forEach((one) => book.add(one))),
      Effect.ensuring(Effect.sync(() => {
        for (const { tenant, reference } of customers) coming.delete(`${tenant}/${reference}`);
      })),
      Effect.exit,
      Effect.flatMap((exit) => Deferred.done(written, exit)),
      Effect.asVoid,
    );
  }

  const erase = Effect.fnUntraced(function* (tenant: string, alias: string) {
    const reference = book.referenceOf(tenant, alias);
    if (reference === null) return;
    const erased = yield* attempt(() => file.erase({ tenant, alias, reference }));
    for (const one of erased) book.add(one);
  });

  return {
    aliasOf: (tenant, name) => book.aliasOf(tenant, name),
    referenceOf: (tenant, alias) => book.referenceOf(tenant, alias),
    register,
    erase: (tenant, alias) => Effect.uninterruptible(turn.withPermit(erase(tenant, alias))),
  };
}

function makeAlias(): string {
  const random = randomBytes(ALIAS_RANDOM_LENGTH).toString("base64url");
  return ALIAS_PREFIX + random.slice(0, ALIAS_RANDOM_LENGTH);
}

function attempt<A>(call: () => Promise<A>): Effect.Effect<A, StoreUnavailable> {
  return Effect.tryPromise({
    try: call,
    catch: (cause) => new StoreUnavailable({ reason: reasonOf(cause) }),
  });
}
