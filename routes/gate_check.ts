/**
 * Why a gate opens or does not: the verdict on one barcode, with what it rests on.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { type GateFinding, inquire } from "../actors/inspecting/gate_inquiry.ts";
import { GATE_REASONS } from "../actors/inspecting/gate_verdict.ts";
import { wordsOf } from "../actors/inspecting/gate_words.ts";
import { type Answer, instant, ok } from "./answer.ts";
import { DeliveryAnswer, EventAnswer } from "./answers.ts";
import { showDelivery } from "./deliveries.ts";
import { showEvent } from "./events.ts";
import type { Key } from "./keys.ts";
import { NO_BODY } from "./parse.ts";
import { type Route, route } from "./route.ts";
import { Id, Instant, Scanned } from "./schemas.ts";

const GateQuery = v.strictObject({
  barcode: v.pipe(Scanned, v.description("Barcode or card, as it was scanned")),
  performance: v.pipe(v.optional(Id), v.description("Whose gate it is held to")),
  at: v.pipe(v.optional(Instant), v.description("As of then; now unless given")),
});

const ActorAnswer = v.object({ kind: v.string(), id: v.string() });

/** Of `GET /v1/gate-check`. */
export const GateAnswer = v.object({
  decision: v.picklist(["open", "refused"]),
  reason: v.nullable(v.picklist(GATE_REASONS)),
  sentence: v.string(),
  advice: v.string(),
  at: v.string(),
  performance: v.nullable(v.string()),
  actor: v.nullable(ActorAnswer),
  generation: v.nullable(v.number()),
  evidence: v.array(v.variant("kind", [
    v.object({ kind: v.literal("event"), ...EventAnswer.entries }),
    v.object({ kind: v.literal("delivery"), ...DeliveryAnswer.entries }),
  ])),
  exposure: v.optional(v.object({ since: v.string(), delivery: v.nullable(v.string()) })),
});

/** `GET /v1/gate-check` */
export const GATE_ROUTES: ReadonlyArray<Route> = [
  route({
    method: "GET",
    path: "/v1/gate-check",
    access: "read",
    tag: "inspection",
    summary:
      "Whether a barcode should open a gate, now or at a moment, and why; one advised action",
    query: GateQuery,
    sample: "barcode=0123456789128&performance=M01",
    body: NO_BODY,
    answers: { 200: { description: "The verdict by our state", schema: GateAnswer } },
    handle: ({ caller, query }) =>
      Effect.map(
        inquire({
          tenant: caller.tenant,
          barcode: query.barcode,
          performance: query.performance ?? null,
          at: query.at === undefined ? null : Date.parse(query.at),
        }),
        (finding) => show(caller, finding),
      ),
  }),
];

function show(caller: Key, finding: GateFinding): Answer {
  const { verdict, facts, deliveries, exposure, at, performance } = finding;
  const { reason } = verdict;
  return ok({
    decision: reason === null ? "open" : "refused",
    reason,
    ...wordsOf(verdict),
    at: instant(at),
    performance,
    actor: finding.holder,
    generation: finding.generation,
    evidence: [
      ...facts.map((fact) => ({ kind: "event", ...showEvent(caller, fact) })),
      ...deliveries.map((delivery) => ({ kind: "delivery", ...showDelivery(caller, delivery) })),
    ],
    ...(exposure === null ? {} : { exposure: { ...exposure, since: instant(exposure.since) } }),
  });
}
