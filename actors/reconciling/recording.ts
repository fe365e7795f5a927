/**
 * Makes facts of a comparison, and of the policy what is repaired without asking.
 *
 * @module
 */
import { Effect } from "effect";
import type { AccessControl } from "../access_control.ts";
import type { ActorRouter, SendError } from "../actor_router.ts";
import type { Address } from "../address.ts";
import type { ReadError } from "../event_store.ts";
import {
  type ApproveRepairs,
  type Finding,
  findingsOf,
  type ReconciliationState,
  type RecordComparison,
} from "../reconciliation/mod.ts";
import { freshId } from "../fresh_id.ts";
import { ownCommand } from "../system/own_command.ts";
import { type Comparison, nameOf } from "./cycle.ts";
import { newsOf } from "./news.ts";
import { mendable } from "./policy.ts";

/** Open differences of one access control; beyond that an operator has other worries. */
const FINDINGS_MAX = 1_000;
/** Of one commit, whose record must stay below 64 KiB; one takes 2.5 KiB at most. */
const DIFFERENCES_A_COMMAND = 20;

type Router = ActorRouter["Service"];

/** Tells the reconciliation's actor what is new. A list that was not read to its end is no news. */
export const recordComparison = Effect.fnUntraced(function* (
  router: Router,
  system: AccessControl,
  { differences, counts, broken, damaged, unheld }: Comparison,
): Effect.fn.Return<void, SendError | ReadError> {
  if (broken !== null) return;
  const findings = yield* findingsAt(router, system);
  const isWhole = differences.length === counts.missing + counts.unknown + counts.different;
  const isJudged = ({ actor, credential }: Finding) =>
    !unheld.has(credential) && (actor === null || !damaged.has(nameOf(actor)));
  const { found, gone } = newsOf(findings, { differences, isWhole, isJudged });
  const room = Math.max(0, FINDINGS_MAX - findings.length + gone.length);
  const kept = found.slice(0, room);
  for (let at = 0; at < kept.length || at === 0 && gone.length > 0; at += DIFFERENCES_A_COMMAND) {
    yield* tell(router, system, {
      type: "RecordComparison",
      found: kept.slice(at, at + DIFFERENCES_A_COMMAND),
      gone: at === 0 ? gone : [],
    });
  }
});

/** Approves what may be approved without an operator, by the policy `automatic`. */
export const repairAll = Effect.fnUntraced(function* (
  router: Router,
  system: AccessControl,
): Effect.fn.Return<void, SendError | ReadError> {
  const ids = mendable(yield* findingsAt(router, system));
  if (ids.length > 0) yield* tell(router, system, { type: "ApproveRepairs", ids });
});

/** What is known to differ; nothing before the first difference. */
function findingsAt(
  router: Router,
  system: AccessControl,
): Effect.Effect<ReadonlyArray<Finding>, SendError | ReadError> {
  return router.view(addressOf(system)).pipe(
    Effect.map(({ state }) => findingsOf(state as ReconciliationState)),
    Effect.catchTag("UnknownActor", () => Effect.succeed([])),
  );
}

const tell = Effect.fnUntraced(function* (
  router: Router,
  system: AccessControl,
  command: RecordComparison | ApproveRepairs,
): Effect.fn.Return<void, SendError> {
  const envelope = ownCommand(yield* freshId("r"), command, { fresh: true });
  yield* router.send(addressOf(system), envelope);
});

function addressOf({ tenant, name }: AccessControl): Address {
  return { tenant, kind: "reconciliation", id: name };
}
