/**
 * Gate events that were pulled and could not be recorded, as their actors are damaged, or what
 * leads from their barcodes to these: kept until they can be.
 *
 * @module
 */
import { Effect } from "effect";
import type { AccessControl, Scan } from "../access_control.ts";
import type { SendError } from "../actor_router.ts";
import { readMarkOr } from "../damaged_record.ts";
import type { EventStore, ReadError } from "../event_store.ts";

type Store = EventStore["Service"];
type SystemId = Pick<AccessControl, "tenant" | "name">;

/** Of their JSON, as one record holds them all: a few hundred scans, and an actor has a few. */
const LEFT_OUT_MAX_BYTES = 60_000;

/**
 * In the order in which they were pulled. A list that does not decode is replaced by an empty one,
 * which the log says: all scans would wait for it, and nobody can read it any more.
 */
export function readLeftOut(
  store: Store,
  { tenant, name }: SystemId,
): Effect.Effect<ReadonlyArray<Scan>, SendError | ReadError> {
  const mark = markOf(name);
  const replaced = Effect.logError(
    `Scans of ${name} that waited for damaged actors are lost: their list does not decode`,
  ).pipe(Effect.andThen(store.writeMark(tenant, mark, [])), Effect.as(null));
  return Effect.map(
    readMarkOr(store, { tenant, name: mark }, replaced),
    (kept) => (kept ?? []) as unknown as ReadonlyArray<Scan>,
  );
}

/** Written when it returns. Where they are too many the oldest are lost, which the log says. */
export const writeLeftOut = Effect.fnUntraced(function* (
  store: Store,
  { tenant, name }: SystemId,
  scans: ReadonlyArray<Scan>,
): Effect.fn.Return<void, SendError> {
  const kept = newestOf(scans);
  const lost = scans.length - kept.length;
  if (lost > 0) {
    yield* Effect.logError(`${lost} scans of ${name} are lost: too many wait for damaged actors`);
  }
  yield* store.writeMark(tenant, markOf(name), kept.map((scan) => ({ ...scan })));
});

function newestOf(scans: ReadonlyArray<Scan>): ReadonlyArray<Scan> {
  let room = LEFT_OUT_MAX_BYTES;
  const fits = (scan: Scan) => (room -= bytesOf(scan)) >= 0;
  const first = scans.findLastIndex((scan) => !fits(scan));
  return scans.slice(first + 1);
}

function bytesOf(scan: Scan): number {
  return new TextEncoder().encode(JSON.stringify(scan)).byteLength;
}

function markOf(name: string): string {
  return `scans/${name}/left-out`;
}
