/**
 * Sends a command to its actor and tells what came of it: the one handler of all command routes.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import {
  ActorRouter,
  type Envelope,
  type OperationStatus,
  type Receipt,
} from "../actors/actor_router.ts";
import type { Address } from "../actors/address.ts";
import type { Tagged } from "../actors/decider.ts";
import { type Answer, etag, ok } from "./answer.ts";
import { CommandAnswer } from "./answers.ts";
import { withAlias, withKnownAlias } from "./customer_names.ts";
import { seal } from "./envelope.ts";
import { type Preference, readPrefer } from "./headers.ts";
import type { Services } from "./house.ts";
import { requireScope } from "./keys.ts";
import { shownTo } from "./mask.ts";
import type { Schema } from "./parse.ts";
import { type Failure, faulty } from "./problem.ts";
import { type Asked, param, type Route, route } from "./route.ts";
import { Flag, wholeNumber } from "./schemas.ts";
import type { Subject } from "./subjects.ts";

/** One command of a subject: the body is the command without its type. */
export interface CommandDefinition<Command extends Tagged> {
  readonly verb: string;
  readonly type: Command["type"];
  readonly summary: string;
  readonly body: Schema<Omit<Command, "type">>;
  readonly example: unknown;
}

/** An order answers when its passes and tickets have heard: so long at most. */
const CARRY_OUT_TIMEOUT_MS = 5000;

const CommandQuery = v.strictObject({
  dryRun: v.pipe(
    v.optional(Flag, "false"),
    v.description("Answers the events or the refusal, and stores nothing"),
  ),
  version: v.pipe(
    v.optional(wholeNumber(0, Number.MAX_SAFE_INTEGER)),
    v.description(
      "With dryRun (and debug:read): decides on the actor as it was at this version, with the " +
        "reference data of now; 0 is before its first fact",
    ),
  ),
});

type Query = v.InferOutput<typeof CommandQuery>;

/** The route of one command: `POST /v1/{plural}/{id}/{verb}`. */
export function commandRoute<Command extends Tagged>(
  subject: Subject,
  definition: CommandDefinition<Command>,
): Route {
  const { verb, type, summary, body, example } = definition;
  return route({
    method: "POST",
    path: `/v1/${subject.plural}/{${subject.idName}}/${verb}`,
    access: "commands:write",
    tag: subject.plural,
    summary,
    command: type,
    query: CommandQuery,
    body,
    example,
    answers: {
      200: { description: "Done, nothing to be confirmed", schema: CommandAnswer },
      202: {
        description: "The access control has still to confirm it, or it failed: see the operation",
        schema: CommandAnswer,
      },
    },
    problems: [subject.kind === "ticket" ? "ticket-number-taken" : "pass-already-held"],
    handle: (asked) => {
      const command = { type, ...asked.body };
      assertRehearsal(asked);
      return asked.query.dryRun ? rehearse(subject, command, asked) : send(subject, command, asked);
    },
  });
}

function send(
  subject: Subject,
  command: Tagged,
  asked: Asked<Query>,
): Effect.Effect<Answer, Failure, Services> {
  const address = addressOf(subject, asked);
  const envelope = seal("POST", command, asked);
  const prefer = readPrefer(asked.headers);
  return Effect.flatMap(
    withAlias(envelope, asked),
    (sealed) => carryOut({ subject, address, envelope: sealed, prefer, asked }),
  );
}

interface Errand {
  readonly subject: Subject;
  readonly address: Address;
  readonly envelope: Envelope;
  readonly prefer: Preference;
  readonly asked: Asked<Query>;
}

const carryOut = Effect.fnUntraced(function* (errand: Errand) {
  const router = yield* ActorRouter;
  const receipt = yield* router.send(errand.address, errand.envelope);
  const result = { receipt, ...yield* follow(errand, receipt) };
  const state = errand.prefer.representation ? yield* represent(errand, result) : {};
  const lines = errand.subject.kind === "order" ? yield* linesOf(errand, result) : {};
  return commandAnswer(errand, { ...result, shown: { ...lines, ...state } });
});

/** How far a command has come when it is answered, and the version that its actor then has. */
interface Followed {
  readonly status: OperationStatus;
  readonly version: number;
}

interface Result extends Followed {
  readonly receipt: Receipt;
}

/** What became of each line: the whole can be accepted and a part of it refused. */
const linesOf = Effect.fnUntraced(
  function* ({ subject, address }: Errand, { receipt, version }: Result) {
    const router = yield* ActorRouter;
    const { state } = yield* router.view(address, receipt.replayed ? version : undefined);
    const { lines } = subject.view(state) as { readonly lines: unknown };
    return { lines };
  },
  Effect.orElseSucceed(() => ({})),
);

/**
 * Without waiting, what is to be confirmed cannot be yet. Saying so without a look keeps a
 * repeated answer the same as the first; how far it has come since is the operation's to tell.
 */
function follow(
  { subject, prefer, address }: Errand,
  { record }: Receipt,
): Effect.Effect<Followed, never, ActorRouter> {
  const { revision, version } = record;
  if (revision === null) return Effect.succeed({ status: "none", version });
  const isOrder = subject.kind === "order";
  if (prefer.waitS === 0 && !isOrder) return Effect.succeed({ status: "pending", version });
  return Effect.gen(function* () {
    const router = yield* ActorRouter;
    const told = isOrder
      ? yield* router.carriedOut(record, CARRY_OUT_TIMEOUT_MS)
      : { status: "pending" as const, version };
    if (prefer.waitS === 0) return told;
    yield* router.settled(address, revision, prefer.waitS * 1000);
    // the command has acted: failing to read its status must not look as if it had not
    const status = yield* Effect.orElseSucceed(router.operation(record), () => told.status);
    const now = Effect.map(router.view(address), (view) => view.version);
    return { status, version: yield* Effect.orElseSucceed(now, () => told.version) };
  });
}

const represent = Effect.fnUntraced(
  function* ({ subject, address, prefer, asked }: Errand, { receipt, version }: Result) {
    const router = yield* ActorRouter;
    const asThen = receipt.replayed && prefer.waitS === 0 ? version : undefined;
    const view = yield* router.view(address, asThen);
    return { state: shownTo(asked.caller, stateOf(subject, address.id, view)) };
  },
  Effect.orElseSucceed(() => ({})),
);

/** What a read of the actor shows, before masking. */
export function stateOf(
  subject: Subject,
  id: string,
  { version, state }: { readonly version: number; readonly state: unknown },
): object {
  return { [subject.idName]: id, version, ...subject.view(state) };
}

function commandAnswer(
  { address, prefer }: Errand,
  { receipt, status, version, shown }: Result & { readonly shown: object },
): Answer {
  const { record, replayed } = receipt;
  const { commandId, events } = record;
  const headers: Record<string, string> = { etag: etag(version) };
  // a failed one is not confirmed either: an operator can still have it tried again
  const isOpen = status === "pending" || status === "failed";
  if (isOpen) headers["location"] = `/v1/operations/${commandId}`;
  if (prefer.applied !== null) headers["preference-applied"] = prefer.applied;
  if (replayed) headers["idempotency-replayed"] = "true";
  return {
    status: isOpen ? 202 : 200,
    body: {
      commandId,
      actor: { kind: address.kind, id: address.id },
      version,
      events,
      operation: { id: commandId, status },
      ...shown,
    },
    headers,
  };
}

function assertRehearsal({ query, caller }: Asked<Query>): void {
  if (query.version === undefined) return;
  requireScope(caller, "debug:read");
  if (query.dryRun) return;
  throw faulty("bad-query", [{ pointer: "/query/version", detail: "needs dryRun=true" }]);
}

function rehearse(
  subject: Subject,
  command: Tagged,
  asked: Asked<Query>,
): Effect.Effect<Answer, Failure, Services> {
  const address = addressOf(subject, asked);
  const envelope = withKnownAlias(seal("POST", command, asked), asked);
  return Effect.gen(function* () {
    const router = yield* ActorRouter;
    const at = asked.query.version;
    const { version, events } = yield* router.rehearse(address, envelope, at);
    return ok({
      dryRun: true,
      commandId: null,
      actor: { kind: address.kind, id: address.id },
      version: at ?? version,
      events: events.map((event) => event.type),
      operation: { id: null, status: "none" },
    });
  });
}

/** The subject that the path names, in the caller's tenant. */
export function addressOf(subject: Subject, asked: Asked): Address {
  const { caller } = asked;
  return { tenant: caller.tenant, kind: subject.kind, id: param(asked, subject.idName) };
}
