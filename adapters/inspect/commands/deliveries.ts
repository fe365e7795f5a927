/**
 * `deliveries`: what was told to the access control, and what to do about what it did not take.
 *
 * @module
 */
import { Effect, Option } from "effect";
import { Command, Flag } from "effect/cli";
import { DELIVERY_STATUSES } from "../../../actors/delivery.ts";
import type { Delivery, DeliveryFilter } from "../../../routes/client/mod.ts";
import { DELIVERIES } from "../columns.ts";
import { ask, confirm, defined, oneAtMost, show, take } from "../desk.ts";
import { limit, maybeWord, sign, text } from "../flags.ts";
import { tableOf } from "../table.ts";

const FLAGS = {
  status: Flag.Literals("status", DELIVERY_STATUSES).pipe(
    Flag.withDescription("In this status"),
    Flag.optional,
    Flag.map(Option.getOrUndefined),
  ),
  dead: sign("dead", "The same as --status dead; --retry and --discard mean these anyway"),
  accessControl: text("access-control", "To this access-control system"),
  actor: text("actor", "About this one: pass/P-1 or ticket/T-1"),
  limit: limit(500, 50),
  retry: sign("retry", "Try those found again, after showing them and asking"),
  discard: text("discard", "Give those found up, for this reason, after showing them and asking"),
  preview: sign("preview", "Show what --retry or --discard would be done to, and no more"),
  yes: sign("yes", "Do not ask"),
};

/** A list of them or one by its id; acted on only as shown. */
export const deliveries = Command.make(
  "deliveries",
  { id: maybeWord("id", "One delivery"), ...FLAGS },
  Effect.fnUntraced(function* ({ id, retry, discard, preview, yes, ...chosen }) {
    yield* oneAtMost({ retry, discard });
    yield* oneAtMost({ dead: chosen.dead, status: chosen.status });
    const isMending = retry || discard !== undefined;
    // what is on its way or has arrived needs neither
    const dead = chosen.dead || isMending && chosen.status === undefined;
    const found = yield* find(id, { ...chosen, dead });
    const isActing = isMending && !preview && found.length > 0;
    if (!isActing || !yes) yield* showAll(found);
    if (!isActing) return;
    const what = discard === undefined ? "Try them again?" : "Give them up?";
    if (!yes) yield* confirm(what, found.length);
    const done: Array<Delivery> = [];
    for (const one of found) {
      done.push(
        yield* ask(({ deliveries }) =>
          discard === undefined ? deliveries.retry(one.id) : deliveries.discard(one.id, discard)
        ),
      );
    }
    yield* showAll(done);
  }),
).pipe(
  Command.withDescription("What was told to the access control, the newest first"),
  Command.withExamples([
    { command: "deno task inspect deliveries --dead", description: "What waits for an operator" },
    {
      command: "deno task inspect deliveries --dead --access-control main --retry",
      description: "Shows them, asks, and tries them again",
    },
    {
      command: 'deno task inspect deliveries c-018f.1 --discard "blocked by hand"',
      description: "Gives one up",
    },
  ]),
);

const find = Effect.fnUntraced(function* (
  id: string | undefined,
  { status, dead, accessControl, actor, limit: most }: {
    readonly status: Delivery["status"] | undefined;
    readonly dead: boolean;
    readonly accessControl: string | undefined;
    readonly actor: string | undefined;
    readonly limit: number;
  },
) {
  if (id !== undefined) return [yield* ask((box) => box.deliveries.get(id))];
  const filter: DeliveryFilter = defined({
    status: dead ? "dead" as const : status,
    accessControl,
    actor,
  });
  return yield* ask((box) => take(box.deliveries.list(filter), most));
});

function showAll(found: ReadonlyArray<Delivery>) {
  return show(
    found,
    (sheet) => found.length === 0 ? ["No such delivery"] : tableOf(DELIVERIES, found, sheet),
  );
}
