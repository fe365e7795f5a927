/**
 * One actor through time: what changed between versions, who changed a field, is the store right.
 *
 * @module
 */
import { Effect, type JsonPatch } from "effect";
import * as v from "valibot";
import { ACTOR_TYPES } from "../actors/system/actor_types.ts";
import type { AnyActorType } from "../actors/actor_type.ts";
import { blame } from "../actors/inspecting/blame.ts";
import { difference } from "../actors/inspecting/diff.ts";
import { rebuild } from "../actors/inspecting/rebuild.ts";
import { verify } from "../actors/inspecting/verify.ts";
import { etag, instant, ok } from "./answer.ts";
import { addressOf, stateOf } from "./command.ts";
import { tagOf } from "./inspection.ts";
import type { Key } from "./keys.ts";
import { shownAt } from "./mask.ts";
import { NO_BODY, NO_QUERY } from "./parse.ts";
import { faulty } from "./problem.ts";
import { type Route, route } from "./route.ts";
import { wholeNumber } from "./schemas.ts";
import { sentenceOf } from "./sentences.ts";
import { type Subject, SUBJECTS } from "./subjects.ts";

const DiffQuery = v.strictObject({
  from: v.pipe(
    v.optional(wholeNumber(0, Number.MAX_SAFE_INTEGER)),
    v.description("Version before; the one before `to` unless given"),
  ),
  to: v.pipe(
    v.optional(wholeNumber(1, Number.MAX_SAFE_INTEGER)),
    v.description("Version after; the present one unless given"),
  ),
});

const BlameQuery = v.strictObject({
  pointer: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(512, "must have at most 512 characters"),
      v.regex(/^(\/([^/~]|~[01])*)*$/, "must be a JSON Pointer, as /status"),
      v.description("JSON Pointer to a member of the state"),
    ),
    "/status",
  ),
});

const Patch = v.array(v.object({
  op: v.picklist(["add", "remove", "replace"]),
  path: v.string(),
  value: v.optional(v.unknown()),
}));

/** Of `GET …/diff`. */
export const DiffAnswer = v.object({
  from: v.number(),
  to: v.number(),
  patch: Patch,
  words: v.array(v.string()),
});

/** Of `GET …/blame`. */
export const BlameAnswer = v.object({
  pointer: v.string(),
  changes: v.array(v.object({
    version: v.number(),
    type: v.string(),
    at: v.string(),
    commandId: v.string(),
    key: v.string(),
    sentence: v.string(),
    before: v.unknown(),
    after: v.unknown(),
  })),
});

/** Of `POST …/verify`. */
export const VerifyAnswer = v.object({
  ok: v.boolean(),
  version: v.number(),
  facts: v.number(),
  snapshots: v.array(v.number()),
  outdated: v.array(v.number()),
  drift: v.array(v.object({
    kind: v.picklist(["damaged", "missing", "differs", "chain"]),
    version: v.nullable(v.number()),
    detail: v.string(),
    patch: Patch,
  })),
});

/** Of `POST …/snapshots/rebuild`. */
export const RebuiltAnswer = v.object({
  version: v.number(),
  facts: v.number(),
  rewritten: v.array(v.number()),
  removed: v.array(v.number()),
});

/** `…/diff`, `…/blame`, `…/verify` and `…/snapshots/rebuild` of tickets, passes and orders. */
export const PAST_ROUTES: ReadonlyArray<Route> = Object.values(SUBJECTS).flatMap((subject) => [
  diffRoute(subject),
  blameRoute(subject),
  verifyRoute(subject),
  rebuildRoute(subject),
]);

function diffRoute(subject: Subject): Route {
  return route({
    ...headOf(subject, "diff"),
    method: "GET",
    summary: "What changed from one version to another; the last change unless they are named",
    query: DiffQuery,
    body: NO_BODY,
    answers: {
      200: { description: "A JSON Patch (RFC 6902), and the facts in words", schema: DiffAnswer },
    },
    handle: (asked) => {
      const address = addressOf(subject, asked);
      const { from = null, to = null } = asked.query;
      if (from !== null && to !== null && from > to) {
        throw faulty("bad-query", [{
          pointer: "/query/from",
          detail: "must not be later than to",
        }]);
      }
      const show = (view: { readonly version: number; readonly state: unknown }) =>
        stateOf(subject, address.id, view);
      return Effect.map(
        difference(address, { from, to, show }),
        ({ facts, patch, ...between }) =>
          ok({
            ...between,
            patch: showPatch(asked.caller, patch),
            words: facts.map(({ event }) => sentenceOf(address.kind, event)),
          }, { etag: etag(between.to) }),
      );
    },
  });
}

function blameRoute(subject: Subject): Route {
  return route({
    ...headOf(subject, "blame"),
    method: "GET",
    summary: "Every change of one field, and the fact that made it; of `/status` unless named",
    query: BlameQuery,
    body: NO_BODY,
    answers: { 200: { description: "Changes, the oldest first", schema: BlameAnswer } },
    handle: (asked) => {
      const { pointer } = asked.query;
      const blamed = { type: typeOf(subject), show: subject.view, pointer };
      const address = addressOf(subject, asked);
      return Effect.zipWith(tagOf(address), blame(address, blamed), (tag, changes) =>
        ok({
          pointer,
          changes: changes.map(({ fact, before, after }) => ({
            version: fact.version,
            type: fact.event.type,
            at: instant(fact.at),
            commandId: fact.commandId,
            key: fact.by,
            sentence: sentenceOf(subject.kind, fact.event),
            before: shownAt(asked.caller, pointer, before),
            after: shownAt(asked.caller, pointer, after),
          })),
        }, tag));
    },
  });
}

function verifyRoute(subject: Subject): Route {
  return route({
    ...headOf(subject, "verify"),
    method: "POST",
    summary: "Walks the hash chain, folds all facts and holds every stored state against them",
    query: NO_QUERY,
    body: v.strictObject({}),
    example: {},
    answers: { 200: { description: "What was found; it changes nothing", schema: VerifyAnswer } },
    handle: (asked) =>
      Effect.map(verify(addressOf(subject, asked), typeOf(subject)), ({ drift, ...looked }) =>
        ok({
          ok: drift.length === 0,
          ...looked,
          drift: drift.map((one) => ({ ...one, patch: showPatch(asked.caller, one.patch) })),
        }, tagUnlessUnread(looked))),
  });
}

/** Of an actor that cannot be read the version is not known, and told as 0. */
function tagUnlessUnread({ version }: { readonly version: number }): { readonly etag?: string } {
  return version === 0 ? {} : { etag: etag(version) };
}

function rebuildRoute(subject: Subject): Route {
  return route({
    ...headOf(subject, "snapshots/rebuild"),
    method: "POST",
    access: "admin",
    summary: "Folds all facts anew and rewrites the stored states that differ",
    query: NO_QUERY,
    body: v.strictObject({}),
    example: {},
    answers: {
      200: { description: "What was not what the facts make, and is now", schema: RebuiltAnswer },
    },
    handle: (asked) =>
      Effect.map(
        rebuild(addressOf(subject, asked), typeOf(subject)),
        (rebuilt) => ok(rebuilt, { etag: etag(rebuilt.version) }),
      ),
  });
}

function headOf(subject: Subject, what: string) {
  return {
    path: `/v1/${subject.plural}/{${subject.idName}}/${what}`,
    access: "debug:read",
    tag: subject.plural,
  } as const;
}

function typeOf({ kind }: Subject): AnyActorType {
  const type = ACTOR_TYPES.find((one) => one.kind === kind);
  if (type === undefined) throw new Error(`No actor type "${kind}"`);
  return type;
}

function showPatch(caller: Key, patch: JsonPatch.JsonPatch): ReadonlyArray<object> {
  return patch.map((step) =>
    "value" in step ? { ...step, value: shownAt(caller, step.path, step.value) } : step
  );
}
