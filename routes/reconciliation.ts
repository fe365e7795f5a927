/**
 * What an access control's list and ours differ in, and what an operator decides about it.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { ActorRouter } from "../actors/actor_router.ts";
import type { Address } from "../actors/address.ts";
import type { Tagged } from "../actors/decider.ts";
import { Reconciler } from "../actors/reconciler.ts";
import {
  type ApproveRepairs,
  type Finding,
  findingOf,
  findingsOf,
  type IgnoreDifference,
  type ReconciliationState,
  type Side,
} from "../actors/reconciliation/mod.ts";
import { instant, ok } from "./answer.ts";
import { DifferenceAnswer, ReconciliationAnswer } from "./answers.ts";
import { seal } from "./envelope.ts";
import type { Key } from "./keys.ts";
import { shownTo } from "./mask.ts";
import { NO_BODY, NO_QUERY } from "./parse.ts";
import { notFound } from "./problem.ts";
import { type Arrival, param, type Route, route } from "./route.ts";
import { UNKNOWN } from "./unknown.ts";

/** `/v1/adapters/{name}/reconcil…` */
export const RECONCILIATION_ROUTES: ReadonlyArray<Route> = [
  route({
    method: "POST",
    path: "/v1/adapters/{name}/reconcile",
    access: "admin",
    tag: "adapters",
    summary: "Compares the access control's list with ours, now",
    query: NO_QUERY,
    body: v.strictObject({}),
    example: {},
    answers: {
      202: {
        description: "It begins; when it is over `checkedAt` of the reconciliation is later",
        schema: ReconciliationAnswer,
      },
    },
    handle: (asked) =>
      Effect.gen(function* () {
        const { tenant, id: name } = yield* addressOf(asked);
        const shown = yield* show(asked);
        yield* (yield* Reconciler).request(tenant, name);
        return { ...shown, status: 202 };
      }),
  }),
  route({
    method: "GET",
    path: "/v1/adapters/{name}/reconciliation",
    access: "events:read",
    tag: "adapters",
    summary: "What the last comparison has found, and what is done about it",
    query: NO_QUERY,
    body: NO_BODY,
    answers: { 200: { description: "All open differences", schema: ReconciliationAnswer } },
    handle: show,
  }),
  verdictRoute({
    verb: "approve",
    summary: "Has the proposal carried out, unless its actor has changed since it was compared",
    command: (id): ApproveRepairs => ({ type: "ApproveRepairs", ids: [id] }),
  }),
  verdictRoute({
    verb: "ignore",
    summary: "Leaves a difference as it is, for as long as it stays the same",
    command: (id): IgnoreDifference => ({ type: "IgnoreDifference", id }),
  }),
];

/** An operator's word about one difference. */
function verdictRoute({ verb, summary, command }: {
  readonly verb: string;
  readonly summary: string;
  readonly command: (id: string) => Tagged;
}): Route {
  return route({
    method: "POST",
    path: `/v1/adapters/{name}/reconciliation/{differenceId}/${verb}`,
    access: "admin",
    tag: "adapters",
    summary,
    query: NO_QUERY,
    body: v.strictObject({}),
    example: {},
    answers: { 200: { description: "The difference now", schema: DifferenceAnswer } },
    handle: (asked) => {
      const id = param(asked, "differenceId");
      const envelope = seal("POST", command(id), asked);
      return Effect.gen(function* () {
        const address = yield* addressOf(asked);
        const before = findingOf(yield* stateAt(address), id);
        if (before === undefined) return yield* notFound(UNKNOWN.difference);
        const { send } = yield* ActorRouter;
        yield* send(address, envelope);
        // a refused repair is gone from the list by now; the one who asked is told what it was
        const after = findingOf(yield* stateAt(address), id) ?? before;
        return ok(showFinding(asked.caller, after));
      });
    },
  });
}

function show(asked: Arrival) {
  return Effect.gen(function* () {
    const address = yield* addressOf(asked);
    const findings = findingsOf(yield* stateAt(address));
    const check = (yield* Reconciler).checks(address.tenant).get(address.id)?.check ?? null;
    return ok({
      checkedAt: instant(check?.checkedAt ?? null),
      complete: check?.complete ?? false,
      reason: check === null ? "Never compared yet" : check.reason,
      differences: findings.map((finding) => showFinding(asked.caller, finding)),
    });
  });
}

/** Before the first difference there is no such actor. */
const stateAt = Effect.fnUntraced(function* (address: Address) {
  const { view } = yield* ActorRouter;
  const { state } = yield* view(address);
  return state as ReconciliationState;
}, Effect.catchTag("UnknownActor", () => Effect.succeed(NOTHING_DIFFERS)));

const NOTHING_DIFFERS: ReconciliationState = { lastNumber: 0, findings: {}, tasks: [] };

const addressOf = Effect.fnUntraced(function* (asked: Arrival) {
  const { caller: { tenant }, house } = asked;
  const id = param(asked, "name");
  const isKnown = house.accessControls(tenant).some(({ name }) => name === id);
  if (!isKnown) return yield* notFound(UNKNOWN.accessControl);
  return { tenant, kind: "reconciliation", id } satisfies Address;
});

function showFinding(caller: Key, finding: Finding): unknown {
  const { id, kind, actor, credential, credentialKind, ours, theirs, proposal, state } = finding;
  return shownTo(caller, {
    id,
    kind,
    actor,
    credential,
    credentialKind,
    ours: showSide(ours),
    theirs: showSide(theirs),
    proposal,
    state,
  });
}

function showSide(side: Side | null): object | null {
  if (side === null) return null;
  const { state, actor, admissionIds } = side;
  return { state, actor, admissions: admissionIds };
}
