/**
 * The simulator's moving parts, for the handlers.
 *
 * @module
 */
import { Effect, type Scope } from "effect";
import { applyChange } from "./change.ts";
import type { Dice } from "./dice.ts";
import type { Memory } from "./drift.ts";
import type { Faults } from "./faults.ts";
import { applyScan } from "./gate.ts";
import type { Journal } from "./journal.ts";
import type { Replies } from "./replies.ts";
import type { Change, ScanRecord, World } from "./world.ts";

/** More than this are not held up at once: the oldest goes on. */
const HELD_MAX = 10_000;

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

/** Holds a request up until it is let go, whether or not its caller still waits. */
export function holdUp(machine: Machine): Effect.Effect<void> {
  return Effect.callback<void>((resume) => {
    const letGo = () => {
      machine.held.delete(letGo);
      resume(Effect.void);
    };
    machine.held.add(letGo);
    if (machine.held.size > HELD_MAX) letGoOldest(machine);
    return Effect.sync(letGo);
  });
}

function letGoOldest(machine: Machine): void {
  const [oldest] = machine.held;
  oldest?.();
}

/** Lets all requests go that are held up. */
export function letGoAll(machine: Machine): void {
  for (const letGo of [...machine.held]) letGo();
}
