/**
 * An ordinary day against the running service and the gates of its simulator.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect, Random } from "effect";
import { define } from "../../../adapters/demo/sales.ts";
import { SEASON } from "../../../adapters/demo/season.ts";
import { dawn, step } from "../../../adapters/traffic/steps.ts";
import { gatehouse, GatehouseProblem } from "../../../routes/client/mod.ts";
import { KEYS, onStage } from "../../support/service.ts";
import { PROJECT } from "../../support/service_starts.ts";

const STEPS = 120;

Deno.test(
  "a day sells, prints again, takes back and walks up to gates, and counts what became of it",
  onStage(async ({ url, main }) => {
    const box = gatehouse({ url, key: KEYS.all });
    await define(box, SEASON);
    const simulatorUrl = main.simulator.url;
    const stage = { url, key: KEYS.all, consoleUrl: url, simulatorUrl };
    const day = dawn({ box, stage, run: "test" });
    const walk = step(day).pipe(
      Effect.catch((error) => {
        const cause = "cause" in error ? error.cause : error;
        assert.ok(cause instanceof GatehouseProblem && cause.status === 409, String(cause));
        return Effect.sync(() => day.counts.refused += 1);
      }),
    );
    await Effect.runPromise(
      Effect.repeat(walk, { times: STEPS - 1 }).pipe(Random.withSeed("an ordinary day")),
    );
    const { sold, printedAgain, givenBack, opened, stayedShut, refused } = day.counts;
    assert.equal(sold + printedAgain + givenBack + opened + stayedShut + refused, STEPS);
    for (const count of [sold, printedAgain, givenBack, opened]) assert.ok(count > 0);
    assert.equal(day.recent.length, sold - givenBack);
    assert.equal((await box.orders.get("R-test-1")).customerId, "K-test-1");
  }),
);

for (const rate of ["100", "0", "many"]) {
  Deno.test(`GATEHOUSE_TRAFFIC_RATE=${rate} is refused in one sentence before anything is sold`, async () => {
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "traffic"],
      cwd: PROJECT,
      env: { GATEHOUSE_TRAFFIC_RATE: rate, GATEHOUSE_KEY: "unused", NO_COLOR: "1" },
    }).output();
    assert.equal(code, 1);
    assert.match(new TextDecoder().decode(stderr), /^GATEHOUSE_TRAFFIC_RATE [^\n]+\.\n$/);
  });
}
