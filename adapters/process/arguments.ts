/**
 * Words on the command line that a program does not take.
 *
 * @module
 */
import { Data, Effect } from "effect";

/** As in sysexits.h. */
export const EXIT_USAGE = 64;

/** Played as if it were not there, it would mislead whoever gave it. */
export class ArgumentUnknown extends Data.TaggedError("ArgumentUnknown")<{
  readonly argument: string;
  /** What is taken instead, as the end of a sentence. */
  readonly taken: string;
}> {}

/** Fails with the first word, for a program that takes none. */
export function assertNoArguments(
  [argument]: ReadonlyArray<string>,
): Effect.Effect<void, ArgumentUnknown> {
  if (argument === undefined) return Effect.void;
  const taken = "there are none; settings come from the environment";
  return Effect.fail(new ArgumentUnknown({ argument, taken }));
}

/** One sentence, whatever the word holds. */
export function sentenceOf({ argument, taken }: ArgumentUnknown): string {
  return `The argument ${JSON.stringify(argument)} is not known: ${taken}.`;
}
