/**
 * What an access-control system brings by itself: late answers and gate events, with its own key.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { type Answer as AccessControlAnswer, CREDENTIAL_KINDS } from "../actors/access_control.ts";
import { Barcode } from "../actors/address.ts";
import { Outbox } from "../actors/outbox.ts";
import { NO_QUERY } from "./parse.ts";
import { param, type Route, route } from "./route.ts";
import { Id, Instant, maybe } from "./schemas.ts";

/** What a scanner can read: printable, no spaces. Issued there, so it may look like anything. */
const Value = v.pipe(
  v.string(),
  v.regex(/^[\x21-\x7E]{1,64}$/, "must be 1 to 64 printable ASCII characters without spaces"),
  v.transform(Barcode),
);

/** A word of the other side; bounded, as all that comes from there. */
const Word = v.pipe(v.string(), v.maxLength(200, "must have at most 200 characters"), wellFormed());

const Done = v.strictObject({
  commandId: Id,
  status: v.literal("done"),
  credentials: v.optional(
    v.pipe(
      v.array(v.strictObject({ kind: v.picklist(CREDENTIAL_KINDS), value: Value })),
      v.maxLength(8, "must have at most 8 entries"),
    ),
    [],
  ),
  externalId: maybe(Word),
  printed: v.nullish(v.boolean(), true),
  printFault: maybe(Word),
});

const Rejected = v.strictObject({
  commandId: Id,
  status: v.literal("rejected"),
  code: Word,
  message: Word,
});

const Stale = v.strictObject({
  commandId: Id,
  status: v.literal("stale"),
  lastSeq: v.pipe(
    v.number(),
    v.safeInteger("must be a whole number"),
    v.minValue(0, "must be 0 or more"),
  ),
});

const Reply = v.variant("status", [Done, Rejected, Stale]);

const Scans = v.strictObject({
  items: v.pipe(
    v.array(v.pipe(
      v.strictObject({
        scanId: Id,
        at: Instant,
        value: Value,
        ProductCode: Word,
        gate: maybe(Word),
        direction: v.picklist(["in", "out"]),
        online: v.nullish(v.boolean(), true),
        result: v.picklist(["accepted", "refused", "annulled"]),
        annuls: maybe(Id),
        code: maybe(Word),
      }),
      v.transform(({ ProductCode, at, ...scan }) => ({
        ...scan,
        at: Date.parse(at),
        productCode: ProductCode,
      })),
    )),
    v.maxLength(500, "must have at most 500 entries"),
  ),
});

/** `/v1/access-control/{name}/…` */
export const ACCESS_CONTROL_ROUTES: ReadonlyArray<Route> = [
  route({
    method: "POST",
    path: "/v1/access-control/{name}/replies",
    access: "access-control",
    tag: "access-control",
    summary: "An answer that comes later than its command; a repeated one is fine",
    query: NO_QUERY,
    body: Reply,
    example: {
      commandId: "k-x4hR0dT3SmyDqk2dJ8vNfA.1",
      status: "done",
      credentials: [{ kind: "standard", value: "0123456789128" }],
      externalId: "R-77",
    },
    answers: { 202: { description: "Recorded", schema: v.object({ recorded: v.number() }) } },
    handle: (asked) =>
      Effect.gen(function* () {
        const outbox = yield* Outbox;
        const { caller, body } = asked;
        yield* outbox.receive(caller.tenant, param(asked, "name"), body.commandId, answerOf(body));
        return { status: 202, body: { recorded: 1 } };
      }),
  }),
  route({
    method: "POST",
    path: "/v1/access-control/{name}/scans",
    access: "access-control",
    tag: "access-control",
    summary: "Gate events; each counts once",
    query: NO_QUERY,
    body: Scans,
    example: {
      items: [{
        scanId: "S-1",
        at: "2026-08-01T19:02:11Z",
        value: "0123456789128",
        ProductCode: "M01",
        gate: "G4",
        direction: "in",
        online: true,
        result: "accepted",
        annuls: null,
        code: "ok",
      }],
    },
    answers: {
      202: { description: "How many were new", schema: v.object({ recorded: v.number() }) },
    },
    handle: (asked) =>
      Effect.gen(function* () {
        const outbox = yield* Outbox;
        const { caller, body } = asked;
        const recorded = yield* outbox.recordScans(caller.tenant, param(asked, "name"), body.items);
        return { status: 202, body: { recorded } };
      }),
  }),
];

function wellFormed() {
  return v.check<string, string>((text) => text.isWellFormed(), "must be well-formed text");
}

function answerOf(reply: v.InferOutput<typeof Reply>): AccessControlAnswer {
  switch (reply.status) {
    case "done": {
      const { credentials, externalId, printed, printFault } = reply;
      return { type: "done", credentials, externalId, printed, printFault };
    }
    case "rejected":
      return { type: "rejected", code: reply.code, message: reply.message };
    case "stale":
      return { type: "stale", lastSeq: reply.lastSeq };
  }
}
