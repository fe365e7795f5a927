/**
 * Two planted bugs a day, so that all come round; `GATEHOUSE_PLANTED=all` plants every one, a part
 * of a name those that have it, and a part that none has fails.
 *
 * @module
 */
import assert from "node:assert/strict";
import { BUGS } from "./bugs.ts";
import type { PlantedBug } from "./planted_bug.ts";
import { lineOf, misfitOf, plant } from "./planting.ts";

const A_RUN = 2;
const DAY_MS = 86_400_000;

Deno.test("every planted bug turns the test that exists for it red", async () => {
  const faults: Array<string> = [];
  for (const bug of chosen()) {
    const unable = bug.test.unable?.() ?? null;
    if (unable !== null) {
      say(`Not planted "${bug.name}": ${unable}`);
      continue;
    }
    const outcome = await plant(bug);
    say(lineOf(outcome));
    if (outcome.fault !== null) faults.push(`${bug.name}: ${outcome.fault}`);
  }
  assert.deepEqual(faults, []);
});

Deno.test("every planted bug can be planted in the tree as it is today", async () => {
  const misfits: Array<string> = [];
  for (const bug of BUGS) {
    const misfit = await misfitOf(bug);
    if (misfit !== null) misfits.push(`${bug.name}: ${misfit}`);
  }
  assert.deepEqual(misfits, []);
});

Deno.test("no two planted bugs have one name", () => {
  assert.equal(new Set(BUGS.map(({ name }) => name)).size, BUGS.length);
});

function chosen(): ReadonlyArray<PlantedBug> {
  const wanted = Deno.env.get("GATEHOUSE_PLANTED");
  if (wanted === "all") return BUGS;
  if (wanted !== undefined) return named(wanted);
  const first = Math.floor(Date.now() / DAY_MS) * A_RUN;
  return Array.from({ length: A_RUN }, (_, index) => BUGS[(first + index) % BUGS.length])
    .filter((bug) => bug !== undefined);
}

function named(part: string): ReadonlyArray<PlantedBug> {
  const found = BUGS.filter(({ name }) => name.includes(part));
  assert.ok(found.length > 0, `GATEHOUSE_PLANTED: no planted bug has "${part}" in its name`);
  return found;
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
