/**
 * What the service says about itself, and what every answer carries.
 *
 * @module
 */
import assert from "node:assert/strict";
import {
  ActorBusy,
  CommandIdReused,
  UnknownActor,
  VersionMismatch,
} from "../../actors/actor_router.ts";
import {
  ClaimTaken,
  CommitUnknown,
  OwnershipLost,
  Quarantined,
  StoreUnavailable,
} from "../../actors/event_store.ts";
import { DeliveryNotOpen } from "../../actors/outbox.ts";
import { PROBLEM_CODES } from "../../routes/problem_codes.ts";
import { failureAnswer, kebab } from "../../routes/problem.ts";
import { REFUSALS } from "../../routes/refusals.ts";
import { ALLOCATION, assertProblem, keyWith, makeApi, openSeason, TENANT } from "../support/api.ts";

const T1 = { tenant: TENANT, kind: "ticket", id: "T-1" } as const;

Deno.test("/healthz always says ok", async () => {
  const { ask } = makeApi({ ready: () => ({ ready: false, checks: {} }) });
  const { status, body } = await ask("GET /healthz", { key: null });
  assert.equal(status, 200);
  assert.deepEqual(body, { status: "ok" });
});

Deno.test("/readyz is 200 when ready and 503 with the reasons when not", async () => {
  const ready = await makeApi().ask("GET /readyz", { key: null });
  assert.equal(ready.status, 200);
  assert.deepEqual(ready.body, { status: "ready", checks: { store: "ok" } });
  const { ask } = makeApi({ ready: () => ({ ready: false, checks: { store: "disk full" } }) });
  const { status, body } = await ask("GET /readyz", { key: null });
  assert.equal(status, 503);
  assert.deepEqual(body, { status: "not-ready", checks: { store: "disk full" } });
});

Deno.test("/metrics is open on loopback only, else it needs its scope", async () => {
  const open = await makeApi({ loopbackOnly: true }).ask("GET /metrics", { key: null });
  assert.equal(open.status, 200);
  assert.equal(open.text, "gatehouse_live_actors 0\n");
  assert.match(open.headers.get("content-type") ?? "", /^text\/plain/);
  const { ask } = makeApi({ loopbackOnly: false });
  assertProblem(await ask("GET /metrics", { key: null }), 401, "unauthenticated");
  assert.equal((await ask("GET /metrics", { key: keyWith("metrics") })).status, 200);
});

Deno.test("the front page links to what is there", async () => {
  const { ask } = makeApi();
  const { body } = await ask("GET /", { key: null });
  for (const path of Object.values<string>(body.links)) {
    const { status, headers } = await ask(`GET ${path}`, { key: null });
    if (path === "/console") {
      assert.equal(headers.get("location"), "/console/sign-in?next=%2Fconsole");
    } else assert.equal(status, 200, path);
  }
});

Deno.test("the front page takes a browser to the console", async () => {
  const { ask } = makeApi();
  const accept = { accept: "text/html,application/xhtml+xml" };
  const { status, headers } = await ask("GET /", { key: null, headers: accept });
  assert.equal(status, 303);
  assert.equal(headers.get("location"), "/console");
});

Deno.test("every problem and every refusal has its page, as JSON and as HTML", async () => {
  const { ask } = makeApi();
  for (const code of [...Object.keys(PROBLEM_CODES), ...REFUSALS.keys()]) {
    const json = await ask(`GET /problems/${code}`, { key: null });
    assert.equal(json.status, 200, code);
    assert.equal(json.body.code, code);
    assert.ok(json.body.cause.length > 10 && json.body.mend.length > 10, code);
    const html = await ask(`GET /problems/${code}`, {
      key: null,
      headers: { accept: "text/html" },
    });
    assert.match(html.headers.get("content-type") ?? "", /^text\/html/);
    assert.ok(html.text.includes(code));
  }
  assertProblem(await ask("GET /problems/zork", { key: null }), 404, "not-found");
  assertProblem(await ask("GET /problems/constructor", { key: null }), 404, "not-found");
});

Deno.test("every answer carries a request id, the caller's where it is a plain one", async () => {
  const { ask } = makeApi();
  const given = await ask("GET /healthz", { headers: { "x-request-id": "desk-7.1" } });
  assert.equal(given.headers.get("x-request-id"), "desk-7.1");
  for (const hostile of ["a b", "x".repeat(65), "<b>", ""]) {
    const { headers } = await ask("GET /zork", { headers: { "x-request-id": hostile } });
    assert.match(headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
  }
});

Deno.test("every answer forbids caching and sniffing", async () => {
  const { ask } = makeApi();
  for (const path of ["/healthz", "/zork", "/v1/tickets/T-1", "/problems/invalid"]) {
    const { headers } = await ask(`GET ${path}`);
    assert.equal(headers.get("cache-control"), "no-store");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'/);
  }
});

Deno.test("HEAD answers as GET without a body", async () => {
  const { status, text } = await makeApi().ask("HEAD /healthz");
  assert.equal(status, 200);
  assert.equal(text, "");
});

Deno.test("failures of the outside become their status, code and Retry-After", async () => {
  const address = T1;
  const claim = {
    space: "ticket-number",
    value: "7",
    scope: "M01",
    state: "live",
    note: "",
  } as const;
  const holder = {
    holder: { kind: "ticket", id: "T-9" },
    scope: "M01",
    state: "live",
    note: "",
  } as const;
  const cases = [
    [new ActorBusy({ reason: "full", retryAfterMs: 2500 }), 503, "actor-busy", "3"],
    [new StoreUnavailable({ reason: "full" }), 503, "store-unavailable", "1"],
    [new Quarantined({ address, reason: "crc" }), 503, "quarantined", "60"],
    [new OwnershipLost({ reason: "epoch" }), 503, "ownership-lost", "5"],
    [new CommitUnknown({ reason: "late" }), 504, "outcome-unknown", "1"],
    [new ClaimTaken({ claim, holder }), 409, "ticket-number-taken", null],
    [new ClaimTaken({ claim: { ...claim, space: "barcode" }, holder }), 409, "barcode-taken", null],
    [
      new ClaimTaken({ claim: { ...claim, space: "holding" }, holder }),
      409,
      "pass-already-held",
      null,
    ],
    [new UnknownActor({ address }), 404, "not-found", null],
    [new CommandIdReused({ commandId: "k-1" }), 422, "idempotency-key-reused", null],
    [new VersionMismatch({ expected: 1, actual: 2 }), 412, "version-mismatch", null],
  ] as const;
  for (const [failure, status, code, retryAfter] of cases) {
    const { ask, fake } = makeApi();
    fake.failNext = failure;
    const answered = await ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
    assertProblem(answered, status, code);
    assert.equal(answered.headers.get("retry-after"), retryAfter, code);
    assert.ok(!answered.text.includes("T-9"), "the holder stays unnamed");
  }
});

Deno.test("an unknown outcome advises to repeat with the same Idempotency-Key", () => {
  const { body } = failureAnswer(new CommitUnknown({ reason: "late" }), "r-1");
  assert.match(JSON.stringify(body), /same Idempotency-Key/);
});

Deno.test("a delivery that is not open is 409 with its status", () => {
  const { status, body } = failureAnswer(
    new DeliveryNotOpen({ id: "d", status: "confirmed" }),
    "r",
  );
  assert.equal(status, 409);
  assert.equal((body as { deliveryStatus: string }).deliveryStatus, "confirmed");
});

Deno.test("a defect is 500 with the request id and without a stack, and logged once", async () => {
  const { ask, fake, logged } = makeApi();
  fake.dieNext = new Error("secret detail");
  const answered = await ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
  assertProblem(answered, 500, "internal");
  assert.ok(!/secret|Error|\.ts/.test(answered.text), answered.text);
  assert.deepEqual(logged, ["A request ended in a defect"]);
});

Deno.test("a runtime that is gone is 500 too, and nothing is thrown", async () => {
  const { ask } = makeApi({ run: () => Promise.reject(new Error("disposed")) });
  assertProblem(await ask("GET /v1/events"), 500, "internal");
});

Deno.test("another tenant's thing answers exactly like an unknown one", async () => {
  const api = makeApi();
  await openSeason(api);
  const request = { headers: { "x-request-id": "r-1" } };
  await api.ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
  const { body: print } = await api.ask("POST /v1/tickets/T-1/print");
  const paths = [
    "/v1/tickets/T-1",
    "/v1/tickets/T-1/events",
    "/v1/tickets/T-1/commands",
    "/v1/tickets/T-1/deliveries",
    "/v1/tickets/T-1/snapshots",
    "/v1/tickets/T-1/snapshots/3",
    `/v1/operations/${print.commandId}`,
    `/v1/deliveries/${print.commandId}.1`,
    "/v1/performances/M01",
  ];
  for (const path of paths) {
    assert.equal((await api.ask(`GET ${path}`)).status, 200, path);
    const theirs = await api.ask(`GET ${path}`, { ...request, key: "all-scopes-elsewhere" });
    const unknown = await api.ask(`GET ${path.replace(/[TMkc]-?[^/]*$|T-1/, "Z-1")}`, request);
    assertProblem(theirs, 404, "not-found");
    assert.equal(theirs.text, unknown.text, path);
  }
});

Deno.test("kebab case keeps words apart", () => {
  assert.equal(kebab("PassAlreadyPrinted"), "pass-already-printed");
  assert.equal(kebab("NotPrintableAsTicket"), "not-printable-as-ticket");
});
