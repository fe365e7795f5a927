/**
 * Flags as the commands read them: what is not given is `undefined`.
 *
 * @module
 */
import { Option } from "effect";
import { Argument, Flag } from "effect/cli";

/** Text, for `--name`. */
export function text(name: string, description: string): Flag.Flag<string | undefined> {
  return orUndefined(Flag.String(name).pipe(Flag.withDescription(description)));
}

/** A whole number that is not negative. */
export function count(name: string, description: string): Flag.Flag<number | undefined> {
  return orUndefined(
    Flag.Int(name).pipe(
      Flag.filter((value) => value >= 0, () => "must be a whole number from 0 on"),
      Flag.withDescription(description),
    ),
  );
}

/** Given or not. */
export function sign(name: string, description: string): Flag.Flag<boolean> {
  return Flag.Boolean(name).pipe(Flag.withDescription(description), Flag.withDefault(false));
}

/** At most so many of a list. */
export function limit(most: number, usual: number): Flag.Flag<number> {
  return Flag.Int("limit").pipe(
    Flag.filter((value) => value >= 1 && value <= most, () => `must be from 1 to ${most}`),
    Flag.withDescription(`At most so many; ${usual} unless given`),
    Flag.withDefault(usual),
  );
}

/** A word that must be there. */
export function word(name: string, description: string): Argument.Argument<string> {
  return Argument.String(name).pipe(Argument.withDescription(description));
}

/** A word that may be left out. */
export function maybeWord(
  name: string,
  description: string,
): Argument.Argument<string | undefined> {
  return word(name, description).pipe(Argument.optional, Argument.map(Option.getOrUndefined));
}

/** The same flag, which need not be given. */
export function orUndefined<A>(flag: Flag.Flag<A>): Flag.Flag<A | undefined> {
  return flag.pipe(Flag.optional, Flag.map(Option.getOrUndefined));
}
