/**
 * Data that was restored is behind the access controls: whoever compares the lists has to know.
 *
 * @module
 */
import { Effect } from "effect";
import { readMarkOr } from "../damaged_record.ts";
import { EventStore, type ReadError } from "../event_store.ts";
import type { Check } from "../reconciler.ts";

/** Mark of each tenant whose data was restored: when, in milliseconds since the epoch. */
export const RESTORED_MARK = "restored";

/**
 * Whether the tenant's data was restored and the lists were not compared to the end since.
 *
 * What was sold after the backup is unknown here, though it is in people's hands. A mark that does
 * not decode stands for any time: to take it for none could have that blocked.
 */
export const isRestored = Effect.fnUntraced(function* (
  tenant: string,
  check: Check | null,
): Effect.fn.Return<boolean, ReadError, EventStore> {
  const damaged = Effect.logError(
    `Whether ${tenant} was restored does not decode: until it does nothing is repaired by itself`,
  );
  const restoredAt = yield* readMarkOr(
    yield* EventStore,
    { tenant, name: RESTORED_MARK },
    Effect.as(damaged, Infinity),
  );
  return typeof restoredAt === "number" && (check?.completeAt ?? 0) < restoredAt;
});
