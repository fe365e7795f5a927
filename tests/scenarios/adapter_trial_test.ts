/**
 * Trying an access-control system out: it answers, it is dead, it does not let us in.
 *
 * @module
 */
import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { Effect } from "effect";
import { type Configuration, DEFAULT_RATE_LIMIT } from "../../adapters/configuration/mod.ts";
import { serve } from "../../main.ts";
import { AdapterTestAnswer } from "../../routes/answers.ts";
import { SCOPES } from "../../routes/mod.ts";
import { assertForm } from "../support/api.ts";
import { scoped } from "../support/scoped.ts";
import { KEYS, onStage } from "../support/service.ts";
import { type BoxOffice, openBoxOffice } from "../support/service_client.ts";

const KEY = "riverside-everything";

/** Nobody listens there any more. */
function deadUrl(): string {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return `http://127.0.0.1:${listener.addr.port}`;
}

const DEAD: Configuration = {
  host: "127.0.0.1",
  port: 0,
  data: ":memory:",
  log: "json",
  builtIn: null,
  tenants: [{
    id: "riverside",
    keys: [{
      id: "all",
      sha256: hash("sha256", KEY, "hex"),
      scopes: [...SCOPES],
      expiresAt: null,
      rateLimit: null,
    }],
    rateLimit: DEFAULT_RATE_LIMIT,
    webhookHosts: [],
    accessControl: {
      main: {
        kind: "fortress",
        url: deadUrl(),
        token: "token",
        tickets: "barcode",
        replyKeySha256: null,
        retry: { firstMs: 5, maxMs: 50, attemptTimeoutMs: 500 },
        breaker: { failures: 5, openMs: 50 },
        pace: { callsMax: 32, callsPerSecond: null },
        symbology: null,
        pollMs: 60_000,
        reconcileEveryMs: 300_000,
        repair: "propose",
      },
    },
  }],
};

interface Trial {
  readonly ok: boolean;
  readonly outcome: string;
  readonly durationMs: number;
  readonly detail: string;
}

async function tryOut(box: BoxOffice): Promise<Trial> {
  const { status, body } = await box.ask<Trial>("POST", "adapters/main/test", { body: {} });
  assert.equal(status, 200, JSON.stringify(body));
  assertForm(AdapterTestAnswer, body);
  return body;
}

Deno.test(
  "a system that answers passes its trial, and nothing is changed by it",
  onStage(async ({ box, main }) => {
    const before = await box.ask("GET", "adapters/main");
    const { ok, outcome } = await tryOut(box);
    assert.deepEqual([ok, outcome], [true, "unknown"]);
    assert.equal(main.wire.posted.length, 0);
    assert.deepEqual((await box.ask("GET", "adapters/main")).body, before.body);
  }),
);

Deno.test(
  "a system in trouble fails its trial within its deadline, and the answer is 200 with the cause",
  onStage(async ({ box, main }) => {
    await main.setFaults({ unavailable: true });
    const busy = await tryOut(box);
    assert.deepEqual([busy.ok, busy.outcome], [false, "transient"]);
    await main.setFaults({});
    const silence = Promise.withResolvers<void>();
    main.wire.before("ask", () => silence.promise);
    const { ok, outcome, detail, durationMs } = await tryOut(box);
    assert.deepEqual([ok, outcome], [false, "transient"]);
    assert.match(detail, /no answer within 200 ms/);
    assert.ok(durationMs >= 200);
    silence.resolve();
    assert.equal((await tryOut(box)).ok, true);
    assert.equal((await box.ask<{ status: string }>("GET", "adapters/main")).body.status, "up");
  }, { attemptTimeoutMs: 200 }),
);

Deno.test(
  "a dead system fails its trial, however often it is tried, with the cause",
  scoped(Effect.gen(function* () {
    const { port } = yield* serve(DEAD);
    const box = openBoxOffice(`http://127.0.0.1:${port}`, KEY);
    yield* Effect.promise(async () => {
      for (let round = 0; round < 6; round += 1) {
        const { ok, outcome, detail } = await tryOut(box);
        assert.deepEqual([ok, outcome], [false, "transient"]);
        assert.match(detail, /^not reachable: /);
      }
      const { body } = await box.ask<{ status: string }>("GET", "adapters/main");
      assert.equal(body.status, "up", "a trial is not the deliveries' business");
    });
  })),
);

Deno.test(
  "a system that is not configured, or another tenant's, is not found",
  onStage(async ({ box }) => {
    const unknown = await box.ask("POST", "adapters/annex/test", { body: {} });
    assert.equal(unknown.status, 404);
    const foreign = await box.ask("POST", "adapters/main/test", { body: {}, key: KEYS.harbour });
    assert.equal(foreign.status, 404);
  }),
);
