/**
 * `deno task keys` against the running service, and keys over a restart of it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { Effect } from "effect";
import type { TenantConfiguration } from "../../../adapters/configuration/mod.ts";
import { serve } from "../../../main.ts";
import { aConfiguration, aKey, aTenant } from "../../support/service_configuration.ts";
import { PROJECT } from "../../support/service_starts.ts";

const KEY = "configured-key-of-this-test";

const TENANT = aTenant({ keys: [aKey("office", KEY)] });

/** One life of the service on this folder. */
async function during(
  { data, tenant = TENANT }: { readonly data: string; readonly tenant?: TenantConfiguration },
  play: (url: string) => Promise<void>,
): Promise<void> {
  await Effect.runPromise(Effect.scoped(Effect.gen(function* () {
    const { port } = yield* serve(aConfiguration([tenant], { data }));
    yield* Effect.promise(() => play(`http://127.0.0.1:${port}`));
  })));
}

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The program as a person would start it, with the permissions of the task. */
async function keys(args: string, { url = "", key = KEY } = {}): Promise<Ran> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "keys", ...args.split(" ")],
    cwd: PROJECT,
    env: { GATEHOUSE_URL: url, GATEHOUSE_KEY: key, GATEHOUSE_DATA: "./none", NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const read = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: read(stdout), err: read(stderr) };
}

async function statusOf(url: string, key: string): Promise<number> {
  const headers = { authorization: `Bearer ${key}` };
  const response = await fetch(`${url}/v1/performances`, { headers });
  await response.body?.cancel();
  return response.status;
}

/** A stream of facts that is read to its end. */
async function listen(url: string, key: string) {
  const headers = { authorization: `Bearer ${key}` };
  const gone = new AbortController();
  const response = await fetch(`${url}/v1/events/stream`, { headers, signal: gone.signal });
  assert.equal(response.status, 200);
  const rest = response.text();
  return {
    rest,
    [Symbol.asyncDispose]: async () => {
      gone.abort();
      await rest.catch(() => {});
    },
  };
}

Deno.test("keys make gives a key with its SHA-256 and needs no service", async () => {
  const { code, out } = await keys("make --json", { key: "" });
  const { key, sha256 } = JSON.parse(out);
  assert.equal(code, 0);
  assert.equal(hash("sha256", key, "hex"), sha256);
  assert.ok(Uint8Array.fromBase64(key.slice(3), { alphabet: "base64url" }).length >= 32);
});

Deno.test("a key is created, rotated, listed and ended from a terminal, over a restart", async () => {
  const data = await Deno.makeTempDir();
  try {
    let first = "";
    let second = "";
    await during({ data }, async (url) => {
      const made = await keys("create till-7 --scopes read,events:read", { url });
      first = made.out.trim().split("\n").at(-1) ?? "";
      assert.match(first, /^gh_[A-Za-z0-9_-]{43}$/, made.err);
      const rotated = await keys("rotate till-7 --overlap-hours 1 --json", { url });
      second = JSON.parse(rotated.out).key;
      for (const key of [first, second]) assert.equal(await statusOf(url, key), 200);
    });
    await during({ data }, async (url) => {
      for (const key of [first, second]) assert.equal(await statusOf(url, key), 200);
      const { out } = await keys("list", { url });
      assert.match(out, /^till-7 +active +service +- +2 +read events:read$/m);
      assert.match(out, /^office +active +configuration/m);
      await using stream = await listen(url, second);
      const asked = await keys("expire till-7", { url });
      assert.deepEqual([asked.code, asked.out], [1, ""]);
      assert.match(asked.err, /--yes/);
      assert.match((await keys("expire till-7 --yes", { url })).out, /till-7 +expired/);
      for (const key of [first, second]) assert.equal(await statusOf(url, key), 401);
      assert.doesNotMatch(await stream.rest, /KeyExpired/);
    });
    await during({ data }, async (url) => {
      for (const key of [first, second]) assert.equal(await statusOf(url, key), 401);
    });
  } finally {
    await Deno.remove(data, { recursive: true });
  }
});

Deno.test("the only key with admin does not end itself, and is told the way out", async () => {
  const data = await Deno.makeTempDir();
  try {
    let admin = "";
    await during({ data }, async (url) => {
      admin = JSON.parse((await keys("create desk --scopes admin --json", { url })).out).key;
    });
    await during({ data, tenant: { ...TENANT, keys: [] } }, async (url) => {
      const refused = await keys("expire desk --yes", { url, key: admin });
      assert.equal(refused.code, 1);
      assert.match(refused.err, /Create another key with admin first/);
      await keys("create desk-2 --scopes admin", { url, key: admin });
      assert.equal((await keys("expire desk --yes", { url, key: admin })).code, 0);
      assert.equal(await statusOf(url, admin), 401);
    });
  } finally {
    await Deno.remove(data, { recursive: true });
  }
});
