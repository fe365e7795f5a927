/**
 * How long an actor takes to come back into memory.
 *
 * @module
 */
import { Effect } from "effect";
import { EventStore } from "../actors/event_store.ts";
import { anAppend, ticket } from "../tests/support/appends.ts";

const ACTORS = 600;
/** Loads before the measured ones: an actor comes back in a process that has been running. */
const WARM_UP = 300;
const FACTS = 20;

/** Small: the head is all. Large: a snapshot and a tail of 19 facts. */
const STATES = {
  "state in the head": { text: "x".repeat(360) },
  "snapshot and tail": { text: "x".repeat(2_000) },
};

/** Median and 99th percentile for actors of 20 facts, each loaded once. The goal is 0.5 ms. */
export const coldLoads = Effect.fnUntraced(function* () {
  const store = yield* EventStore;
  const figures = [];
  for (const [name, state] of Object.entries(STATES)) {
    const actors = Array.from({ length: ACTORS }, (_, i) => ticket(`${state.text.length}-${i}`));
    yield* Effect.forEach(
      actors,
      Effect.fnUntraced(function* (actor) {
        for (let expected = 0; expected < FACTS; expected++) {
          yield* store.append(anAppend(actor, { expected, state }));
        }
      }),
      { concurrency: "unbounded", discard: true },
    );
    const durations: Array<number> = [];
    for (const actor of actors) {
      const startedMs = performance.now();
      yield* store.load(actor);
      durations.push(performance.now() - startedMs);
    }
    const measured = durations.slice(WARM_UP).sort((a, b) => a - b);
    const at = (share: number) => Number(measured[Math.floor(measured.length * share)]?.toFixed(3));
    figures.push({ "20 facts": name, "median ms": at(0.5), "p99 ms": at(0.99), "goal": "<= 0.5" });
  }
  return figures;
});
