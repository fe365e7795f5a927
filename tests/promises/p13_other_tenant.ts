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
import { Box, differenceOf, failedNotification } from "../support/accepted_asks.ts";
import { ALLOCATION, type Answered, type Api, openSeason } from "../support/api.ts";
import { startBridge } from "../support/bridge.ts";
import { eventually } from "../support/eventually.ts";
import { apiOver } from "../support/live_api.ts";
import { startDesks } from "../support/live_desks.ts";
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
/** In the names of what nobody else asks for: it can only come out of a list. */
const MARK = "of-the-owner";
const CUSTOMER = `customer-${MARK}`;
/** As the owner gives a command: the batch takes none for its whole. */
const AS_OWNER = { "idempotency-key": "the-owners", "x-request-id": "the-owners-request" };

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
      const bridge = yield* startBridge(owned, { others });
      const desks = yield* startDesks(bridge, [owned, ...others]);
      const api = apiOver({ ...bridge, ...desks }, { keys: makeKeyRing(KEYS) });
      return yield* Effect.promise(() => play(api, seed));
    }))),
};

async function play(api: Api, seed: number): Promise<Round> {
  const real = await furnish(api);
  assert.deepEqual(unnamedIn(real), [], "each name in a path stands for something of the owner");
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
    const headers = route.path.endsWith(":batch") ? {} : AS_OWNER;
    const one = await askAs(api, theirs, { route, ids: idsFor(route, real), headers });
    const other = await askAs(api, nobodys, { route, ids: idsFor(route, unknown), headers });
    compare(`${route.method} ${route.path}`, one, other);
    tried.routes += 1;
  }
  for (const question of questionsOf(real)) {
    const one = await api.ask(`GET /v1/${question}`, { key: NEIGHBOUR });
    const other = await api.ask(`GET /v1/${question}`, { key: STRANGER });
    compare(`GET /v1/${question}`, one, other);
    tried.questions += 1;
  }
  const echo = await toldTo(api, await aliasOf(api));
  if (echo.includes(CUSTOMER)) broken.push(`an alias in their own text is told to them: ${echo}`);
  if (await stateOf(api) !== before) broken.push("something of the owner has changed");
  return { tried, broken };
}

function isGuarded({ access }: Route): boolean {
  return access !== "everyone";
}

/** Names in paths that nothing of the owner is known for. */
function unnamedIn(real: PathIds): ReadonlyArray<string> {
  const names = ROUTES.filter(isGuarded).flatMap(({ path }) =>
    [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name)
  );
  return [...new Set(names)].filter((name) => !(name in real) && !EVERYBODYS.has(name));
}

/** Of what all tenants have alike. */
const EVERYBODYS = new Set(["name", "version"]);

/** A webhook calls a delivery what a system calls otherwise. */
function idsFor({ path }: Route, ids: PathIds): PathIds {
  const { notificationId = "" } = ids;
  return path.startsWith("/v1/webhooks/") ? { ...ids, deliveryId: notificationId } : ids;
}

/** What the owner has, by the names in paths. */
async function furnish(api: Api): Promise<PathIds> {
  const asOwner = (target: string, body: object) => give(api, target, body);
  await openSeason({ ask: (target, question) => api.ask(target, { key: OWNER, ...question }) });
  const ids = {
    ticketId: "R-T1",
    passId: "R-P1",
    orderId: "R-O1",
    keyId: "R-K1",
    customerId: CUSTOMER,
  };
  const sale = { ...ALLOCATION, customerId: CUSTOMER };
  await asOwner(`POST /v1/tickets/${ids.ticketId}/allocate`, sale);
  const printed = await asOwner(`POST /v1/tickets/${ids.ticketId}/print`, {});
  await isPrinted(api, ids.ticketId);
  const source = { kind: "item", code: "MEMBER", orderId: `R-O2-${MARK}` };
  const pass = { passType: "SEASON", customerId: CUSTOMER, source };
  await asOwner(`POST /v1/passes/${ids.passId}/acquire`, pass);
  const lines = [{ lineId: "1", kind: "performance", code: "M01", priceType: "adult" }];
  const seat = { section: "N12", row: "F", number: "12" };
  await asOwner(`POST /v1/orders/${ids.orderId}/place`, {
    customerId: CUSTOMER,
    lines: lines.map((line) => ({ ...line, seat })),
  });
  const key = await api.ask("POST /v1/keys", {
    key: OWNER,
    body: { id: `K-${MARK}`, scopes: [] },
  });
  assert.equal(key.status, 201, key.text);
  await asOwner("POST /v1/keys", { id: ids.keyId, scopes: [] });
  await asOwner("POST /v1/webhooks", { url: `https://hooks.example/${MARK}` });
  const { body: { data: [delivery] } } = await api.ask("GET /v1/deliveries", { key: OWNER });
  await furnishAside(asOwner);
  await isPrinted(api, `T-${MARK}`);
  const box = new Box(api, OWNER);
  const failed = await failedNotification(box, 1);
  return {
    ...ids,
    webhookId: failed.webhookId,
    deliveryId: delivery.id,
    notificationId: failed.deliveryId,
    differenceId: await differenceOf(box, ids.ticketId),
    operationId: printed.commandId,
    code: "R-M02",
  };
}

/** What nobody else knows the ids of. */
async function furnishAside(
  asOwner: (target: string, body: object) => Promise<unknown>,
): Promise<void> {
  await asOwner(`PUT /v1/items/I-${MARK}`, { name: "Scarf" });
  await asOwner(`POST /v1/tickets/T-${MARK}/allocate`, {
    ...ALLOCATION,
    seat: { ...ALLOCATION.seat, number: "13" },
  });
  await asOwner(`POST /v1/tickets/T-${MARK}/print`, {});
}

function isPrinted(api: Api, id: string): Promise<true> {
  return eventually(`the barcode of ${id} has come`, async () => {
    const { body } = await api.ask(`GET /v1/tickets/${id}`, { key: OWNER });
    return body.status === "printed" ? true : null;
  });
}

async function give(api: Api, target: string, body: object): Promise<Answered["body"]> {
  const headers = AS_OWNER;
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
  for (const secret of [BARCODE, MARK]) {
    const told = [one, other].find(({ text }) => text.includes(secret));
    if (told !== undefined) return `tells ${secret}: ${told.text}`;
  }
  if (one.headers.has("idempotency-replayed")) return "answers what the owner was answered";
  const [mine, theirs] = [one, other].map(({ status, body }) =>
    status < 400 ? `${status}` : JSON.stringify({ ...body, requestId: "", commandId: "" })
  );
  return mine === theirs ? null : `${one.status} ${one.text} but ${other.status} ${other.text}`;
}

/** What the facts of the owner's customer say instead of the name. */
async function aliasOf(api: Api): Promise<string> {
  const { body, text } = await api.ask(`GET /v1/customers/${CUSTOMER}`, { key: OWNER });
  assert.match(body.alias, /^cu_/, text);
  return body.alias;
}

/** What the neighbour reads when somebody there has written these words. */
async function toldTo(api: Api, words: string): Promise<string> {
  const asNeighbour = { key: NEIGHBOUR };
  await api.ask("PUT /v1/items/N-I1", { ...asNeighbour, body: { name: `Scarf ${words}` } });
  const { text } = await api.ask("GET /v1/items/N-I1", asNeighbour);
  assert.match(text, /Scarf/);
  return text;
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
