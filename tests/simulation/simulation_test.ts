/**
 * Seeds that found something once, and some that are played twice. Fresh ones are played by the
 * promises.
 *
 * @module
 */
import assert from "node:assert/strict";
import { playSeeds } from "./fleet.ts";
import { FOUND } from "./seeds.ts";

Deno.test("no seed that once found a fault finds one again", async () => {
  for (const [job, seeds] of FOUND) {
    for (const { seed, broken } of await playSeeds(job, seeds)) {
      assert.deepEqual(broken, [], `SEED=${seed}`);
    }
  }
});

Deno.test("the same seed gives the same run, to the byte", async () => {
  const seeds = [1, 2, 3, 4];
  const play = () => playSeeds("weather", seeds, { keeps: true });
  const [first, again] = [await play(), await play()];
  assert.deepEqual(again, first);
  assert.equal(new Set(first.map(({ fingerprint }) => fingerprint)).size, seeds.length);
});
