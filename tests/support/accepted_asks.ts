/**
 * For each route that changes something: how everything comes to stand so that it is accepted.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import type { AccessControl, Outcome } from "../../actors/access_control.ts";
import { ROUTES, SCOPES } from "../../routes/mod.ts";
import { ALLOCATION, type Answered, type Api, keyWith, REPLY } from "./api.ts";
import { eventually } from "./eventually.ts";
import type { PathIds } from "./route_targets.ts";
import { scriptedAccessControl } from "./scripted_access_control.ts";
import { credential } from "./stories.ts";

/** An access control that answers at once, by what the subject is called; it lists nothing. */
export function obligingAccessControl(): AccessControl {
  const system = scriptedAccessControl();
  return {
    ...system,
    send: (command) =>
      Effect.map(system.send(command), (called) => ({
        ...called,
        outcome: outcomeFor(command.subject.id, called.outcome),
      })),
  };
}

function outcomeFor(id: string, outcome: Outcome): Outcome {
  if (id.startsWith(REJECTED)) return { type: "rejected", code: "poison", message: "Not possible" };
  if (outcome.type !== "done") return outcome;
  const credentials = outcome.credentials.map(({ kind, value }) =>
    credential(kind, `${VALUE}${value}`)
  );
  return { ...outcome, credentials, printed: !id.startsWith(JAMMED) };
}

/** What a route is then asked, beyond its example. */
export interface Acceptable {
  readonly ids?: PathIds;
  /** Instead of the example. */
  readonly body?: unknown;
}

/** How every barcode and card value begins; longer than what is shown of one that is masked. */
export const VALUE = "91285550";

/** An access control that nothing is sent to: it can be paused. */
export const ASIDE = "aside";

type Furnish = (box: Box, n: number) => Promise<Acceptable>;

/** How a ticket's id begins whose deliveries are to be rejected: they are dead then. */
const REJECTED = "rejected";
/** How an id begins of what is not to come out of the printer. */
const JAMMED = "jammed";

/** A box office with a key of its own: what it does is no deed of the key that is looked at. */
export class Box {
  readonly #ask: Api["ask"];
  readonly #key: string;

  constructor({ ask }: Pick<Api, "ask">, key: string = FURNISHER) {
    this.#ask = ask;
    this.#key = key;
  }

  /** Asserts that it is accepted. */
  async ask(target: string, body?: unknown, key = this.#key): Promise<Answered["body"]> {
    const given = body === undefined ? {} : { body };
    const answered = await this.#ask(target, { key, ...given, headers: { prefer: "wait=5" } });
    assert.ok(answered.status < 300, `${target} answered ${answered.text}`);
    return answered.body;
  }

  give(path: string, body: unknown = {}): Promise<Answered["body"]> {
    return this.ask(`POST /v1/${path}`, body);
  }
}

const FURNISHER = keyWith(...SCOPES);

/** Fresh for `n`: no two askings are about the same. Routes that are not here need no such thing. */
export const FURNISHED: Readonly<Record<string, Furnish>> = {
  "POST /v1/tickets/{ticketId}/allocate": (_, n) =>
    told({ ids: { ticketId: `T-${n}` }, body: ALLOCATION }),
  "POST /v1/tickets/{ticketId}/print": allocated,
  "POST /v1/tickets/{ticketId}/reprint": printed,
  "POST /v1/tickets/{ticketId}/unprint": printed,
  "POST /v1/tickets/{ticketId}/cancel": printed,
  "POST /v1/tickets/{ticketId}/produce": (box, n) => printed(box, n, `${JAMMED}-${n}`),
  "POST /v1/tickets/{ticketId}/acknowledge-incident": ticketWithIncident,
  "POST /v1/tickets/{ticketId}/snapshots/rebuild": printed,
  "GET /v1/tickets/{ticketId}/snapshots/{version}": (box, n) =>
    stored(box, "tickets", printed(box, n)),
  "POST /v1/passes/{passId}/acquire": (_, n) =>
    told({ ids: { passId: `P-${n}` }, body: acquisition(n) }),
  "POST /v1/passes/{passId}/add-admission": acquired,
  "POST /v1/passes/{passId}/remove-admission": active,
  "POST /v1/passes/{passId}/print": admitted,
  "POST /v1/passes/{passId}/reprint": active,
  "POST /v1/passes/{passId}/produce": (box, n) => active(box, n, `${JAMMED}-${n}`),
  "POST /v1/passes/{passId}/block": active,
  "POST /v1/passes/{passId}/unblock": blocked,
  "POST /v1/passes/{passId}/cancel": active,
  "POST /v1/passes/{passId}/transfer": async (box, n) => ({
    ...await active(box, n),
    body: { customerId: `heir-${n}`, reason: "a gift" },
  }),
  "POST /v1/passes/{passId}/delete": acquired,
  "POST /v1/passes/{passId}/acknowledge-incident": passWithIncident,
  "POST /v1/passes/{passId}/snapshots/rebuild": active,
  "GET /v1/passes/{passId}/snapshots/{version}": (box, n) => stored(box, "passes", active(box, n)),
  "POST /v1/orders/{orderId}/place": (_, n) => told({ ids: { orderId: `O-${n}` }, body: sale(n) }),
  "POST /v1/orders/{orderId}/print": placed,
  "POST /v1/orders/{orderId}/cancel-lines": async (box, n) => ({
    ...await placed(box, n),
    body: { lines: ["1"], reason: "ill" },
  }),
  "POST /v1/orders/{orderId}/exchange": async (box, n) => ({
    ...await placed(box, n),
    body: { release: ["1"], lines: [{ ...lineOf(n), lineId: "2" }], reason: "another day" },
  }),
  "POST /v1/orders/{orderId}/snapshots/rebuild": placed,
  "GET /v1/orders/{orderId}/snapshots/{version}": (box, n) => stored(box, "orders", placed(box, n)),
  "POST /v1/commands:batch": async (box, n) => {
    await allocated(box, n);
    return { body: [{ path: `/v1/tickets/T-${n}/print`, body: {}, idempotencyKey: `batch-${n}` }] };
  },
  "POST /v1/customers/{customerId}/erase": async (box, n) => {
    await box.give(`tickets/T-${n}/allocate`, { ...ALLOCATION, customerId: `C-${n}` });
    return { ids: { customerId: `C-${n}` } };
  },
  "POST /v1/deliveries/retry": async (box, n) => {
    await withDeadDelivery(box, n);
    return { body: { filter: { status: "dead" }, max: 1 } };
  },
  "POST /v1/deliveries/{deliveryId}/retry": withDeadDelivery,
  "POST /v1/deliveries/{deliveryId}/discard": withDeadDelivery,
  "POST /v1/adapters/{name}/pause": () => told({ ids: { name: ASIDE } }),
  "POST /v1/adapters/{name}/reconciliation/{differenceId}/approve": withDifference,
  "POST /v1/adapters/{name}/reconciliation/{differenceId}/ignore": withDifference,
  "POST /v1/keys": (_, n) => told({ body: { id: `K-${n}`, scopes: ["read"] } }),
  "DELETE /v1/keys/{keyId}": withKey,
  "POST /v1/keys/{keyId}/rotate": withKey,
  "POST /v1/keys/{keyId}/expire": withKey,
  "DELETE /v1/webhooks/{webhookId}": withWebhook,
  "PUT /v1/webhooks/{webhookId}": withWebhook,
  "POST /v1/webhooks/{webhookId}/rotate": withWebhook,
  "POST /v1/webhooks/{webhookId}/test": withWebhook,
  "POST /v1/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver": withNotification,
  "POST /v1/webhooks/{webhookId}/deliveries/{deliveryId}/skip": withNotification,
  ...withReference("performances"),
  ...withReference("pass-types"),
  ...withReference("bundles"),
  ...withReference("items"),
  ...withReference("ticket-templates"),
};

async function withWebhook(box: Box, n: number): Promise<Acceptable> {
  return { ids: { webhookId: await webhook(box, n) } };
}

async function withNotification(box: Box, n: number): Promise<Acceptable> {
  return { ids: await failedNotification(box, n) };
}

async function withDifference(box: Box, n: number): Promise<Acceptable> {
  await printed(box, n);
  return { ids: { differenceId: await differenceOf(box, `T-${n}`) } };
}

function told(acceptable: Acceptable): Promise<Acceptable> {
  return Promise.resolve(acceptable);
}

async function allocated(box: Box, n: number, ticketId = `T-${n}`): Promise<Acceptable> {
  await box.give(`tickets/${ticketId}/allocate`, ALLOCATION);
  return { ids: { ticketId } };
}

async function printed(box: Box, n: number, ticketId = `T-${n}`): Promise<Acceptable> {
  const known = await allocated(box, n, ticketId);
  await box.give(`tickets/${ticketId}/print`);
  return known;
}

async function ticketWithIncident(box: Box, n: number): Promise<Acceptable> {
  const known = await printed(box, n);
  const value = await valueOf(box, `tickets/T-${n}`);
  await box.give(`tickets/T-${n}/cancel`, { reason: "ill" });
  return { ...known, body: await letIn(box, `tickets/T-${n}`, value) };
}

function acquisition(n: number): object {
  const source = { kind: "bundle", code: "SEASON-26", orderId: `O-${n}` };
  return { passType: "SEASON", customerId: `C-${n}`, source };
}

async function acquired(box: Box, n: number, passId = `P-${n}`): Promise<Acceptable> {
  await box.give(`passes/${passId}/acquire`, acquisition(n));
  return { ids: { passId } };
}

async function admitted(box: Box, n: number, passId = `P-${n}`): Promise<Acceptable> {
  const known = await acquired(box, n, passId);
  const { customerId: _, ...admission } = { ...ALLOCATION, orderId: `O-${n}` };
  await box.give(`passes/${passId}/add-admission`, { admissionId: "A-1", ...admission });
  return { ...known, body: { orderId: `O-${n}` } };
}

async function active(box: Box, n: number, passId = `P-${n}`): Promise<Acceptable> {
  const { ids = {}, body } = await admitted(box, n, passId);
  await box.give(`passes/${passId}/print`, body);
  return { ids };
}

async function blocked(box: Box, n: number): Promise<Acceptable> {
  const known = await active(box, n);
  await box.give(`passes/P-${n}/block`, { reason: "lost" });
  return known;
}

async function passWithIncident(box: Box, n: number): Promise<Acceptable> {
  const known = await active(box, n);
  const value = await valueOf(box, `passes/P-${n}`);
  await box.give(`passes/P-${n}/reprint`, { reason: "broken" });
  return { ...known, body: await letIn(box, `passes/P-${n}`, value) };
}

async function valueOf(box: Box, subject: string): Promise<string> {
  const { credentials } = await box.ask(`GET /v1/${subject}`);
  return credentials[0].value;
}

/** A gate takes what is dead by now; gives the body that says that somebody has seen to it. */
async function letIn(box: Box, subject: string, value: string): Promise<object> {
  // not by the value: that would be looked for where it is no barcode
  const scanId = `S-${subject.replace("/", ".")}`;
  const at = new Date().toISOString();
  const passage = { ProductCode: "M01", gate: "G4", direction: "in", online: true };
  const item = { scanId, at, value, ...passage, result: "accepted", annuls: null, code: "ok" };
  await box.ask("POST /v1/access-control/main/scans", { items: [item] }, REPLY);
  await eventually(`the incident of ${subject} is known`, async () => {
    const { data } = await box.ask(`GET /v1/${subject}/events`);
    const isKnown = data.some(({ type }: Answered["body"]) => type === "ExposureIncidentRaised");
    return isKnown ? true : null;
  });
  return { scanId, reason: "was asked to leave" };
}

function lineOf(n: number): object {
  const seat = { ...ALLOCATION.seat, number: String(n) };
  return { lineId: "1", kind: "performance", code: "M01", priceType: "adult", seat };
}

function sale(n: number): object {
  return { customerId: `C-${n}`, lines: [lineOf(n)] };
}

async function placed(box: Box, n: number): Promise<Acceptable> {
  await box.give(`orders/O-${n}/place`, sale(n));
  return { ids: { orderId: `O-${n}` }, body: {} };
}

async function withDeadDelivery(box: Box, n: number): Promise<Acceptable> {
  const ticketId = `${REJECTED}-${n}`;
  await printed(box, n, ticketId);
  const deliveryId = await eventually(`${ticketId} has a dead delivery`, async () => {
    const { data: [one] } = await box.ask(`GET /v1/tickets/${ticketId}/deliveries`);
    return one?.status === "dead" ? one.id : null;
  });
  return { ids: { deliveryId } };
}

/** Of a printed ticket that its access control, which must list nothing, does not list. */
export async function differenceOf(box: Box, ticketId: string): Promise<string> {
  return await eventually(`the lists differ in ${ticketId}`, async () => {
    const { differences } = await box.give("adapters/main/reconcile");
    const found = differences.find(({ actor }: Answered["body"]) => actor?.id === ticketId);
    return found?.id ?? null;
  });
}

/** A version of it that has a stored state. */
async function stored(
  box: Box,
  kind: string,
  furnished: Promise<Acceptable>,
): Promise<Acceptable> {
  const { ids = {} } = await furnished;
  const { data: [newest] } = await box.ask(`GET /v1/${kind}/${Object.values(ids)}/snapshots`);
  return { ids: { ...ids, version: String(newest.version) } };
}

async function withKey(box: Box, n: number): Promise<Acceptable> {
  await box.give("keys", { id: `K-${n}`, scopes: ["read"] });
  return { ids: { keyId: `K-${n}` } };
}

async function webhook(box: Box, n: number): Promise<string> {
  const filter = { kind: "item" };
  const { id } = await box.give("webhooks", { url: `https://hooks.example/${n}`, filter });
  return id;
}

/** Of a webhook of its own, whose receiver must take nothing. */
export async function failedNotification(
  box: Box,
  n: number,
): Promise<{ readonly webhookId: string; readonly deliveryId: string }> {
  const webhookId = await webhook(box, n);
  await box.ask(`PUT /v1/items/I-${n}`, { name: "Scarf" });
  const path = `GET /v1/webhooks/${webhookId}/deliveries`;
  const deliveryId = await eventually("a notification has failed", async () => {
    const { data } = await box.ask(path);
    return data.find(({ status }: Answered["body"]) => status === "failing")?.id ?? null;
  });
  return { webhookId, deliveryId };
}

/** One to define anew, and one to read or to remove that nothing names. */
function withReference(catalogue: string): Readonly<Record<string, Furnish>> {
  const path = `/v1/${catalogue}/{code}`;
  const document = ROUTES.find((one) => one.method === "PUT" && one.path === path)?.example;
  const named: Furnish = (_, n) => told({ ids: { code: `X-${n}` } });
  const defined: Furnish = async (box, n) => {
    await box.ask(`PUT /v1/${catalogue}/X-${n}`, document);
    return await named(box, n);
  };
  return { [`PUT ${path}`]: named, [`GET ${path}`]: defined, [`DELETE ${path}`]: defined };
}
