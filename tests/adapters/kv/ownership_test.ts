/**
 * One owner at a time: the fence, the lock file, the layout's version.
 *
 * @module
 */
import { Effect, Layer } from "effect";
import assert from "node:assert/strict";
import { EventStore } from "../../../actors/event_store.ts";
import { pack } from "../../../adapters/kv/codec.ts";
import { SCHEMA } from "../../../adapters/kv/keys.ts";
import { DEFAULT_BOUNDS, layer, makeEventStore } from "../../../adapters/kv/mod.ts";
import { SCHEMA_VERSION } from "../../../adapters/kv/schema.ts";
import { aDelivery, anAppend, TENANT, ticket } from "../../support/appends.ts";
import { SimulatedDisk } from "../../support/simulated_kv.ts";
import { onDisk } from "../../support/simulated_store.ts";

Deno.test("a store whose fence was replaced loses its ownership for every later write", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      yield* store.append(anAppend(ticket("t-1"), { expected: 0 }));
      const other = yield* makeEventStore(
        { writer: disk.open(), reader: disk.open() },
        DEFAULT_BOUNDS,
      );
      const lost = yield* Effect.flip(store.append(anAppend(ticket("t-1"), { expected: 1 })));
      assert.equal(lost._tag, "OwnershipLost");
      assert.equal((yield* Effect.flip(store.writeMark(TENANT, "m", 1)))._tag, "OwnershipLost");
      const saved = yield* Effect.flip(store.saveDeliveries([aDelivery("d-1")]));
      assert.equal(saved._tag, "OwnershipLost");
      assert.equal(store.hasRoom(), false);
      assert.equal(store.health().writable, false);
      assert.equal((yield* store.load(ticket("t-1"))).version, 1);
      yield* other.append(anAppend(ticket("t-1"), { expected: 1 }));
    }).pipe(Effect.scoped));
});

/** Runs a program in a data folder that is gone afterwards. */
async function inFolder(use: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempDir();
  try {
    await use(path);
  } finally {
    await Deno.remove(path, { recursive: true });
  }
}

function open(path: string): Promise<unknown> {
  const program = Effect.scoped(Layer.build(layer({ path })));
  return Effect.runPromise(
    Effect.match(program, { onFailure: (error) => error._tag, onSuccess: () => "opened" }),
  );
}

Deno.test("the data folder is made for its owner alone", () =>
  inFolder(async (path) => {
    assert.equal(await open(`${path}/new`), "opened");
    const { mode } = await Deno.stat(`${path}/new`);
    assert.equal((mode ?? 0) & 0o777, 0o700);
  }));

Deno.test("a second instance on one folder fails at once as DataFolderTaken", () =>
  inFolder(async (path) => {
    const inner = EventStore.use(() => Effect.promise(() => open(path)));
    const second = await Effect.runPromise(inner.pipe(Effect.provide(layer({ path }))));
    assert.equal(second, "DataFolderTaken");
    assert.equal(await open(path), "opened");
  }));

const HOLD = `
  const lock = await Deno.open(Deno.args[0], { create: true, write: true });
  await lock.lock(true);
  console.log("locked");
  await new Promise(() => setInterval(() => {}, 1_000));
`;

Deno.test("a killed owner leaves the folder free", () =>
  inFolder(async (path) => {
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-config",
        "-A",
        `data:text/javascript,${encodeURIComponent(HOLD)}`,
        `${path}/gatehouse.lock`,
      ],
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const reader = child.stdout.getReader();
    await reader.read();
    assert.equal(await open(path), "DataFolderTaken");
    child.kill("SIGKILL");
    await child.status;
    await reader.cancel();
    assert.equal(await open(path), "opened");
  }));

for (const [what, prepare] of [["new", () => Promise.resolve()], ["old", openToAll]] as const) {
  Deno.test(`${what} data in a folder that all may read is for its owner alone`, () =>
    inFolder(async (path) => {
      await Deno.chmod(path, 0o755);
      await prepare(path);
      const modes = EventStore.use(() => Effect.promise(() => modesIn(path)));
      const found = await Effect.runPromise(modes.pipe(Effect.provide(layer({ path }))));
      assert.ok(["", "-wal", "-shm"].every((suffix) => found.has(`gatehouse.kv${suffix}`)));
      for (const [name, mode] of found) {
        assert.equal(mode, FOREIGN.includes(name) ? "644" : "600", name);
      }
    }));
}

/** As earlier versions left it, also when they were killed. */
async function openToAll(path: string): Promise<void> {
  await open(path);
  await Deno.chmod(`${path}/gatehouse.kv`, 0o644);
  for (const suffix of ["-wal", "-shm"]) {
    await Deno.writeFile(`${path}/gatehouse.kv${suffix}`, new Uint8Array(), { mode: 0o644 });
  }
  await Deno.chmod(`${path}/gatehouse.lock`, 0o644);
  for (const name of ["customers.jsonl", "simulator.jsonl", "demo.key", ...FOREIGN]) {
    await Deno.writeFile(`${path}/${name}`, new Uint8Array(), { mode: 0o644 });
  }
}

/** Not made by Gatehouse: its mode is its owner's business. */
const FOREIGN = ["gatehouse_notes.txt", "gatehouse.json"];

async function modesIn(path: string): Promise<ReadonlyMap<string, string>> {
  const modes = new Map<string, string>();
  for await (const { name } of Deno.readDir(path)) {
    modes.set(name, (((await Deno.stat(`${path}/${name}`)).mode ?? 0) & 0o777).toString(8));
  }
  return modes;
}

Deno.test("a folder that a newer version wrote is left alone", () =>
  inFolder(async (path) => {
    await open(path);
    using kv = await Deno.openKv(`${path}/gatehouse.kv`);
    await kv.set(SCHEMA, pack(SCHEMA_VERSION + 1));
    assert.equal(await open(path), "DataFolderNewer");
  }));

Deno.test("a folder of a layout before the first release is refused, and left alone", () =>
  inFolder(async (path) => {
    await open(path);
    using kv = await Deno.openKv(`${path}/gatehouse.kv`);
    await kv.set(SCHEMA, pack(1));
    assert.equal(await open(path), "DataFolderUnusable");
    assert.deepEqual((await kv.get<Uint8Array>(SCHEMA)).value, pack(1));
  }));

Deno.test("a folder that cannot be made is DataFolderUnusable", () =>
  inFolder(async (path) => {
    await Deno.writeTextFile(`${path}/file`, "");
    assert.equal(await open(`${path}/file/data`), "DataFolderUnusable");
  }));
