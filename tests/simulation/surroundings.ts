/**
 * What a simulated process is given instead of the machine's clock, chance and scheduler.
 *
 * @module
 */
import {
  Clock,
  Context,
  Duration,
  Effect,
  type Logger,
  Random,
  References,
  Scheduler,
} from "effect";
import { TrendBook, Trends } from "../../actors/trends.ts";
import type { Dice } from "../../adapters/simulator/dice.ts";
import type { Process, Timeline } from "./timeline.ts";

/** Where one process runs, and what luck it has. */
export interface Surroundings {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly process: Process;
}

/** The services behind every effect of one process. */
export function surround({ timeline, dice, process }: Surroundings): Context.Context<never> {
  return Context.empty().pipe(
    Context.add(Clock.Clock, clockOf(timeline, process)),
    Context.add(Random.Random, {
      nextDoubleUnsafe: dice.roll,
      nextIntUnsafe: () => dice.pick(2 ** 32),
    }),
    Context.add(Scheduler.Scheduler, schedulerOf(process)),
    Context.add(References.CurrentLoggers, new Set<Logger.Logger<unknown, unknown>>()),
    Context.add(References.TracerEnabled, false),
    Context.add(Trends, new TrendBook()),
  );
}

function clockOf(timeline: Timeline, process: Process): Clock.Clock {
  const millis = () => timeline.wall;
  const nanos = () => BigInt(Math.round(timeline.wall)) * 1_000_000n;
  const monotonic = () => BigInt(Math.round(timeline.now)) * 1_000_000n;
  return {
    currentTimeMillisUnsafe: millis,
    currentTimeMillis: Effect.sync(millis),
    currentTimeNanosUnsafe: nanos,
    currentTimeNanos: Effect.sync(nanos),
    monotonicTimeNanosUnsafe: monotonic,
    monotonicTimeNanos: Effect.sync(monotonic),
    sleep: (duration) => {
      const ms = Duration.toMillis(duration);
      if (!Number.isFinite(ms)) return Effect.never;
      return Effect.callback<void>((resume) =>
        Effect.sync(timeline.after(process, ms, () => resume(Effect.void)))
      );
    },
  };
}

/** Tasks in microtasks, so that all of them are done before time passes. */
function schedulerOf(process: Process): Scheduler.Scheduler {
  return new Scheduler.MixedScheduler("async", (task) => {
    let isWanted = true;
    queueMicrotask(() => {
      if (isWanted && process.alive) task();
    });
    return () => {
      isWanted = false;
    };
  });
}

/**
 * Takes the timers and ids of this thread away from the code that asks for them past Effect: the
 * deadlines of KV calls, and the name of an owner. Only in a worker of its own.
 */
export function replaceGlobals({ timeline, dice, process }: Surroundings): void {
  const cancels = new Map<number, () => void>();
  let last = 0;
  const setTimer = (run: () => void, delayMs = 0) => {
    const timer = ++last;
    cancels.set(
      timer,
      timeline.after(process, delayMs, () => {
        cancels.delete(timer);
        run();
      }),
    );
    return timer;
  };
  const clearTimer = (timer: number) => {
    cancels.get(timer)?.();
    cancels.delete(timer);
  };
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => dice.pick(16).toString(16)).join("");
  Object.assign(globalThis, { setTimeout: setTimer, clearTimeout: clearTimer });
  Object.assign(crypto, {
    randomUUID: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
  });
  Date.now = () => timeline.wall;
  Math.random = dice.roll;
}
