/**
 * Time for pauses: it only grows, whatever the clock on the wall is set to.
 *
 * @module
 */
import { Clock, Effect } from "effect";

const NANOS_PER_MS = 1_000_000;

/** Milliseconds since some moment: to be held against each other, never to be shown. */
export const steadyMillis: Effect.Effect<number> = Effect.map(
  Clock.monotonicTimeNanos,
  (nanos) => Number(nanos) / NANOS_PER_MS,
);

/** Has `guarded` count its pauses in steady time, and what is `inside` see the clock on the wall. */
export function inSteadyTime<A, E, B>(
  inside: Effect.Effect<B>,
  guarded: (inside: Effect.Effect<B>) => Effect.Effect<A, E>,
): Effect.Effect<A, E> {
  return Clock.clockWith((wall) =>
    Effect.provideService(
      guarded(Effect.provideService(inside, Clock.Clock, wall)),
      Clock.Clock,
      steadied(wall),
    )
  );
}

function steadied(clock: Clock.Clock): Clock.Clock {
  const millis = () => Number(clock.monotonicTimeNanosUnsafe()) / NANOS_PER_MS;
  return {
    currentTimeMillisUnsafe: millis,
    currentTimeMillis: Effect.sync(millis),
    currentTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
    currentTimeNanos: clock.monotonicTimeNanos,
    monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
    monotonicTimeNanos: clock.monotonicTimeNanos,
    sleep: (duration) => clock.sleep(duration),
  };
}
