/**
 * The simulator's moving parts, for the handlers.
 *
 * @module
 */
import { Effect, type Scope } from "effect";
import { applyChange, type Change } from "./change.ts";
import type { Dice } from "./dice.ts";
import type { Memory } from "./drift.ts";
import type { Faults } from "./faults.ts";
import { applyScan } from "./gate.ts";
import type { Journal } from "./journal.ts";
import type { Replies } from "./replies.ts";
import type { ScanRecord, World } from "./world.ts";

/** Everything one simulator runs on. */
export interface Machine {
  readonly world: World;
  readonly token: string;
  readonly seed: number;
  /** For new barcodes and card ids. */
  readonly values: Dice;
  readonly journal: Journal;
  readonly replies: Replies;
  /** Late answers live in it. */
  readonly scope: Scope.Scope;
  faults: Faults;
  /** The list that `amnesia` falls back to. */
  memory: Memory | null;
  /** Taken with 202 and not applied yet. */
  readonly pending: Set<string>;
  /** Lets go of the requests that are held up. */
  readonly held: Set<() => void>;
}

/** Written down first: what the journal does not have must not have happened. */
export function makeHappen(machine: Machine, change: Change): void {
  machine.journal({ change });
  applyChange(machine.world, change);
}

/** As `makeHappen`, for a gate event. */
export function makeScanned(machine: Machine, scan: ScanRecord): void {
  machine.journal({ scan });
  applyScan(machine.world, scan);
}

/** Holds a request up until it is let go; with a signal also until the caller has gone away. */
export function holdUp(machine: Machine, signal?: AbortSignal): Effect.Effect<void> {
  return Effect.callback<void>((resume) => {
    const letGo = () => {
      machine.held.delete(letGo);
      signal?.removeEventListener("abort", letGo);
      resume(Effect.void);
    };
    machine.held.add(letGo);
    signal?.addEventListener("abort", letGo, { once: true });
    return Effect.sync(letGo);
  });
}

/** Lets all requests go that are held up. */
export function letGoAll(machine: Machine): void {
  for (const letGo of [...machine.held]) letGo();
}
