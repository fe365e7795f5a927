/**
 * `actor`: one ticket, pass or order, now and through time.
 *
 * @module
 */
import { Effect, Option } from "effect";
import { Command, Flag } from "effect/cli";
import type { Event, Gatehouse } from "../../../routes/client/mod.ts";
import { type ActorName, actorOf, shelfOf } from "../actors.ts";
import { FACTS, nameOf } from "../columns.ts";
import { ask, defined, Found, InspectFailed, oneAtMost, show } from "../desk.ts";
import { fieldsOf } from "../fields.ts";
import { orUndefined, sign, text, word } from "../flags.ts";
import { blameLines, differenceLines, SNAPSHOTS, verifiedLines } from "../past_lines.ts";
import { tableOf } from "../table.ts";

/** The newest that are shown with a state. */
const FACTS_MAX = 20;

/** The second is that of a difference; until now unless it is given. */
interface Versions {
  readonly from: number;
  readonly to?: number;
}

const FLAGS = {
  version: orUndefined(
    Flag.String("version").pipe(
      Flag.filterMap(versionsOf, (given) => `"${given}" must be a version, as 3, or two, as 3..7`),
      Flag.withDescription("As it was at this version, as 3; two for --diff, as 3..7"),
    ),
  ),
  at: text("at", "As it was at this time (RFC 3339)"),
  diff: sign("diff", "What changed since --version or --at; the last change without them"),
  blame: text("blame", "Who changed this field, as /status"),
  verify: sign("verify", "Fold all facts anew and hold what is stored against them"),
  snapshots: sign("snapshots", "The states that are stored"),
};

/** Its state with its newest facts, or what the flag asks for. */
export const actor = Command.make(
  "actor",
  { name: word("actor", "pass/P-1, ticket/T-1, order/O-1, or the id alone"), ...FLAGS },
  Effect.fnUntraced(function* ({ name, version, at, diff, blame, verify, snapshots }) {
    yield* oneAtMost({ version, at, blame, verify, snapshots });
    yield* oneAtMost({ diff, blame, verify, snapshots });
    if (version?.to !== undefined && !diff) {
      return yield* new InspectFailed({ sentence: "Two versions are for --diff: say it, or one" });
    }
    const actor = yield* actorOf(name);
    if (diff) return yield* showDifference(actor, version ?? at);
    if (blame !== undefined) return yield* showBlame(actor, blame);
    if (verify) return yield* verifyActor(actor);
    if (snapshots) return yield* showSnapshots(actor);
    yield* showState(actor, defined({ version: version?.from, at }));
  }),
).pipe(
  Command.withDescription("One ticket, pass or order: its state, and how it came to it"),
  Command.withExamples([
    { command: "deno task inspect actor pass/P-1001", description: "As it is" },
    { command: "deno task inspect actor P-1001 --version 3", description: "As it was" },
    {
      command: "deno task inspect actor P-1001 --version 3..7 --diff",
      description: "What changed",
    },
    {
      command: "deno task inspect actor P-1001 --at 2026-11-24T18:00:00Z --diff",
      description: "What has changed since then",
    },
    { command: "deno task inspect actor P-1001 --blame /status", description: "Who changed it" },
  ]),
);

function versionsOf(given: string): Option.Option<Versions> {
  const [, from, to] = /^(\d{1,15})(?:\.\.(\d{1,15}))?$/.exec(given) ?? [];
  if (from === undefined) return Option.none();
  return Option.some(
    to === undefined ? { from: Number(from) } : { from: Number(from), to: Number(to) },
  );
}

const showState = Effect.fnUntraced(function* (
  actor: ActorName,
  when: { readonly version?: number; readonly at?: string },
) {
  const { state, facts } = yield* ask(async (box) => {
    const state = await shelfOf(box, actor).get(actor.id, when);
    return { state, facts: await newestFacts(box, actor, state.version) };
  });
  yield* show([state], (sheet) => [
    sheet.paint("strong", `${actor.kind} ${actor.id}, version ${state.version}`),
    ...fieldsOf(state, sheet),
    "",
    ...tableOf(FACTS, facts, sheet),
  ]);
});

/** Those that led to the version, the oldest of them first. */
async function newestFacts(
  box: Gatehouse,
  actor: ActorName,
  upTo: number,
): Promise<ReadonlyArray<Event>> {
  const facts: Array<Event> = [];
  for await (const fact of box.events({ actor: nameOf(actor), sort: "newest" })) {
    if (fact.version <= upTo) facts.unshift(fact);
    if (facts.length === FACTS_MAX) break;
  }
  return facts;
}

const showDifference = Effect.fnUntraced(function* (
  actor: ActorName,
  since: Versions | string | undefined,
) {
  const found = yield* ask(async (box) => {
    const shelf = shelfOf(box, actor);
    if (typeof since !== "string") return await shelf.diff(actor.id, since);
    const { version } = await shelf.get(actor.id, { at: since });
    return await shelf.diff(actor.id, { from: version });
  });
  yield* show([found], (sheet) => differenceLines(found, sheet));
});

const showBlame = Effect.fnUntraced(function* (actor: ActorName, pointer: string) {
  const found = yield* ask((box) => shelfOf(box, actor).blame(actor.id, pointer));
  yield* show([found], (sheet) => blameLines(found, sheet));
});

const verifyActor = Effect.fnUntraced(function* (actor: ActorName) {
  const found = yield* ask((box) => shelfOf(box, actor).verify(actor.id));
  yield* show([found], (sheet) => verifiedLines(found, sheet));
  if (!found.ok) return yield* new Found({ what: "drift" });
});

const showSnapshots = Effect.fnUntraced(function* (actor: ActorName) {
  const found = yield* ask((box) => shelfOf(box, actor).snapshots(actor.id));
  yield* show(found, (sheet) => tableOf(SNAPSHOTS, found, sheet));
});
