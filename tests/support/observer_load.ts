/**
 * Many clients at once, each giving one command after the other.
 *
 * @module
 */
import { makeDice } from "../../adapters/simulator/dice.ts";
import type { Observer } from "./observer.ts";
import type { CommandMix } from "./observer_commands.ts";

/** A load under way. */
export interface Load {
  /** No new commands from now on. */
  readonly stop: () => void;
  /** When every command that was begun is answered; fails with the first client that fails. */
  readonly ended: Promise<unknown>;
}

/** Starts it; the same `seed` gives the same choices, and `name` makes its keys its own. */
export function startLoad(
  observer: Observer,
  { mix, clients, seed, name }: {
    readonly mix: CommandMix;
    readonly clients: number;
    readonly seed: number;
    readonly name: string;
  },
): Load {
  let running = true;
  const client = async (number: number) => {
    const dice = makeDice(seed + number);
    for (let count = 0; running; count += 1) {
      const command = mix.next(dice, `${name}-${number}-${count}`);
      const { answer } = await observer.give(command);
      if (answer.status < 300) mix.accepted(command);
    }
  };
  const ended = Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  // looked at only once the load is stopped: until then a failure is nobody's rejection
  ended.catch(() => running = false);
  return { stop: () => running = false, ended };
}
