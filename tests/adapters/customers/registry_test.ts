/**
 * The registry on disk: what is in the file when, and what becomes of a file that was cut short.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect, Exit, Layer, Logger } from "effect";
import { Customers } from "../../../actors/customers.ts";
import { EventStore } from "../../../actors/event_store.ts";
import { layer } from "../../../adapters/customers/mod.ts";
import { layer as eventStore } from "../../../adapters/kv/mod.ts";
import { anAppend, ticket } from "../../support/appends.ts";
import { inFolder } from "../../support/service_file.ts";

const TENANT = "riverside";

type Registry = Customers["Service"];

/** The registry of a folder, as a service that starts on it has it. */
function onRegistry<A>(folder: string, use: (customers: Registry) => Promise<A>): Promise<A> {
  const store = eventStore({ path: ":memory:" });
  const kept = Layer.provide(layer({ path: folder, tenants: [TENANT] }), store);
  return Effect.runPromise(
    Customers.use((customers) => Effect.promise(() => use(customers))).pipe(Effect.provide(kept)),
  );
}

function register(customers: Registry, name: string, tenant = TENANT): Promise<string> {
  return Effect.runPromise(customers.register(tenant, name));
}

function erase(customers: Registry, alias: string, tenant = TENANT): Promise<void> {
  return Effect.runPromise(customers.erase(tenant, alias));
}

const textOf = (folder: string) => Deno.readTextFile(`${folder}/customers.jsonl`);

Deno.test("A customer keeps the alias over a restart, and has it in the file when it is told", () =>
  inFolder(async (folder) => {
    const alias = await onRegistry(folder, async (customers) => {
      const made = await register(customers, "C-1");
      assert.match(made, /^cu_[A-Za-z0-9_-]{22}$/);
      const line = JSON.stringify({ tenant: TENANT, alias: made, customerId: "C-1" });
      assert.equal(await textOf(folder), `${line}\n`);
      assert.equal(await register(customers, "C-1"), made);
      return made;
    });
    await onRegistry(folder, async (customers) => {
      assert.equal(await register(customers, "C-1"), alias);
      assert.equal(customers.referenceOf(TENANT, alias), "C-1");
    });
    assert.equal((await Deno.stat(`${folder}/customers.jsonl`)).mode?.toString(8).slice(-3), "600");
  }));

Deno.test("Many customers at once have one alias each, however often they are named", () =>
  inFolder((folder) =>
    onRegistry(folder, async (customers) => {
      const names = Array.from({ length: 200 }, (_, index) => `C-${index % 50}`);
      const aliases = await Promise.all(names.map((name) => register(customers, name)));
      assert.equal(new Set(aliases).size, 50);
      assert.equal((await textOf(folder)).trimEnd().split("\n").length, 50);
    })
  ));

Deno.test("A customer of another tenant is another customer, and nobody else's alias is told", () =>
  inFolder((folder) =>
    onRegistry(folder, async (customers) => {
      const ours = await register(customers, "C-1");
      const theirs = await register(customers, "C-1", "harbour");
      assert.notEqual(ours, theirs);
      assert.equal(customers.referenceOf("harbour", ours), null);
      assert.equal(customers.aliasOf("harbour", ours), null);
      await erase(customers, ours, "harbour");
      assert.equal(customers.referenceOf(TENANT, ours), "C-1");
    })
  ));

Deno.test("An erased customer is off the disk, the alias stays known, the others stay", () =>
  inFolder(async (folder) => {
    const [gone, kept] = await onRegistry(folder, async (customers) => {
      const aliases = [await register(customers, "C-gone"), await register(customers, "C-kept")];
      const { size } = await Deno.stat(`${folder}/customers.jsonl`);
      await erase(customers, aliases[0] ?? "");
      assert.equal((await Deno.stat(`${folder}/customers.jsonl`)).size, size);
      return aliases;
    });
    assert.doesNotMatch(await textOf(folder), /C-gone/);
    await onRegistry(folder, async (customers) => {
      assert.equal(customers.referenceOf(TENANT, gone ?? ""), null);
      assert.equal(customers.aliasOf(TENANT, gone ?? ""), gone);
      assert.equal(customers.aliasOf(TENANT, "C-gone"), null);
      assert.equal(customers.referenceOf(TENANT, kept ?? ""), "C-kept");
      assert.notEqual(await register(customers, "C-gone"), gone);
    });
  }));

Deno.test("Who was added by an instance that lost the folder keeps the alias that stands first", () =>
  inFolder(async (folder) => {
    const told = await onRegistry(folder, async (present) => {
      await onRegistry(folder, (old) => register(old, "C-1"));
      const [known, next] = [await register(present, "C-1"), await register(present, "C-2")];
      return { "C-1": known, "C-2": next };
    });
    await onRegistry(folder, async (customers) => {
      for (const [name, alias] of Object.entries(told)) {
        assert.equal(await register(customers, name), alias, name);
      }
      await erase(customers, told["C-1"]);
    });
    assert.doesNotMatch(await textOf(folder), /"C-1"/);
  }));

Deno.test("A file that ends in the middle of a line is cut to its last whole one", () =>
  inFolder(async (folder) => {
    const alias = await onRegistry(folder, (customers) => register(customers, "C-1"));
    const whole = await textOf(folder);
    await Deno.writeTextFile(`${folder}/customers.jsonl`, whole.slice(0, -10), { append: true });
    await onRegistry(folder, async (customers) => {
      assert.equal(await textOf(folder), whole);
      await register(customers, "C-2");
    });
    await onRegistry(folder, async (customers) => {
      assert.equal(await register(customers, "C-1"), alias);
      assert.notEqual(customers.aliasOf(TENANT, "C-2"), null);
    });
  }));

Deno.test("An erasure that the power left half done is finished at the next start", () =>
  inFolder(async (folder) => {
    const erased = '{"erased":true,"tenant":"riverside","alias":"cu_';
    for (let cut = '{"erased":true'.length; cut <= erased.length; cut += 1) {
      await Deno.writeTextFile(`${folder}/customers.jsonl`, "");
      await onRegistry(folder, async (customers) => {
        await register(customers, "C-gone");
        await register(customers, "C-kept");
      });
      const whole = await textOf(folder);
      const torn = erased.slice(0, cut) + whole.slice(cut);
      await Deno.writeTextFile(`${folder}/customers.jsonl`, torn);
      await onRegistry(folder, (customers) => {
        assert.equal(customers.aliasOf(TENANT, "C-gone"), null);
        assert.notEqual(customers.aliasOf(TENANT, "C-kept"), null);
        return Promise.resolve();
      });
      assert.doesNotMatch(await textOf(folder), /C-gone/, torn);
    }
  }));

Deno.test("Data that was sold from, without its registry, is warned of", () =>
  inFolder(async (folder) => {
    const said: Array<string> = [];
    const logger = Logger.make(({ message }) => void said.push(String(message)));
    const open = (tenants: ReadonlyArray<string>) =>
      EventStore.use((store) => store.append(anAppend(ticket("T-1"), { expected: 0 }))).pipe(
        Effect.exit,
        Effect.andThen(Layer.build(layer({ path: folder, tenants }))),
        Effect.provide(eventStore({ path: `${folder}/data` })),
        Effect.scoped,
        Effect.provide(Logger.layer([logger])),
        Effect.runPromise,
      );
    await open(["harbour"]);
    assert.deepEqual(said, []);
    await open([TENANT]);
    assert.match(said.join(), /copy of it left behind/);
  }));

Deno.test("A line that cannot be read is left alone, and the others are known", () =>
  inFolder(async (folder) => {
    await onRegistry(folder, (customers) => register(customers, "C-1"));
    const damaged = `{"tenant":"riv\n${await textOf(folder)}\n`;
    await Deno.writeTextFile(`${folder}/customers.jsonl`, damaged);
    await onRegistry(folder, async (customers) => {
      assert.notEqual(customers.aliasOf(TENANT, "C-1"), null);
      assert.equal(await textOf(folder), damaged);
    });
  }));

Deno.test("A file that cannot be written to registers nobody, and nobody is lost over it", () =>
  inFolder(async (folder) => {
    await onRegistry(folder, async (customers) => {
      const write = Deno.FsFile.prototype.write;
      Deno.FsFile.prototype.write = function (bytes) {
        return write.call(this, bytes.subarray(0, 7)).then(() => {
          throw new Error("No space left on device (os error 28)");
        });
      };
      try {
        const exit = await Effect.runPromiseExit(customers.register(TENANT, "C-1"));
        assert.ok(Exit.isFailure(exit));
        assert.match(String(exit.cause), /StoreUnavailable/);
      } finally {
        Deno.FsFile.prototype.write = write;
      }
      assert.equal(await textOf(folder), "");
      assert.equal(customers.aliasOf(TENANT, "C-1"), null);
      await register(customers, "C-2");
    });
    await onRegistry(folder, (customers) => {
      assert.notEqual(customers.aliasOf(TENANT, "C-2"), null);
      return Promise.resolve();
    });
  }));
