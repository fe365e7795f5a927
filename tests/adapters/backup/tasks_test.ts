/**
 * The tasks of a data folder: what they refuse, and what they leave behind.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { encode } from "../../../adapters/kv/codec.ts";
import { claimKey, headKey, relationKey, snapshotKey } from "../../../adapters/kv/keys.ts";
import { unpackHead } from "../../../adapters/kv/records.ts";
import { makeDice } from "../../../adapters/simulator/dice.ts";
import { anAppend } from "../../support/appends.ts";
import { inStore, runTask } from "../../support/data_tasks.ts";
import { inFolder } from "../../support/service_file.ts";
import { writeStories } from "../../support/stored_stories.ts";

const PRINTED = { tenant: "t-printed", kind: "ticket", id: "T-1" } as const;
const LONG = { tenant: "p-long", kind: "pass", id: "P-1" } as const;

/** A folder with `data` in it. */
async function withData(use: (folder: string) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    await inStore(`${folder}/data`, (store) => writeStories(store, makeDice(7)));
    await use(folder);
  });
}

async function onlyBackup(folder: string): Promise<string> {
  const { code, stderr } = await runTask("backup", `${folder}/data`, `${folder}/backups`);
  assert.equal(code, 0, stderr);
  const [made, ...others] = await Array.fromAsync(Deno.readDir(`${folder}/backups`));
  assert.deepEqual(others, []);
  return `${folder}/backups/${made?.name}`;
}

Deno.test("a backup with one changed byte is neither verified nor restored", async () => {
  await withData(async (folder) => {
    const backup = await onlyBackup(folder);
    const file = `${backup}/gatehouse.kv`;
    const bytes = await Deno.readFile(file);
    await Deno.writeFile(file, bytes.with(bytes.length >> 1, (bytes[bytes.length >> 1] ?? 0) ^ 1));
    for (const words of [["verify", backup], ["restore", backup, `${folder}/restored`]]) {
      const { code, stderr } = await runTask(...words);
      assert.equal(code, 65);
      assert.match(stderr, /is no whole backup: its data is not what was backed up\.$/m);
    }
  });
});

Deno.test("a backup and what is restored of it are for their owner alone", async () => {
  await withData(async (folder) => {
    const backup = await onlyBackup(folder);
    const { code, stderr } = await runTask("restore", backup, `${folder}/restored`);
    assert.equal(code, 0, stderr);
    for (const made of [backup, `${folder}/restored`]) {
      const names = (await Array.fromAsync(Deno.readDir(made))).map(({ name }) => name);
      assert.ok(names.length >= 2, names.join());
      for (const name of names) {
        const { mode } = await Deno.stat(`${made}/${name}`);
        assert.equal((mode ?? 0) & 0o777, 0o600, name);
      }
    }
  });
});

Deno.test("a restore refuses a folder with data, and one that is in use", async () => {
  await withData(async (folder) => {
    const backup = await onlyBackup(folder);
    const taken = await runTask("restore", backup, `${folder}/data`);
    assert.deepEqual([taken.code, /nothing is overwritten/.test(taken.stderr)], [65, true]);
    await inStore(`${folder}/data`, () =>
      Effect.promise(async () => {
        const used = await runTask("restore", backup, `${folder}/data`);
        assert.deepEqual([used.code, /is in use/.test(used.stderr)], [75, true]);
      }));
  });
});

Deno.test("a restore of what is not there is refused in one sentence", async () => {
  await inFolder(async (folder) => {
    const { code, stderr } = await runTask("restore", `${folder}/nowhere`, `${folder}/data`);
    assert.equal(code, 65);
    assert.match(stderr, /nowhere is no whole backup: it has no manifest\.json\.$/m);
    assert.deepEqual(await Array.fromAsync(Deno.readDir(folder)), []);
  });
});

Deno.test("nothing is backed up of a folder without data, and no words are guessed", async () => {
  await inFolder(async (folder) => {
    assert.equal((await runTask("backup", folder)).code, 65);
    assert.deepEqual(await Array.fromAsync(Deno.readDir(folder)), []);
    assert.equal((await runTask("restore", folder)).code, 64);
    assert.equal((await runTask("verify", folder, "--mend")).code, 64);
  });
});

Deno.test("a folder in use is verified in a copy, which is gone afterwards, and not repaired", async () => {
  await withData(async (folder) => {
    await inStore(`${folder}/data`, () =>
      Effect.promise(async () => {
        const { code, stdout } = await runTask("verify", `${folder}/data`);
        assert.deepEqual([code, /: 0 faults, 0 repaired$/m.test(stdout)], [0, true]);
        assert.equal((await runTask("verify", `${folder}/data`, "--repair")).code, 75);
      }));
    const left = await Array.fromAsync(Deno.readDir(`${folder}/data`), ({ name }) => name);
    assert.deepEqual(left.filter((name) => !name.startsWith("gatehouse.")), []);
  });
});

Deno.test("damaged heads, snapshots and indexes are told and repaired to the byte", async () => {
  await withData(async (folder) => {
    const data = `${folder}/data`;
    const head = await edit(data, async (kv) => {
      const { value } = await kv.get(headKey(PRINTED));
      const relation = { by: "customer", value: "C-9" } as const;
      const claim = { space: "barcode", value: "b1", scope: "", state: "live", note: "" } as const;
      await kv.set(headKey(PRINTED), new Uint8Array([1, 2, 3, 4, 5]));
      await kv.delete([...relationKey(PRINTED.tenant, relation), "ticket", "T-1"]);
      await kv.delete(claimKey(PRINTED.tenant, { claim, holder: PRINTED }));
      const { value: large } = await kv.get(headKey(LONG));
      const newest = unpackHead(large)?.snapshotVersion ?? 0;
      await kv.set(snapshotKey(LONG, newest), encode("not a snapshot"));
      await kv.set(snapshotKey(LONG, 999), encode("of no version"));
      return value;
    });
    const { code, stdout } = await runTask("verify", data, "--json");
    assert.equal(code, 1);
    const told = stdout.trim().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(
      told.slice(0, -1).map(({ address, kind, repairable }) => `${address} ${kind} ${repairable}`)
        .sort(),
      [
        "p-long/pass/P-1 snapshot true",
        "p-long/pass/P-1 snapshot true",
        "t-printed/ticket/T-1 head true",
        "t-printed/ticket/T-1 index true",
        "t-printed/ticket/T-1 index true",
      ],
    );
    assert.equal((await runTask("verify", data, "--repair")).code, 0);
    assert.match((await runTask("verify", data)).stdout, /: 0 faults, 0 repaired$/m);
    const repaired = await edit(data, async (kv) => (await kv.get(headKey(PRINTED))).value);
    assert.deepEqual(repaired, head);
  });
});

Deno.test("a history that was made anew is found by whoever kept a backup elsewhere", async () => {
  await withData(async (folder) => {
    const backup = await onlyBackup(folder);
    await inStore(`${folder}/data`, (store) => writeStories(store, makeDice(7), "-later"));
    const grown = await runTask("verify", `${folder}/data`, backup);
    assert.deepEqual([grown.code, /: 0 faults/.test(grown.stdout)], [0, true]);

    // the same facts in other commits, all of which fit together
    await inStore(`${folder}/forged`, (store) => writeStories(store, makeDice(8)));
    assert.equal((await runTask("verify", `${folder}/forged`)).code, 0);
    const forged = await runTask("verify", `${folder}/forged`, backup);
    assert.equal(forged.code, 1);
    assert.match(
      forged.stdout,
      /^p-long\/pass\/P-1 at version \d+: chain: It is not what the copy/m,
    );

    const ticket = anAppend(PRINTED, { expected: 0 });
    await inStore(`${folder}/cut`, (store) => store.append(ticket));
    const { stdout } = await runTask("verify", `${folder}/cut`, backup);
    assert.match(stdout, /^p-long\/pass\/P-1 at version 1: chain: The copy has more facts$/m);
  });
});

async function edit<A>(data: string, use: (kv: Deno.Kv) => Promise<A>): Promise<A> {
  using kv = await Deno.openKv(`${data}/gatehouse.kv`);
  return await use(kv);
}
