/**
 * All about one actor in one file that can be given away: no personal data, no credentials.
 *
 * @module
 */
import { Clock, Effect } from "effect";
import * as v from "valibot";
import { ActorRouter } from "../actors/actor_router.ts";
import type { Address } from "../actors/address.ts";
import { EventStore, type Recorded } from "../actors/event_store.ts";
import { factsBetween } from "../actors/inspecting/past.ts";
import { etag, instant, ok } from "./answer.ts";
import { CommandRecordAnswer, DeliveryAnswer, EventAnswer, SnapshotInfoAnswer } from "./answers.ts";
import { addressOf, stateOf } from "./command.ts";
import { showDelivery } from "./deliveries.ts";
import { showEvent } from "./events.ts";
import { showCommand, showSnapshotInfo } from "./inspection.ts";
import type { Key } from "./keys.ts";
import { anonymous } from "./mask.ts";
import { NO_BODY, NO_QUERY } from "./parse.ts";
import { type Route, route } from "./route.ts";
import { type Subject, SUBJECTS } from "./subjects.ts";

/** The newest of each; the bundle says how many there are of versions. */
const FACTS_MAX = 500;
const COMMANDS_MAX = 200;
const DELIVERIES_MAX = 200;

/** Of `GET …/support-bundle`. */
export const BundleAnswer = v.object({
  gatehouse: v.string(),
  madeAt: v.string(),
  actor: v.object({ kind: v.string(), id: v.string() }),
  version: v.number(),
  state: v.record(v.string(), v.unknown()),
  events: v.array(EventAnswer),
  commands: v.array(CommandRecordAnswer),
  deliveries: v.array(DeliveryAnswer),
  snapshots: v.array(SnapshotInfoAnswer),
});

/** `GET …/support-bundle` of tickets, passes and orders. */
export const BUNDLE_ROUTES: ReadonlyArray<Route> = Object.values(SUBJECTS).map((subject) =>
  route({
    method: "GET",
    path: `/v1/${subject.plural}/{${subject.idName}}/support-bundle`,
    access: "debug:read",
    tag: subject.plural,
    summary: `All about one ${subject.kind}, masked whatever the key may see: safe to give away`,
    query: NO_QUERY,
    body: NO_BODY,
    answers: { 200: { description: "The newest of everything", schema: BundleAnswer } },
    handle: (asked) => {
      const address = addressOf(subject, asked);
      const file = `attachment; filename="${subject.kind}-${address.id}.json"`;
      // no scope: what is shown to this reader is masked
      const reader: Key = { ...asked.caller, scopes: new Set() };
      return Effect.map(
        bundle({ subject, address, reader, version: asked.house.version }),
        (body) => ok(body, { "content-disposition": file, etag: etag(body.version) }),
      );
    },
  })
);

const bundle = Effect.fnUntraced(function* (
  { subject, address, reader, version }: {
    readonly subject: Subject;
    readonly address: Address;
    readonly reader: Key;
    readonly version: string;
  },
) {
  const router = yield* ActorRouter;
  const store = yield* EventStore;
  const view = yield* router.view(address);
  const { kind, id, tenant } = address;
  const facts = yield* factsBetween(address, {
    from: view.version - FACTS_MAX + 1,
    to: view.version,
  });
  const commands = yield* store.commands(address, { cursor: null, limit: COMMANDS_MAX });
  const deliveries = kind !== "ticket" && kind !== "pass" ? { data: [] } : yield* store.deliveries(
    tenant,
    { status: null, accessControl: null, actor: { kind, id } },
    { cursor: null, limit: DELIVERIES_MAX },
  );
  const shown = {
    state: stateOf(subject, id, view),
    commands: commands.data.map(showCommand),
    deliveries: deliveries.data.map((delivery) => showDelivery(reader, delivery)),
  };
  return {
    gatehouse: version,
    madeAt: instant(yield* Clock.currentTimeMillis),
    actor: { kind, id },
    version: view.version,
    ...anonymous(shown) as typeof shown,
    events: facts.map((fact) => showEvent(reader, anonymousFact(fact))),
    snapshots: (yield* store.snapshots(address)).map(showSnapshotInfo),
  };
});

/** Before its sentence is made, which tells reasons. */
function anonymousFact(fact: Recorded): Recorded {
  return { ...fact, event: anonymous(fact.event) as Recorded["event"] };
}
