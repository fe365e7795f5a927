/**
 * Actors of whose last commit nobody knows whether it was written: read again as soon as that is
 * decided, so that what it wanted is done though nobody sends them anything more.
 *
 * @module
 */
import { Effect } from "effect";
import type { Address } from "../address.ts";
import { loadCell, tellWatchers } from "./cell.ts";
import type { Workshop } from "./commit.ts";
import { type Directory, inTurn } from "./directory.ts";

const LOOK_EVERY = "250 millis";

/**
 * Takes one after the other, for ever.
 *
 * A store that has written since has put up a new fence before that: the commit is there or never
 * will be.
 */
export function decideDoubts(workshop: Workshop, directory: Directory): Effect.Effect<never> {
  const { store, doubts } = workshop;
  return Effect.forever(Effect.gen(function* () {
    const address = yield* doubts.take;
    while (!store.health().writable) yield* Effect.sleep(LOOK_EVERY);
    yield* readAgain(workshop, directory, address);
  }));
}

/** What cannot be read now waits behind the others; what is damaged does so until it is mended. */
const readAgain = Effect.fnUntraced(function* (
  workshop: Workshop,
  directory: Directory,
  address: Address,
): Effect.fn.Return<void> {
  const { lanes, doubts } = workshop;
  const reading = inTurn(directory, address, (cell) =>
    Effect.map(loadCell(workshop, cell), () => {
      lanes.doubt(address, false);
      tellWatchers(cell);
    }));
  const later = Effect.andThen(
    Effect.sleep(LOOK_EVERY),
    Effect.sync(() => doubts.offer(address)),
  );
  yield* Effect.catch(reading, () => later);
});
