/**
 * Trying an access-control system out: it answers, it is dead, it does not let us in.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { serve } from "../../main.ts";
import { AdapterAnswer, AdapterTestAnswer } from "../../routes/answers.ts";
import { assertForm } from "../support/api.ts";
import { scoped } from "../support/scoped.ts";
import { KEYS, onStage } from "../support/service.ts";
import { type BoxOffice, openBoxOffice } from "../support/service_client.ts";
import {
  aConfiguration,
  aKey,
  anAccessControl,
  aTenant,
} from "../support/service_configuration.ts";

const KEY = "riverside-everything";

/** Nobody listens there any more. */
function deadUrl(): string {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return `http://127.0.0.1:${listener.addr.port}`;
}

const DEAD = aConfiguration([aTenant({
  keys: [aKey("all", KEY)],
  accessControl: { main: anAccessControl(deadUrl(), { pollMs: 60_000 }) },
})]);

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
    const read = async () => {
      const { scans: _scans, ...shown } =
        (await box.ask<{ readonly scans: unknown }>("GET", "adapters/main")).body;
      return shown;
    };
    const before = await read();
    const { ok, outcome } = await tryOut(box);
    assert.deepEqual([ok, outcome], [true, "unknown"]);
    assert.equal(main.wire.posted.length, 0);
    assert.deepEqual(await read(), before);
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
      const { body } = await box.ask<Record<string, unknown>>("GET", "adapters/main");
      assertForm(AdapterAnswer, body);
      assert.match(String(body["reason"]), /^not reachable: .*, since \d{4}-/);
      assert.deepEqual([body["status"], body["breaker"]], ["down", "closed"]);
      const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      assert.match(metrics, /gatehouse_adapter_up\{[^}]*adapter="main"[^}]*\} 0/);
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
