/**
 * Orders with commands to passes and tickets that are not carried out yet.
 *
 * @module
 */
import { Context, Effect, Layer, Queue } from "effect";
import { type Address, addressKey } from "../address.ts";

/** Who waits for being carried out; each once, however often it is offered. */
export class Errands extends Context.Service<Errands, {
  /** After the commit that queued them. */
  readonly offer: (address: Address) => void;
  /** The next one; it may be offered again from now on. */
  readonly take: Effect.Effect<Address>;
}>()("gatehouse/actors/Errands") {
  /** In memory: what waits is found again in the store after a restart. */
  static readonly layer: Layer.Layer<Errands> = Layer.effect(
    Errands,
    Effect.gen(function* () {
      const waiting = yield* Queue.unbounded<Address>();
      const offered = new Set<string>();
      return Errands.of({
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
      });
    }),
  );
}
