/**
 * How large a demo the command line asks for.
 *
 * @module
 */
import { Effect } from "effect";
import { ArgumentUnknown, assertNoArguments } from "../process/arguments.ts";

/** How much is sold before the stories. */
export type Size = "small" | "season";

const SIZES: ReadonlyMap<string, Size> = new Map([
  ["--size=small", "small"],
  ["--size=season", "season"],
]);

/** `demo`, or `demo --size=season`; `null`: no demo, but the service alone. */
export function demoSize(
  [word, ...options]: ReadonlyArray<string>,
): Effect.Effect<Size | null, ArgumentUnknown> {
  if (word === undefined) return Effect.succeed(null);
  if (word !== "demo") return Effect.as(assertNoArguments([word]), null);
  const [option = "--size=small", second] = options;
  const size = SIZES.get(option);
  if (size !== undefined && second === undefined) return Effect.succeed(size);
  const argument = size === undefined ? option : second ?? option;
  const taken = `the demo takes ${[...SIZES.keys()].join(" or ")}`;
  return Effect.fail(new ArgumentUnknown({ argument, taken }));
}
