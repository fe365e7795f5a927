/**
 * Data that was restored is behind the access controls: whoever compares the lists has to know.
 *
 * @module
 */
import { Effect } from "effect";
import { EventStore, type ReadError } from "../event_store.ts";
import type { Check } from "../reconciler.ts";

/** Mark of each tenant whose data was restored: when, in milliseconds since the epoch. */
export const RESTORED_MARK = "restored";

/**
 * Whether the tenant's data was restored and the lists were not compared to the end since.
 *
 * What was sold after the backup is unknown here, though it is in people's hands.
 */
export const isRestored = Effect.fnUntraced(function* (
  tenant: string,
  check: Check | null,
): Effect.fn.Return<boolean, ReadError, EventStore> {
  const restoredAt = yield* (yield* EventStore).readMark(tenant, RESTORED_MARK);
  return typeof restoredAt === "number" && (check?.completeAt ?? 0) < restoredAt;
});
