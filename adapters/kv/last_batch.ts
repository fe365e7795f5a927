/**
 * How far the numbers of batches have come.
 *
 * @module
 */
import { Effect } from "effect";
import { unpack } from "./codec.ts";
import { LOG, WITNESSES } from "./keys.ts";
import type { Reader } from "./reader.ts";

/** More than went through a witness since the newest batch of the log: it tells no more itself. */
const LEFT_OUT_FOR_DAMAGED = 2 ** 30;

/**
 * The highest number that any batch can have had: the next ones go on above it, so that no place
 * in the log, and none in a list of commands, is ever given twice.
 */
export const lastBatch = Effect.fnUntraced(function* (reader: Reader) {
  const witnesses = yield* reader.list({ prefix: WITNESSES }, { limit: 10 });
  const [newest] = yield* reader.list({ prefix: LOG }, { limit: 1, reverse: true });
  const logged = newest === undefined ? 0 : Number(newest.key.at(-1));
  const unlogged = witnesses.map(({ value }) => {
    const fields = unpack(value);
    return fields === null ? logged + LEFT_OUT_FOR_DAMAGED : Number(fields[0]);
  });
  return Math.max(0, logged, ...unlogged);
});
