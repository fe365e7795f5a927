/**
 * The version of the layout, so that older code never writes into newer data.
 *
 * @module
 */
import { Effect } from "effect";
import { StoreUnavailable } from "../../actors/event_store.ts";
import { pack, unpack } from "./codec.ts";
import { DataFolderNewer } from "./errors.ts";
import { ATTENTION_LISTED, SCHEMA } from "./keys.ts";
import type { Kv } from "./kv.ts";
import { retryLocked, withDeadline } from "./real_time.ts";

/** Grows with every layout that this code could not read before. */
export const SCHEMA_VERSION = 2;

/** Another handle that is just opening locks the database for some milliseconds. */
const LOCKED_RETRIES_MAX = 6;

/** Marks new data with our version, and all that it will have from the first; refuses data of a later one. */
export const checkSchema = Effect.fnUntraced(function* (
  kv: Kv,
  { path, deadlineMs }: { readonly path: string; readonly deadlineMs: number },
) {
  const entry = yield* withDeadline(() => kv.get(SCHEMA), deadlineMs);
  const found = entry.value === null ? null : Number(unpack(entry.value)?.[0]);
  if (found === SCHEMA_VERSION) return;
  if (found !== null && found > SCHEMA_VERSION) {
    return yield* new DataFolderNewer({ path, found, known: SCHEMA_VERSION });
  }
  if (found !== null && found < SCHEMA_VERSION) {
    const reason =
      `It has layout ${found}, which no release ever wrote and this version cannot read`;
    return yield* new StoreUnavailable({ reason });
  }
  if (found !== null) {
    return yield* new StoreUnavailable({ reason: "The schema record is damaged" });
  }
  const mark = () =>
    kv.atomic().check({ key: SCHEMA, versionstamp: null }).set(SCHEMA, pack(SCHEMA_VERSION))
      .set(ATTENTION_LISTED, pack(true)).commit();
  yield* retryLocked(withDeadline(mark, deadlineMs), LOCKED_RETRIES_MAX);
});
