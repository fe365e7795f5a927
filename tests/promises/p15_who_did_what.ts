/**
 * P15: whatever a key has changed, asked for or seen unmasked, the audit says that it was this key.
 *
 * @module
 */
import { Effect } from "effect";
import { Barcode } from "../../actors/address.ts";
import { type Route, ROUTES } from "../../routes/mod.ts";
import { inAnyOrder } from "../support/any_order.ts";
import { ALL, ALLOCATION, type Answered, type Api, keyWith, openSeason } from "../support/api.ts";
import { startBridge } from "../support/bridge.ts";
import { eventually } from "../support/eventually.ts";
import { apiOver } from "../support/live_api.ts";
import { type PathIds, targetOf } from "../support/route_targets.ts";
import { scriptedAccessControl } from "../support/scripted_access_control.ts";
import type { Round, Trial } from "./trial.ts";

const IDS: PathIds = { ticketId: "T-1", passId: "P-1", orderId: "O-1", keyId: "K-1" };

/** Made from the table of routes: a new one is in the audit, or this is broken. */
export const WHO_DID_WHAT: Trial = {
  promise: "P15",
  title: "every change, act and unmasked reading of every route is in the audit with its key",
  rounds: 1,
  round: (seed) =>
    Effect.runPromise(Effect.scoped(Effect.gen(function* () {
      const system = scriptedAccessControl();
      system.replies.push({
        type: "done",
        credentials: [{ kind: "standard", value: Barcode(BARCODE) }],
        externalId: null,
        printed: true,
        printFault: null,
      });
      const api = apiOver(yield* startBridge(system));
      return yield* Effect.promise(() => play(api, seed));
    }))),
};

async function play(api: Api, seed: number): Promise<Round> {
  const ids = await furnish(api);
  const tried = { routes: 0, accepted: 0, unmasked: 0 };
  const broken: Array<string> = [];
  for (const route of inAnyOrder(ROUTES.filter(isAudited), seed)) {
    const { access, example, method, path } = route;
    const id = `request-${tried.routes}`;
    tried.routes += 1;
    const before = await newestOf(api);
    const { status, text } = await api.ask(targetOf(route, ids), {
      key: ALL,
      headers: { "x-request-id": id },
      ...(example === undefined ? {} : { body: example }),
    });
    if (status >= 400) continue;
    tried.accepted += 1;
    const isShown = access === "barcode:read" || text.includes(BARCODE);
    if (isShown) tried.unmasked += 1;
    const mustBe = isShown || await newestOf(api) !== before ||
      isAct(route) && route.isPreview?.(example) !== true;
    const told = await audit(api, id);
    if (mustBe && !told) broken.push(`${method} ${path} is not in the audit`);
  }
  return { tried, broken };
}

function isAudited({ access }: Route): boolean {
  return access !== "everyone" && access !== "access-control";
}

/** What may change something outside of actors. */
function isAct({ method, access, command }: Route): boolean {
  return method !== "GET" && access === "admin" && command === undefined;
}

/** Position of the newest fact that a key has made: another one says that something has changed. */
async function newestOf(api: Api): Promise<number> {
  const { body } = await api.ask("GET /v1/events?limit=50&sort=newest", MASKED);
  const made = body.data.find(({ key }: Answered["body"]) => key === ALL);
  return made?.position ?? 0;
}

async function audit(api: Api, requestId: string): Promise<boolean> {
  const { body } = await api.ask(`GET /v1/audit?key=${ALL}&limit=500`, MASKED);
  return body.data.some((one: Answered["body"]) => one.requestId === requestId);
}

/** The trial's own looks: they show nothing, so they are not in the audit. */
const MASKED = { key: keyWith("read", "events:read", "admin") };

const BARCODE = "912855501234";

async function furnish(api: Api): Promise<PathIds> {
  await openSeason(api);
  const { ask } = api;
  await ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
  const { body: { commandId } } = await ask("POST /v1/tickets/T-1/print", { body: {} });
  await ask("POST /v1/keys", { body: { id: "K-1", scopes: ["read"] } });
  const { body: { id } } = await ask("POST /v1/webhooks", {
    body: { url: "https://hooks.example" },
  });
  await eventually("the barcode has come", async () => {
    const { text } = await ask("GET /v1/tickets/T-1", MASKED);
    return text.includes('"printed"') ? true : null;
  });
  const { body: { data: [delivery] } } = await ask("GET /v1/deliveries", {
    key: "scopes=events:read",
  });
  return { ...IDS, operationId: commandId, webhookId: id, deliveryId: delivery.id };
}
