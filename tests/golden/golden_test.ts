/**
 * Nothing is stored in a form that has no fixture.
 *
 * @module
 */
import assert from "node:assert/strict";
import { toStored } from "../../adapters/kv/upcast.ts";
import denoJson from "../../deno.json" with { type: "json" };
import { EVENT_TYPES } from "./event_types.ts";
import { type GoldenEvent, type GoldenRecord, readLines, storedVersions } from "./golden.ts";
import { RECORDS } from "./records.ts";

const MAKE = "deno run -A tests/golden/make.ts adds it";

Deno.test("every type of fact has a fixture of the version that is written today", async () => {
  const stored = await readLines<GoldenEvent>("events.jsonl");
  const names = new Set(stored.map(({ kind, type, version }) => `${kind} ${type} ${version}`));
  for (const [kind, types] of Object.entries(EVENT_TYPES)) {
    for (const [type, version] of Object.entries(types)) {
      assert.equal(toStored({ type })[1], version, `${kind} ${type} is written in this version`);
      assert.ok(names.has(`${kind} ${type} ${version}`), `${kind} ${type} has none: ${MAKE}`);
    }
  }
});

Deno.test("every kind of record has a fixture, and this release a data folder", async () => {
  const stored = await readLines<GoldenRecord>("records.jsonl");
  const names = new Set(stored.map(({ record }) => record));
  assert.deepEqual(Object.keys(RECORDS).filter((name) => !names.has(name)), [], MAKE);
  assert.ok((await storedVersions()).includes(denoJson.version), MAKE);
});
