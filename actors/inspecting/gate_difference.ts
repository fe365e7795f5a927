/**
 * What the comparison of the lists had found of one credential, at a moment.
 *
 * @module
 */
import { Effect } from "effect";
import { ActorRouter } from "../actor_router.ts";
import type { Address } from "../address.ts";
import type { Recorded } from "../event_store.ts";
import { SUBJECT_TYPES, type SubjectName } from "../reconciling/held.ts";
import { type Finding, findingsOf, type ReconciliationState } from "../reconciliation/mod.ts";
import { factsBetween, versionAt } from "./past.ts";

/** The newest facts of the reconciliation that are looked through for the one that found it. */
const FACTS_MAX = 500;

/** The open difference, with the fact that told of it. */
export interface KnownDifference {
  readonly difference: Finding | null;
  readonly found: Recorded | null;
}

const NONE: KnownDifference = { difference: null, found: null };

/**
 * Of `barcode`, whose holder is in `state`; one that was mended since is none any more.
 *
 * None either where what the comparison has found is damaged: its reconciliation says so.
 */
export const differenceThen = Effect.fnUntraced(
  function* (
    { tenant, barcode, at }: {
      readonly tenant: string;
      readonly barcode: string;
      /** Milliseconds since the epoch; `null`: now. */
      readonly at: number | null;
    },
    { kind }: SubjectName,
    state: unknown,
  ) {
    const router = yield* ActorRouter;
    const id = SUBJECT_TYPES[kind].accessControl(state);
    const address: Address = { tenant, kind: "reconciliation", id };
    const version = at === null ? undefined : yield* versionAt(address, at);
    if (id === "" || version === 0) return NONE;
    const view = yield* router.view(address, version);
    const difference = findingsOf(view.state as ReconciliationState)
      .find(({ credential }) => credential === barcode);
    if (difference === undefined || isMended(difference, state)) return NONE;
    const from = view.version - FACTS_MAX + 1;
    // as evidence only: the difference itself is known without it
    const facts = yield* Effect.catchTag(
      factsBetween(address, { from, to: view.version }),
      "Quarantined",
      () => Effect.succeed([]),
    );
    return { difference, found: facts.findLast((fact) => tells(fact, difference.id)) ?? null };
  },
  Effect.catchTag(["UnknownActor", "Quarantined"], () => Effect.succeed(NONE)),
);

/** The access control has confirmed what it was sent again. */
function isMended(difference: Finding, state: unknown): boolean {
  const { resending } = state as { readonly resending: boolean };
  return difference.state === "repaired" && !resending;
}

function tells({ event }: Recorded, id: string): boolean {
  const { differences = [] } = event as { readonly differences?: ReadonlyArray<Finding> };
  return differences.some((one) => one.id === id);
}
