/**
 * P15: whatever a key has changed, asked for or seen unmasked, the audit says that it was this key.
 *
 * @module
 */
import { Effect } from "effect";
import { type Route, ROUTES } from "../../routes/mod.ts";
import { ASIDE, Box, FURNISHED, obligingAccessControl, VALUE } from "../support/accepted_asks.ts";
import { inAnyOrder } from "../support/any_order.ts";
import { ALL, type Answered, type Api, keyWith, MAIN, openSeason } from "../support/api.ts";
import { startBridge } from "../support/bridge.ts";
import { apiOver } from "../support/live_api.ts";
import { startDesks } from "../support/live_desks.ts";
import { type PathIds, targetOf } from "../support/route_targets.ts";
import { scriptedAccessControl } from "../support/scripted_access_control.ts";
import type { Round, Trial } from "./trial.ts";

/** Made from the table of routes: a new one is accepted and in the audit, or this is broken. */
export const WHO_DID_WHAT: Trial = {
  promise: "P15",
  title: "every change, act and unmasked reading of every route is in the audit with its key",
  rounds: 1,
  round: (seed) =>
    Effect.runPromise(Effect.scoped(Effect.gen(function* () {
      const system = obligingAccessControl();
      const others = [scriptedAccessControl({ name: ASIDE })];
      const bridge = yield* startBridge(system, { others });
      const desks = yield* startDesks(bridge, [system, ...others]);
      const accessControls = () => [MAIN, { ...MAIN, name: ASIDE }];
      const api = apiOver({ ...bridge, ...desks }, { accessControls });
      return yield* Effect.promise(() => play(api, seed));
    }))),
};

async function play(api: Api, seed: number): Promise<Round> {
  const ids = await furnish(api);
  const tried = { routes: 0, accepted: 0, unmasked: 0 };
  const broken: Array<string> = [];
  for (const route of inAnyOrder(ROUTES.filter(isAudited), seed)) {
    const name = `${route.method} ${route.path}`;
    tried.routes += 1;
    const { status, text, requestId } = await askFreshly(api, { route, ids, n: tried.routes });
    if (status >= 400) {
      broken.push(`${name} is not accepted: ${status} ${text}`);
      continue;
    }
    tried.accepted += 1;
    const isShown = route.access === "barcode:read" || text.includes(VALUE);
    if (isShown) tried.unmasked += 1;
    const mustBe = isShown || isAct(route) || await hasChanged(api, requestId);
    if (mustBe && !(await isTold(api, requestId))) broken.push(`${name} is not in the audit`);
  }
  return { tried, broken };
}

function isAudited({ access }: Route): boolean {
  return access !== "everyone" && access !== "access-control";
}

/** What gives commands, or has something done outside of actors, or gives much away. */
function isAct({ method, path, access }: Route): boolean {
  const isChange = method !== "GET" && (access === "commands:write" || access === "admin");
  return isChange || path.endsWith("/support-bundle");
}

interface Asking {
  readonly route: Route;
  readonly ids: PathIds;
  readonly n: number;
}

/** With the key that the audit must name, about something that nothing was asked of before. */
async function askFreshly(
  api: Api,
  { route, ids, n }: Asking,
): Promise<Pick<Answered, "status" | "text"> & { readonly requestId: string }> {
  const furnish = FURNISHED[`${route.method} ${route.path}`];
  const { ids: own = {}, body = route.example } = await furnish?.(new Box(api), n) ?? {};
  const requestId = `request-${n}`;
  const { status, text } = await api.ask(targetOf(route, { ...ids, ...own }), {
    key: ALL,
    headers: { "x-request-id": requestId },
    ...(body === undefined ? {} : { body }),
  });
  return { status, text, requestId };
}

/** Whether a fact came of the request. */
async function hasChanged(api: Api, requestId: string): Promise<boolean> {
  const { body } = await api.ask("GET /v1/events?limit=50&sort=newest", MASKED);
  return body.data.some((one: Answered["body"]) => one.requestId === requestId);
}

async function isTold(api: Api, requestId: string): Promise<boolean> {
  const { body } = await api.ask(`GET /v1/audit?key=${ALL}&limit=500`, MASKED);
  return body.data.some((one: Answered["body"]) => one.requestId === requestId);
}

/** The trial's own looks: they show nothing, so they are not in the audit. */
const MASKED = { key: keyWith("read", "events:read", "admin") };

/** What is only read. */
async function furnish(api: Api): Promise<PathIds> {
  await openSeason(api);
  const box = new Box(api);
  const found: Record<string, string> = { customerId: "C-0" };
  for (const name of ONE_OF_EACH) {
    Object.assign(found, (await FURNISHED[name]?.(box, 0))?.ids);
  }
  const { commandId } = await box.give(`tickets/${found["ticketId"]}/print`, {});
  return { ...found, operationId: commandId };
}

const ONE_OF_EACH = [
  "POST /v1/orders/{orderId}/print",
  "POST /v1/passes/{passId}/reprint",
  "DELETE /v1/keys/{keyId}",
  "DELETE /v1/webhooks/{webhookId}",
  "POST /v1/deliveries/{deliveryId}/discard",
  "POST /v1/tickets/{ticketId}/print",
];
