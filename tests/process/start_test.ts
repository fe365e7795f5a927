/**
 * How the service starts and stops, by `deno task start` and no other means.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { scoped } from "../support/scoped.ts";
import { openBoxOffice } from "../support/service_client.ts";
import { configurationFile, inFolder, KEY, writeConfiguration } from "../support/service_file.ts";
import { openGates } from "../support/service_gate.ts";
import { type Ended, startByTask } from "../support/service_starts.ts";
import { putSeason } from "../support/service_season.ts";

const UNREACHED = "http://127.0.0.1:1";

/** One line on stderr, nothing of the program's inside, and nothing that is secret. */
function assertOneSentence({ stderr }: Ended, ...told: ReadonlyArray<string | RegExp>): void {
  assert.match(stderr, /^[A-Z][^\n]+\.\n?$/);
  // a sentence begins with a capital, and valibot's words for types are not ours
  assert.doesNotMatch(stderr, /\. [a-z]|expected|Invalid|"\w+"|[(]"/);
  assert.doesNotMatch(stderr, /\bat .*:\d+:\d+|file:\/\/|\.ts\b|Uncaught/);
  for (const part of told) {
    assert.match(stderr, part instanceof RegExp ? part : new RegExp(RegExp.escape(part)));
  }
}

Deno.test("a second instance on the same folder ends with 75 and one sentence", () =>
  inFolder(async (folder) => {
    const data = `${folder}/data`;
    const first = await startByTask({ GATEHOUSE_DATA: data }).up;
    const second = await startByTask({ GATEHOUSE_DATA: data }).ended;
    assert.equal(second.code, 75);
    assertOneSentence(second, data, "in use", "GATEHOUSE_DATA");
    assert.equal((await fetchStatus(`${first.url}/readyz`)).status, 200);
    assert.equal((await first.stop()).code, 0);
    const third = await startByTask({ GATEHOUSE_DATA: data }).up;
    assert.equal((await third.stop()).code, 0);
  }));

Deno.test("a port that is taken ends the start with 75 and one sentence", () =>
  inFolder(async (folder) => {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const port = String(listener.addr.port);
    const ended = await startByTask({ GATEHOUSE_DATA: `${folder}/data`, GATEHOUSE_PORT: port })
      .ended;
    assert.equal(ended.code, 75);
    assertOneSentence(ended, `Port ${port}`, "GATEHOUSE_PORT");
  }));

const FAULTY: ReadonlyArray<
  readonly [what: string, content: string | object, told: ReadonlyArray<string | RegExp>]
> = [
  ["is empty of tenants", {}, [/is wrong: tenants is required\.$/m]],
  ["is no JSON", "{tenants: 1", ["not valid JSON"]],
  ["has an unknown field", configurationFile(UNREACHED, { colour: "red" }), [
    "tenants.0.accessControl.main.colour",
  ]],
  ["has a hash that is none", withSha256("abc"), ["tenants.0.keys.0.sha256", "SHA-256"]],
  ["ends a key at no time that there is", withExpiry("2027-08-01T00:00:00+01"), [
    "tenants.0.keys.0.expiresAt",
    "2027-08-01T00:00:00Z",
  ]],
  ["ends a key on a day that there is not", withExpiry("2027-02-31T00:00:00Z"), [
    "tenants.0.keys.0.expiresAt",
  ]],
  ["lacks a URL", without("url"), ["tenants.0.accessControl.main.url"]],
  ["lacks a token and has a wrong kind", { ...withoutAll() }, [
    "tenants.0.accessControl.main.kind",
    "tenants.0.keys.0.sha256",
  ]],
  ["names a host that may not be reached", configurationFile("http://192.0.2.7:9200"), [
    "accessControl.main.url",
    "192.0.2.7",
    "GATEHOUSE_ALLOW_NET",
  ]],
];

for (const [what, content, told] of FAULTY) {
  Deno.test(`a configuration file that ${what} ends the start with 78, every fault named`, () =>
    inFolder(async (folder) => {
      const ended = await startByTask({
        GATEHOUSE_DATA: `${folder}/data`,
        GATEHOUSE_CONFIG: await writeConfiguration(folder, content),
      }).ended;
      assert.equal(ended.code, 78, ended.stderr);
      assertOneSentence(ended, ...told);
    }));
}

for (const [name, value] of [["PORT", "many"], ["PORT", "65536"], ["LOG", "loud"]] as const) {
  Deno.test(`GATEHOUSE_${name}=${value} ends the start with 78 and one sentence`, () =>
    inFolder(async (folder) => {
      const settings = { GATEHOUSE_DATA: `${folder}/data`, [`GATEHOUSE_${name}`]: value };
      const ended = await startByTask(settings).ended;
      assert.equal(ended.code, 78);
      assertOneSentence(ended, `GATEHOUSE_${name}`);
    }));
}

Deno.test("a key file that is empty ends the start with 78, and is not taken for a key", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/demo.key`, "\n");
    const ended = await startByTask({ GATEHOUSE_DATA: folder }).ended;
    assert.equal(ended.code, 78);
    assertOneSentence(ended, `${folder}/demo.key`, "empty");
  }));

Deno.test("a configuration file that is not there ends the start with 78", () =>
  inFolder(async (folder) => {
    const path = `${folder}/nowhere.json`;
    const ended = await startByTask({ GATEHOUSE_DATA: folder, GATEHOUSE_CONFIG: path }).ended;
    assert.equal(ended.code, 78);
    assertOneSentence(ended, path, "no such file");
  }));

Deno.test("the first start makes a key of mode 0600 and prints it once, the second does not", () =>
  inFolder(async (folder) => {
    const settings = { GATEHOUSE_DATA: `${folder}/data` };
    const first = await startByTask(settings).up;
    const key = (await Deno.readTextFile(`${folder}/data/demo.key`)).trim();
    const { mode } = await Deno.stat(`${folder}/data/demo.key`);
    assert.equal((mode ?? 0) & 0o777, 0o600);
    assert.equal(await statusWith(first.url, key), 200);
    assert.equal(await statusWith(first.url, `${key}x`), 401);
    const { code, stdout } = await first.stop();
    assert.equal(code, 0);
    assert.ok(stdout.split("\n").filter((line) => line.includes("  key  ")).join().includes(key));
    const second = await startByTask(settings).up;
    assert.equal(await statusWith(second.url, key), 200);
    const again = await second.stop();
    assert.ok(!again.stdout.includes(key) && !again.stderr.includes(key));
  }));

Deno.test("a start says how much there is, and only one with nothing that there is no data yet", () =>
  inFolder(async (folder) => {
    const settings = { GATEHOUSE_DATA: `${folder}/data` };
    const first = await startByTask(settings).up;
    const key = (await Deno.readTextFile(`${folder}/data/demo.key`)).trim();
    await putSeason(openBoxOffice(first.url, key));
    assert.match((await first.stop()).stdout, /^No data yet: `deno task demo`/m);
    const second = await startByTask(settings).up;
    const { data } = await (await fetch(`${second.url}/v1/events?limit=500`, {
      headers: { authorization: `Bearer ${key}` },
    })).json();
    const { stdout, stderr } = await second.stop();
    assert.doesNotMatch(stdout, /No data yet/);
    const told = /The data has (\d+) events of \d+ actors/.exec(`${stdout}${stderr}`);
    assert.equal(told?.[1], String(data.length));
  }));

Deno.test("a start with a configuration file does not say that there is no data yet", () =>
  inFolder(async (folder) => {
    const service = await startByTask({
      GATEHOUSE_DATA: `${folder}/data`,
      GATEHOUSE_CONFIG: await writeConfiguration(folder, configurationFile("http://127.0.0.1:9")),
    }).up;
    const { code, stdout } = await service.stop();
    assert.equal(code, 0);
    assert.match(stdout, / is up/);
    assert.doesNotMatch(stdout, /No data yet/);
  }));

Deno.test("with the data in memory it starts, works and stops, and leaves no file", () =>
  inFolder(async (folder) => {
    const service = await startByTask({ GATEHOUSE_DATA: ":memory:" }).up;
    const key = /^ +key +(\S+)/m.exec(service.said())?.[1] ?? "";
    assert.doesNotMatch(service.said(), /demo\.key/, "no file is named that is not there");
    await putSeason(openBoxOffice(service.url, key));
    assert.equal((await service.stop()).code, 0);
    assert.deepEqual(await Array.fromAsync(Deno.readDir(folder)), []);
  }));

Deno.test(
  "with a configuration file the task's permissions are enough for an access control elsewhere",
  scoped(Effect.gen(function* () {
    const main = yield* openGates();
    yield* Effect.promise(() =>
      inFolder(async (folder) => {
        const service = await startByTask({
          GATEHOUSE_DATA: `${folder}/data`,
          GATEHOUSE_CONFIG: await writeConfiguration(folder, configurationFile(main.wire.url)),
        }).up;
        const box = openBoxOffice(service.url, KEY);
        await putSeason(box);
        await box.did("tickets/T-1/allocate", {
          orderId: "O-1",
          customerId: "C-1",
          performance: "M01",
          priceType: "adult",
          seat: { section: "N", row: "F", number: "11" },
        });
        await box.did("tickets/T-1/print");
        assert.equal(await main.scan(await box.liveValue("tickets/T-1"), "M01"), "ok");
        assert.equal((await service.stop()).code, 0);
        await assert.rejects(Deno.stat(`${folder}/data/demo.key`), Deno.errors.NotFound);
      })
    );
  })),
);

function withSha256(sha256: string): object {
  const text = JSON.stringify(configurationFile(UNREACHED));
  return JSON.parse(text.replace(/"sha256":"\w+"/, `"sha256":"${sha256}"`));
}

function withExpiry(expiresAt: string): object {
  const text = JSON.stringify(configurationFile(UNREACHED));
  return JSON.parse(text.replace('"scopes":', `"expiresAt":"${expiresAt}","scopes":`));
}

function without(field: string): object {
  return configurationFile(UNREACHED, { [field]: undefined });
}

/** Two faults at once. */
function withoutAll(): object {
  const text = JSON.stringify(configurationFile(UNREACHED, { kind: "portcullis" }));
  return JSON.parse(text.replace(/"sha256":"\w+"/, '"sha256":"ABC"'));
}

async function fetchStatus(url: string, key?: string): Promise<{ readonly status: number }> {
  const response = await fetch(url, {
    headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
  });
  await response.body?.cancel();
  return { status: response.status };
}

async function statusWith(url: string, key: string): Promise<number> {
  return (await fetchStatus(`${url}/v1/events`, key)).status;
}
