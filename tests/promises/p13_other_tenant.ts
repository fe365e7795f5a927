/**
 * P13: with another tenant's key this tenant's things are as if there were none of them.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { Barcode } from "../../actors/address.ts";
import {
  type HeldKey,
  type Key,
  makeKeyRing,
  type Route,
  ROUTES,
  SCOPES,
} from "../../routes/mod.ts";
import { fingerprint } from "../../routes/keys.ts";
import { inAnyOrder } from "../support/any_order.ts";
import { ALLOCATION, type Answered, type Api, openSeason } from "../support/api.ts";
import { startBridge } from "../support/bridge.ts";
import { eventually } from "../support/eventually.ts";
import { apiOver } from "../support/live_api.ts";
import { askAs, type PathIds } from "../support/route_targets.ts";
import { scriptedAccessControl } from "../support/scripted_access_control.ts";
import type { Round, Trial } from "./trial.ts";

/** Has things. */
const OWNER = "riverside";
/** Asks for them by their ids, and is compared with one that asks for ids that nobody has. */
const NEIGHBOUR = "lakeside";
const STRANGER = "hillside";
const TENANTS = [OWNER, NEIGHBOUR, STRANGER];

const BARCODE = "912855501234";
const CUSTOMER = "riverside-customer";

/** Real actors of three tenants over one store. */
export const OTHER_TENANT: Trial = {
  promise: "P13",
  title: "another tenant's key with this tenant's ids is answered as for ids that nobody has",
  rounds: 2,
  round: (seed) =>
    Effect.runPromise(Effect.scoped(Effect.gen(function* () {
      const systems = TENANTS.map((tenant) => scriptedAccessControl({ tenant }));
      const [owned = scriptedAccessControl(), ...others] = systems;
      owned.replies.push({
        type: "done",
        credentials: [{ kind: "standard", value: Barcode(BARCODE) }],
        externalId: null,
        printed: true,
        printFault: null,
      });
      const api = apiOver(yield* startBridge(owned, { others }), { keys: makeKeyRing(KEYS) });
      return yield* Effect.promise(() => play(api, seed));
    }))),
};

async function play(api: Api, seed: number): Promise<Round> {
  const real = await furnish(api);
  const unknown = Object.fromEntries(
    Object.entries(real).map(([name, id]) => [name, name === "name" ? id : `nobodys-${id}`]),
  );
  const before = await stateOf(api);
  const tried = { routes: 0, questions: 0 };
  const broken: Array<string> = [];
  const compare = (what: string, one: Answered, other: Answered) => {
    const fault = difference(one, other);
    if (fault !== null) broken.push(`${what}: ${fault}`);
  };
  for (const route of inAnyOrder(ROUTES.filter(isGuarded), seed)) {
    const [theirs, nobodys] = route.access === "access-control"
      ? [replyKey(NEIGHBOUR), replyKey(STRANGER)]
      : [NEIGHBOUR, STRANGER];
    const one = await askAs(api, theirs, { route, ids: real });
    compare(
      `${route.method} ${route.path}`,
      one,
      await askAs(api, nobodys, { route, ids: unknown }),
    );
    tried.routes += 1;
  }
  for (const question of questionsOf(real)) {
    const one = await api.ask(`GET /v1/${question}`, { key: NEIGHBOUR });
    const other = await api.ask(`GET /v1/${question}`, { key: STRANGER });
    compare(`GET /v1/${question}`, one, other);
    tried.questions += 1;
  }
  if (await stateOf(api) !== before) broken.push("something of the owner has changed");
  return { tried, broken };
}

function isGuarded({ access }: Route): boolean {
  return access !== "everyone";
}

/** What the owner has, by the names in paths. */
async function furnish(api: Api): Promise<PathIds> {
  const asOwner = (target: string, body: object) => give(api, target, body);
  await openSeason({ ask: (target, question) => api.ask(target, { key: OWNER, ...question }) });
  const ids = { ticketId: "R-T1", passId: "R-P1", orderId: "R-O1", keyId: "R-K1" };
  const sale = { ...ALLOCATION, customerId: CUSTOMER };
  await asOwner(`POST /v1/tickets/${ids.ticketId}/allocate`, sale);
  const printed = await asOwner(`POST /v1/tickets/${ids.ticketId}/print`, {});
  await eventually("the barcode has come", async () => {
    const { text } = await api.ask(`GET /v1/tickets/${ids.ticketId}`, { key: OWNER });
    return text.includes(BARCODE) ? true : null;
  });
  const source = { kind: "item", code: "MEMBER", orderId: "R-O2" };
  const pass = { passType: "SEASON", customerId: CUSTOMER, source };
  await asOwner(`POST /v1/passes/${ids.passId}/acquire`, pass);
  const lines = [{ lineId: "1", kind: "performance", code: "M01", priceType: "adult" }];
  const seat = { section: "N12", row: "F", number: "12" };
  await asOwner(`POST /v1/orders/${ids.orderId}/place`, {
    customerId: CUSTOMER,
    lines: lines.map((line) => ({ ...line, seat })),
  });
  await asOwner("POST /v1/keys", { id: ids.keyId, scopes: [] });
  const { id: webhookId } = await asOwner("POST /v1/webhooks", { url: "https://hooks.example/r" });
  const { body: { data: [delivery] } } = await api.ask("GET /v1/deliveries", { key: OWNER });
  return {
    ...ids,
    webhookId,
    deliveryId: delivery.id,
    operationId: printed.commandId,
    code: "R-M02",
  };
}

async function give(api: Api, target: string, body: object): Promise<Answered["body"]> {
  const headers = { "idempotency-key": "the-owners", "x-request-id": "the-owners-request" };
  const { status, body: answered, text } = await api.ask(target, { key: OWNER, body, headers });
  assert.ok(status < 300, text);
  return answered;
}

/** Queries that name things of the owner. */
function questionsOf(real: PathIds): ReadonlyArray<string> {
  const values = [...Object.values(real), BARCODE, CUSTOMER, "the-owners-request"];
  return [
    ...values.map((value) => `search?q=${value}`),
    `gate-check?barcode=${BARCODE}&performance=M01`,
    `events?barcode=${BARCODE}`,
    `events?customer=${CUSTOMER}`,
    `events?order=${real["orderId"]}`,
    `events?correlation=${real["operationId"]}`,
    `deliveries?actor=ticket/${real["ticketId"]}`,
  ];
}

/** Of a refusal, all but what is made anew each time; of the rest only how it ended. */
function difference(one: Answered, other: Answered): string | null {
  for (const secret of [BARCODE, CUSTOMER, "R-O2"]) {
    if (one.text.includes(secret)) return `tells ${secret}: ${one.text}`;
  }
  if (one.headers.has("idempotency-replayed")) return "answers what the owner was answered";
  const [mine, theirs] = [one, other].map(({ status, body }) =>
    status < 400 ? `${status}` : JSON.stringify({ ...body, requestId: "", commandId: "" })
  );
  return mine === theirs ? null : `${one.status} ${one.text} but ${other.status} ${other.text}`;
}

/** Every fact and every delivery of the owner. */
async function stateOf(api: Api): Promise<string> {
  const facts = await api.ask("GET /v1/events?limit=500", { key: OWNER });
  const deliveries = await api.ask("GET /v1/deliveries?limit=500", { key: OWNER });
  return facts.text + deliveries.text;
}

function replyKey(tenant: string): string {
  return `reply-${tenant}`;
}

const KEYS = TENANTS.flatMap((tenant): ReadonlyArray<HeldKey> => {
  const all: Key = {
    tenant,
    id: "all",
    scopes: new Set(SCOPES),
    expiresAt: null,
    accessControl: null,
    rateLimit: null,
    source: "configuration",
  };
  const reply: Key = { ...all, id: "main", scopes: new Set(), accessControl: "main" };
  return [[fingerprint(tenant), all], [fingerprint(replyKey(tenant)), reply]];
});
