/**
 * Actors that wait for something to be done about them.
 *
 * @module
 */
import { Effect, Queue } from "effect";
import { type Address, addressKey } from "../address.ts";

/** Each stands in it once, however often it is offered. In memory only. */
export interface WaitingLine {
  readonly offer: (address: Address) => void;
  /** The next one; it may be offered again from now on. */
  readonly take: Effect.Effect<Address>;
}

/** An empty one. */
export const makeWaitingLine: Effect.Effect<WaitingLine> = Effect.gen(function* () {
  const waiting = yield* Queue.unbounded<Address>();
  const offered = new Set<string>();
  return {
    offer: (address) => {
      const key = addressKey(address);
      if (offered.has(key)) return;
      offered.add(key);
      Queue.offerUnsafe(waiting, address);
    },
    take: Effect.map(Queue.take(waiting), (address) => {
      offered.delete(addressKey(address));
      return address;
    }),
  };
});
