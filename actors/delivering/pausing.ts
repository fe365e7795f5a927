/**
 * The pause that an operator ordered, kept over a restart: works at the gates outlast a deploy.
 *
 * @module
 */
import { Effect } from "effect";
import { readMarkOr } from "../damaged_record.ts";
import type { EventStore, ReadError } from "../event_store.ts";

type Store = EventStore["Service"];

interface SystemId {
  readonly tenant: string;
  readonly name: string;
}

const DAMAGED = "Whether it was paused does not decode";

/**
 * Why the system is paused; `null` when it is not. Where that does not decode it is: to resume it
 * is an operator's to say, and mends it.
 */
export function readPause(
  store: Store,
  { tenant, name }: SystemId,
): Effect.Effect<string | null, ReadError> {
  return Effect.map(
    readMarkOr(
      store,
      { tenant, name: markOf(name) },
      Effect.as(Effect.logError(`${name} is paused: ${DAMAGED}`), DAMAGED),
    ),
    (mark) => typeof mark === "string" ? mark : null,
  );
}

/** Written when it returns; `null`: it is resumed. */
export function writePause(
  store: Store,
  { tenant, name }: SystemId,
  reason: string | null,
): ReturnType<Store["writeMark"]> {
  return store.writeMark(tenant, markOf(name), reason);
}

function markOf(name: string): string {
  return `pauses/${name}`;
}
