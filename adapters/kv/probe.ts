/**
 * Finds out that a store which failed to write can write again, also when nobody writes.
 *
 * @module
 */
import { Effect } from "effect";
import { OwnershipLost } from "../../actors/event_store.ts";
import type { Write } from "./batch.ts";
import type { GroupCommit } from "./group_commit.ts";
import { PROBE } from "./keys.ts";
import { pause } from "./real_time.ts";

/** Readiness comes back at most so long after the room on the disk. */
const PROBE_EVERY_MS = 1000;

/** More than the room that a log file may have left on a full disk; one value takes 64 KiB. */
const PROBE_BYTES = 60_000;

const WRITE: Write = {
  touches: ["probe"],
  log: null,
  created: [],
  mutations: () => [[PROBE, new Uint8Array(PROBE_BYTES)]],
  settled: () => {},
};

/**
 * Writes one value again and again while the last write has failed; never returns.
 *
 * Nobody sends commands to a service that says it is not ready, so that no other write would
 * show that it is again.
 */
export const probeWhileFailing = Effect.fnUntraced(
  function* (commit: GroupCommit): Effect.fn.Return<never> {
    for (;;) {
      yield* pause(PROBE_EVERY_MS);
      const { failure } = commit.health();
      if (failure === null || failure instanceof OwnershipLost) continue;
      yield* Effect.ignore(commit.write(WRITE));
    }
  },
);
