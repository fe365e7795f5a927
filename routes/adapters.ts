/**
 * The access-control systems of a tenant: how they are doing, and stopping, starting and trying them.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import type { Called } from "../actors/access_control.ts";
import { MASK } from "../actors/masked.ts";
import { type AdapterHealth, Outbox } from "../actors/outbox.ts";
import { instant, ok } from "./answer.ts";
import { AdapterAnswer, AdapterTestAnswer, pageOf } from "./answers.ts";
import type { AccessControlInfo } from "./house.ts";
import { listAnswer, ListQuery, pageByName, readPage } from "./list.ts";
import { NO_BODY, NO_QUERY } from "./parse.ts";
import { notFound } from "./problem.ts";
import { type Arrival, param, type Route, route } from "./route.ts";
import { Text } from "./schemas.ts";
import { UNKNOWN } from "./unknown.ts";

/** `/v1/adapters…` */
export const ADAPTER_ROUTES: ReadonlyArray<Route> = [
  route({
    method: "GET",
    path: "/v1/adapters",
    access: "events:read",
    tag: "adapters",
    summary: "The tenant's access-control systems",
    query: ListQuery,
    body: NO_BODY,
    answers: { 200: { description: "All of them", schema: pageOf(AdapterAnswer) } },
    handle: (asked) => {
      const request = readPage(asked);
      return Effect.map(
        adaptersOf(asked),
        (all) => listAnswer(asked, pageByName(all, request, ({ name }) => name), (one) => one),
      );
    },
  }),
  route({
    method: "GET",
    path: "/v1/adapters/{name}",
    access: "events:read",
    tag: "adapters",
    summary:
      "One access-control system: configuration, breaker, backlog, and what is still open there",
    query: NO_QUERY,
    body: NO_BODY,
    answers: { 200: { description: "The system", schema: AdapterAnswer } },
    handle: (asked) => readAdapter(asked),
  }),
  route({
    method: "POST",
    path: "/v1/adapters/{name}/pause",
    access: "admin",
    tag: "adapters",
    summary: "Sends nothing more until it is resumed; commands are still accepted and queued",
    query: NO_QUERY,
    body: v.strictObject({ reason: v.nullish(Text, "Paused by an operator") }),
    example: { reason: "Maintenance at the gates" },
    answers: { 200: { description: "The system", schema: AdapterAnswer } },
    handle: (asked) =>
      Effect.gen(function* () {
        yield* readAdapter(asked);
        const outbox = yield* Outbox;
        yield* outbox.pause(asked.caller.tenant, param(asked, "name"), asked.body.reason);
        return yield* readAdapter(asked);
      }),
  }),
  route({
    method: "POST",
    path: "/v1/adapters/{name}/resume",
    access: "admin",
    tag: "adapters",
    summary: "Sends again, revocations first",
    query: NO_QUERY,
    body: v.strictObject({}),
    example: {},
    answers: { 200: { description: "The system", schema: AdapterAnswer } },
    handle: (asked) =>
      Effect.gen(function* () {
        yield* readAdapter(asked);
        const outbox = yield* Outbox;
        yield* outbox.resume(asked.caller.tenant, param(asked, "name"));
        return yield* readAdapter(asked);
      }),
  }),
  route({
    method: "POST",
    path: "/v1/adapters/{name}/test",
    access: "admin",
    tag: "adapters",
    summary: "Asks the system for a command that nobody gave: whether it answers, and how fast",
    query: NO_QUERY,
    body: v.strictObject({}),
    example: {},
    answers: {
      200: { description: "How it went, also when it is dead", schema: AdapterTestAnswer },
    },
    handle: (asked) =>
      Effect.gen(function* () {
        const outbox = yield* Outbox;
        const called = yield* outbox.test(asked.caller.tenant, param(asked, "name"));
        return called === null ? yield* notFound(UNKNOWN.accessControl) : ok(showTest(called));
      }),
  }),
];

function showTest({ outcome, httpStatus, durationMs }: Called) {
  const isWell = outcome.type === "unknown";
  const detail = "reason" in outcome
    ? outcome.reason
    : isWell
    ? "It let us in, and knows of no such command, as it should"
    : "It says that it has a command that nobody gave";
  return { ok: isWell, durationMs, httpStatus, outcome: outcome.type, detail };
}

const readAdapter = Effect.fnUntraced(function* (asked: Arrival) {
  const name = param(asked, "name");
  const found = (yield* adaptersOf(asked)).find((adapter) => adapter.name === name);
  if (found === undefined) return yield* notFound(UNKNOWN.accessControl);
  return ok(found);
});

const adaptersOf = Effect.fnUntraced(function* ({ caller, house }: Arrival) {
  const outbox = yield* Outbox;
  const systems = house.accessControls(caller.tenant);
  return (yield* outbox.health(caller.tenant))
    .flatMap((health) => {
      const system = systems.find(({ name }) => name === health.name);
      return system === undefined ? [] : [showAdapter(system, health)];
    });
});

function showAdapter(
  { name, kind, tickets, symbology, settings }: AccessControlInfo,
  { scansAt, ...health }: AdapterHealth,
) {
  const { mayReply, ...shown } = settings;
  return {
    ...health,
    name,
    kind,
    tickets,
    symbology,
    configuration: { ...shown, token: MASK, replyKey: mayReply ? MASK : null },
    scans: { lastPolledAt: scansAt === null ? null : instant(scansAt) },
    exposure: health.exposure.map((one) => ({ ...one, since: instant(one.since) })),
  };
}
