/**
 * A 404 says what is not known, and never which one was asked for.
 *
 * @module
 */
import assert from "node:assert/strict";
import { ALLOCATION, assertProblem, OTHER_TENANT } from "../support/api.ts";
import { live } from "../support/live_api.ts";

const PLACES: ReadonlyArray<readonly [target: string, detail: RegExp]> = [
  ["GET /v1/tickets/X-9", /^There is no ticket .* allocated\.$/],
  ["POST /v1/tickets/X-9/print", /^There is no ticket .* allocated\.$/],
  ["GET /v1/passes/X-9/blame", /^There is no pass .* acquired\.$/],
  ["GET /v1/orders/X-9/events", /^There is no order .* placed\.$/],
  ["GET /v1/tickets/X-9?version=1", /^There is no ticket /],
  ["GET /v1/tickets/X-9?at=2026-08-01T00:00:00Z", /^There is no ticket /],
  ["GET /v1/tickets/X-9/snapshots/1", /^There is no ticket /],
  ["GET /v1/tickets/T-1?version=7", /^The ticket has no such version\. Its newest is 1\.$/],
  ["GET /v1/tickets/T-1?at=2020-08-01T00:00:00Z", /^It did not exist yet/],
  ["GET /v1/tickets/T-1/diff?from=7", /^The ticket has no such version\. Its newest is 1\.$/],
  ["GET /v1/tickets/T-1/diff?to=7", /^The ticket has no such version\. Its newest is 1\.$/],
  ["GET /v1/tickets/T-1/snapshots/7", /^No state is stored of this version/],
  ["GET /v1/performances/X-9", /^There is no performance .* PUT defines it\.$/],
  ["GET /v1/pass-types/X-9", /^There is no pass type /],
  ["GET /v1/deliveries/X-9", /^There is no delivery /],
  ["POST /v1/deliveries/X-9/retry", /^There is no delivery /],
  ["GET /v1/adapters/X-9", /^There is no access-control system /],
  ["GET /v1/adapters/X-9/reconciliation", /^There is no access-control system /],
  ["POST /v1/adapters/X-9/pause", /^There is no access-control system /],
  ["POST /v1/adapters/main/reconciliation/X-9/approve", /^There is no difference /],
  ["GET /v1/operations/X-9", /^There is no operation /],
  ["GET /v1/operations/X-9/tree", /^There is no operation /],
  ["GET /v1/customers/X-9", /^No customer /],
  ["GET /v1/keys/X-9", /^There is no key /],
  ["GET /v1/webhooks/X-9", /^There is no webhook /],
  ["GET /problems/X-9", /^There is no problem /],
  ["GET /v1/X-9", /^Nothing is served at this path/],
];

Deno.test(
  "a 404 says what is not known, and repeats nothing of the path",
  live(async ({ ask }) => {
    await ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
    for (const [target, detail] of PLACES) {
      const body = target.startsWith("POST") ? { body: {} } : {};
      const answered = await ask(target, body);
      assertProblem(answered, 404, "not-found");
      assert.match(answered.body.detail, detail, target);
      assert.ok(!answered.text.includes("X-9"), answered.text);
    }
  }),
);

Deno.test(
  "a version of another tenant's ticket is told of as a ticket that is not there",
  live(async ({ ask }) => {
    await ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
    for (const what of ["?version=7", "?at=2020-08-01T00:00:00Z", "/diff?to=7", "/snapshots/7"]) {
      const theirs = await ask(`GET /v1/tickets/T-1${what}`, { key: OTHER_TENANT });
      assertProblem(theirs, 404, "not-found");
      assert.match(theirs.body.detail, /^There is no ticket /, what);
    }
  }),
);
