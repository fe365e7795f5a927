/**
 * What every command has at hand: the service, the sheet, and one way to show what was found.
 *
 * @module
 */
import { Context, Data, Effect } from "effect";
import { Flag, GlobalFlag } from "effect/cli";
import type { Gatehouse, MissingOptions } from "../../routes/client/mod.ts";
import { sentenceOf } from "./failures.ts";
import { print, printAside, type Sheet } from "./sheet.ts";

/** The program cannot go on: one sentence for the person at the terminal. */
export class InspectFailed extends Data.TaggedError("InspectFailed")<{
  readonly sentence: string;
}> {}

/** Something was found that is not as it should be; it has been shown. */
export class Found extends Data.TaggedError("Found")<{ readonly what: string }> {}

/** One run's service and sheet. */
export class Desk extends Context.Service<Desk, {
  readonly url: string;
  readonly box: Gatehouse;
  readonly sheet: Sheet;
}>()("gatehouse/adapters/inspect/Desk") {}

/** `--json`, of every command. */
export const Json = GlobalFlag.Setting("json")({
  flag: Flag.Boolean("json").pipe(
    Flag.withDescription("One JSON value a line instead of tables"),
    Flag.withDefault(false),
  ),
});

/** Asks the service. */
export const ask = Effect.fnUntraced(function* <A>(
  work: (box: Gatehouse, signal: AbortSignal) => Promise<A>,
) {
  const { box, url } = yield* Desk;
  return yield* Effect.tryPromise({
    try: (signal) => work(box, signal),
    catch: (error) => new InspectFailed({ sentence: sentenceOf(error, url) }),
  });
});

/** The first of a list, `most` of them; pages beyond are not fetched. */
export async function take<A>(all: AsyncIterable<A>, most: number): Promise<ReadonlyArray<A>> {
  const taken: Array<A> = [];
  if (most === 0) return taken;
  for await (const one of all) {
    taken.push(one);
    if (taken.length >= most) break;
  }
  return taken;
}

/** Says beside a list of what it leaves out, as that is damaged. */
export function sayMissing(what: string): Required<MissingOptions> {
  return {
    onQuarantined: (actors) => {
      const names = actors.map(({ kind, id }) => `${kind} ${id}`).join(", ");
      printAside(`${what} are missing: what is stored of ${names} is damaged.`);
    },
  };
}

/** Shows values as lines for people, or each as a line of JSON. */
export const show = Effect.fnUntraced(function* (
  values: ReadonlyArray<unknown>,
  asLines: (sheet: Sheet) => ReadonlyArray<string>,
) {
  const { sheet } = yield* Desk;
  const isJson = yield* Json;
  print(isJson ? values.map((value) => JSON.stringify(value)) : asLines(sheet));
});

/** The fields that are given. */
export function defined<T extends object>(
  fields: T,
): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** Fails when several of these flags are given, each of which is a request of its own. */
export const oneAtMost = Effect.fnUntraced(function* (flags: Readonly<Record<string, unknown>>) {
  const given = Object.entries(flags).filter(([, value]) => value !== undefined && value !== false);
  if (given.length < 2) return;
  const names = given.map(([name]) => `--${name}`).join(" and ");
  return yield* new InspectFailed({ sentence: `${names} cannot go together: say one of them` });
});

/** Goes on when the person types the number of things that will be acted on. */
export const confirm = Effect.fnUntraced(function* (question: string, things: number) {
  if (!Deno.stdin.isTerminal()) {
    const sentence = "Nothing was done: say --yes, since nobody can be asked here";
    return yield* new InspectFailed({ sentence });
  }
  if (prompt(`${question} Type ${things} to go on:`)?.trim() === String(things)) return;
  return yield* new InspectFailed({ sentence: "Nothing was done" });
});
