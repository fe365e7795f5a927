/**
 * Dry runs at a version of the past, over real actors.
 *
 * @module
 */
import assert from "node:assert/strict";
import { CommandAnswer } from "../../routes/answers.ts";
import { ALLOCATION, assertForm, assertProblem, keyWith, pointers } from "../support/api.ts";
import { live } from "../support/live_api.ts";

Deno.test(
  "a dry run at a version decides on the state of then, and stores nothing",
  live(async ({ ask }) => {
    await ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
    await ask("POST /v1/tickets/T-1/cancel", { body: { reason: "Wrong day" } });
    const { body: before } = await ask("GET /v1/tickets/T-1");
    assertProblem(
      await ask("POST /v1/tickets/T-1/print?dryRun=true"),
      409,
      "ticket-already-cancelled",
    );
    const { status, body } = await ask("POST /v1/tickets/T-1/print?dryRun=true&version=1");
    assert.equal(status, 200);
    assertForm(CommandAnswer, body);
    assert.deepEqual(body.events, ["PrintRequested", "DeliveryQueued"]);
    assert.deepEqual([body.version, body.dryRun, body.commandId], [1, true, null]);
    const refused = await ask("POST /v1/tickets/T-1/unprint?dryRun=true&version=1", {
      body: { reason: "Wrong paper" },
    });
    assertProblem(refused, 409, "ticket-not-printed");
    assert.equal(refused.body.version, 1);
    assert.equal(refused.body.commandId, null, "nobody would know of it");
    assert.deepEqual((await ask("GET /v1/tickets/T-1")).body, before);
  }),
);

Deno.test(
  "version 0 is before the first fact, and a version that is yet to come is not found",
  live(async ({ ask }) => {
    const { body: sold } = await ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
    const at = (version: number) =>
      ask(`POST /v1/tickets/T-1/allocate?dryRun=true&version=${version}`, { body: ALLOCATION });
    assert.deepEqual((await at(0)).body.events, ["TicketAllocated"]);
    assert.equal((await at(1)).status, 409);
    const yetToCome = await at(sold.version + 1);
    assertProblem(yetToCome, 404, "not-found");
    assert.equal(yetToCome.body.detail, "The ticket has no such version. Its newest is 1.");
    const print = await ask("POST /v1/tickets/T-1/print?dryRun=true&version=0");
    assertProblem(print, 404, "not-found");
  }),
);

Deno.test(
  "the past needs debug:read, and a version is for dry runs only",
  live(async ({ ask }) => {
    await ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
    const clerk = await ask("POST /v1/tickets/T-1/print?dryRun=true&version=1", {
      key: keyWith("commands:write"),
    });
    assertProblem(clerk, 403, "missing-scope");
    const real = await ask("POST /v1/tickets/T-1/print?version=1");
    assertProblem(real, 400, "bad-query");
    assert.deepEqual(pointers(real), ["/query/version"]);
    assert.equal((await ask("GET /v1/tickets/T-1")).body.version, 1);
  }),
);
