/**
 * Webhooks: defined, changed, given a new secret, removed.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { fold } from "../actors/actor_type.ts";
import { EventStore } from "../actors/event_store.ts";
import { Notifier } from "../actors/notifying/notifier.ts";
import { webhook, type WebhookDocument, type WebhookState } from "../actors/webhook/mod.ts";
import { etag, ok } from "./answer.ts";
import { pageOfActors } from "./answers.ts";
import { withAliasAsked } from "./customer_names.ts";
import { listAnswer, ListQuery, pageByName, readPage } from "./list.ts";
import { NO_BODY, NO_QUERY } from "./parse.ts";
import { faulty, problem } from "./problem.ts";
import { type Arrival, type Asked, param, type Route, route } from "./route.ts";
import { addressOf, carryOut, changeWebhook, sealWebhook, viewWebhook } from "./webhook_changes.ts";
import {
  RotateBody,
  showFailing,
  showWebhook,
  WebhookAnswer,
  WebhookBody,
  WebhookRead,
  WebhookWithSecret,
} from "./webhook_forms.ts";

/** Each follows the whole log. */
const WEBHOOKS_MAX = 20;

const EXAMPLE = {
  url: "https://hooks.example/gatehouse",
  description: "Season desk",
  filter: { kind: "ticket", performance: "M01" },
};

const SHARED = { access: "admin", tag: "webhooks" } as const;
const ONE = { ...SHARED, path: "/v1/webhooks/{webhookId}", query: NO_QUERY } as const;

/** `/v1/webhooks`, `/v1/webhooks/{webhookId}` and `…/rotate` */
export const WEBHOOK_ROUTES: ReadonlyArray<Route> = [
  route({
    ...SHARED,
    method: "GET",
    path: "/v1/webhooks",
    summary: "The tenant's webhooks, by id",
    query: ListQuery,
    body: NO_BODY,
    answers: { 200: { description: "A page", schema: pageOfActors(WebhookAnswer) } },
    handle: (asked) => list(asked),
  }),
  route({
    ...SHARED,
    method: "POST",
    path: "/v1/webhooks",
    summary: "Defines a webhook: it is sent what is committed from now on",
    command: "DefineWebhook",
    query: NO_QUERY,
    body: WebhookBody,
    example: EXAMPLE,
    answers: {
      201: {
        description: "It is defined; its secret is shown now only",
        schema: WebhookWithSecret,
      },
    },
    problems: ["too-many-webhooks"],
    handle: (asked) => define(asked),
  }),
  route({
    ...ONE,
    method: "GET",
    summary: "One webhook, and how far it has come",
    body: NO_BODY,
    answers: { 200: { description: "The webhook", schema: WebhookRead } },
    handle: (asked) => read(asked),
  }),
  route({
    ...ONE,
    method: "PUT",
    summary: "Changes a webhook, whole; one that was disabled is tried again",
    command: "ChangeWebhook",
    body: WebhookBody,
    example: { ...EXAMPLE, paused: true },
    answers: { 200: { description: "The webhook now", schema: WebhookAnswer } },
    handle: (asked) => change(asked),
  }),
  route({
    ...ONE,
    method: "DELETE",
    summary: "Removes a webhook: nothing is ever sent to it again",
    command: "RemoveWebhook",
    body: NO_BODY,
    answers: {
      200: {
        description: "It is removed",
        schema: v.object({ id: v.string(), version: v.number(), removed: v.literal(true) }),
      },
    },
    handle: (asked) => remove(asked),
  }),
  route({
    ...ONE,
    method: "POST",
    path: "/v1/webhooks/{webhookId}/rotate",
    summary: "Makes a new secret; until the old one ends, both sign",
    command: "RotateSecret",
    body: RotateBody,
    example: { overlapHours: 24 },
    answers: {
      200: { description: "The webhook and its new secret", schema: WebhookWithSecret },
    },
    handle: (asked) => rotate(asked),
  }),
];

/** Pages by id: the cursor is the last id of the page before. */
function list(asked: Asked<v.InferOutput<typeof ListQuery>>) {
  const request = readPage(asked);
  return Effect.gen(function* () {
    const { webhooks, ...rest } = yield* definedIn(asked.caller.tenant);
    const page = { ...pageByName(webhooks, request, ({ id }) => id), ...rest };
    return listAnswer(asked, page, (one) => showWebhook(asked.caller, one));
  });
}

const definedIn = Effect.fnUntraced(function* (tenant: string) {
  const store = yield* EventStore;
  const { data, ...rest } = yield* store.heads(tenant, "webhook");
  const webhooks = data.flatMap(({ id, loaded }) => {
    const { document, ...rest } = fold(webhook, loaded);
    if (document === null) return [];
    return [{ id, version: loaded.version, state: { ...rest, document } }];
  });
  return { webhooks, ...rest };
});

/** The id follows from the command's, so that a repeat finds what the first one made. */
function define(asked: Asked<unknown, WebhookDocument>) {
  const { caller: { tenant } } = asked;
  const document = documentOf(asked);
  const envelope = sealWebhook("POST", { type: "DefineWebhook", document }, asked);
  const id = `w-${envelope.commandId.slice(2)}`;
  return Effect.gen(function* () {
    yield* assertAllowed(asked);
    const others = (yield* definedIn(tenant)).webhooks.filter((one) => one.id !== id);
    if (others.length >= WEBHOOKS_MAX) return yield* problem("too-many-webhooks");
    const { defined, headers } = yield* changeWebhook(asked, id, envelope);
    const secret = yield* secretOf({ tenant, id }, defined.state);
    const location = `/v1/webhooks/${id}`;
    const shown = { ...showWebhook(asked.caller, defined), secret };
    return { status: 201, body: shown, headers: { ...headers, location } };
  });
}

const read = Effect.fnUntraced(function* (asked: Arrival) {
  const { tenant, id } = addressOf(asked);
  const defined = yield* viewWebhook(addressOf(asked));
  const notifier = yield* Notifier;
  const { position, failing } = yield* notifier.progress({ tenant, id });
  const shown = showWebhook(asked.caller, defined);
  return ok(
    { ...shown, position, failing: showFailing(failing) },
    { etag: etag(defined.version) },
  );
});

function change(asked: Asked<unknown, WebhookDocument>) {
  const document = documentOf(asked);
  const envelope = sealWebhook("PUT", { type: "ChangeWebhook", document }, asked);
  return Effect.gen(function* () {
    yield* assertAllowed(asked);
    const { defined, headers } = yield* changeWebhook(asked, param(asked, "webhookId"), envelope);
    return ok(showWebhook(asked.caller, defined), headers);
  });
}

function rotate(asked: Asked<unknown, v.InferOutput<typeof RotateBody>>) {
  const envelope = sealWebhook("POST", { type: "RotateSecret", ...asked.body }, asked);
  return Effect.gen(function* () {
    const { tenant, id } = addressOf(asked);
    const { defined, headers } = yield* changeWebhook(asked, id, envelope);
    const secret = yield* secretOf({ tenant, id }, defined.state);
    return ok({ ...showWebhook(asked.caller, defined), secret }, headers);
  });
}

function remove(asked: Arrival) {
  const envelope = sealWebhook("DELETE", { type: "RemoveWebhook" }, asked);
  return Effect.gen(function* () {
    const { tenant, id } = addressOf(asked);
    const { version, headers } = yield* carryOut({ tenant, kind: "webhook", id }, envelope);
    return ok({ id, version, removed: true }, headers);
  });
}

/** As facts may hold it. One that would never be sent anything is a mistake: throws the 422. */
function documentOf(asked: Asked<unknown, WebhookDocument>): WebhookDocument {
  const { filter } = asked.body;
  const { house, caller } = asked;
  if (
    filter.customer !== null && house.customers.aliasOf(caller.tenant, filter.customer) === null
  ) {
    const detail = "must be a customer that a command has named before";
    throw faulty("invalid", [{ pointer: "/filter/customer", detail }]);
  }
  return { ...asked.body, filter: withAliasAsked(asked, filter) };
}

const secretOf = Effect.fnUntraced(function* (
  webhookId: { readonly tenant: string; readonly id: string },
  { secrets }: WebhookState,
) {
  const notifier = yield* Notifier;
  return yield* notifier.secret(webhookId, secrets[0]?.generation ?? 1);
});

const assertAllowed = Effect.fnUntraced(function* (asked: Asked<unknown, WebhookDocument>) {
  const notifier = yield* Notifier;
  const detail = notifier.faultOf(asked.caller.tenant, asked.body.url);
  if (detail !== null) return yield* faulty("invalid", [{ pointer: "/url", detail }]);
});
