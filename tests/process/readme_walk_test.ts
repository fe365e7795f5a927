/**
 * The walk and the client of the README, run as they stand there, against a service of their own.
 *
 * @module
 */
import assert from "node:assert/strict";
import { define } from "../../adapters/demo/sales.ts";
import { SEASON } from "../../adapters/demo/season.ts";
import { gatehouse } from "../../routes/client/mod.ts";
import type { CommandBody, EventBody, TicketBody } from "../support/service_client.ts";
import { inFolder } from "../support/service_file.ts";
import { PROJECT, startDirectly } from "../support/service_starts.ts";

const hasCurl = await isThere("curl");

Deno.test({
  name: `the README's walk does what the README says${hasCurl ? "" : " (skipped: no curl here)"}`,
  ignore: !hasCurl,
  fn: () =>
    inFolder(async (folder) => {
      const service = await startDirectly({}, folder).up;
      const lines = walk(
        await Deno.readTextFile(`${PROJECT}/README.md`),
        new URL(service.url).port,
      );
      const calls = lines.filter((line) => line.startsWith("curl "));
      assert.equal(calls.length, 6);
      const [setting = "", ...rest] = lines;
      assert.deepEqual(rest, calls, "one line of settings, then calls only");
      const print = calls.find((line) => line.includes("/T-1/print ")) ?? "";
      assert.notEqual(print, "");
      const again = print.replace("curl ", "curl -i ");
      const answers = await run(folder, [setting, ...calls, again]);
      assertTold(answers.slice(0, 6), answers.slice(6).join("\n"));
      assert.equal((await service.stop()).code, 0);
    }),
});

Deno.test("the README's client sells and prints a ticket of the demo's season", () =>
  inFolder(async (folder) => {
    const service = await startDirectly({}, folder).up;
    const { url } = service;
    const key = (await Deno.readTextFile(`${folder}/data/demo.key`)).trim();
    await define(gatehouse({ url, key }), SEASON);
    const program = `${folder}/client.ts`;
    await Deno.writeTextFile(program, client(await Deno.readTextFile(`${PROJECT}/README.md`)));
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--check", `--config=${PROJECT}/deno.json`, program],
      env: { KEY: key, URL: url, NO_COLOR: "1" },
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    assert.match(new TextDecoder().decode(stdout), /printed/i);
    assert.equal((await service.stop()).code, 0);
  }));

/** The program of the README, with what it takes as given. */
function client(readme: string): string {
  const block = /## A client\s[^`]+```ts\n([^`]+)```/.exec(readme)?.[1];
  assert.ok(block !== undefined, "README has a client");
  const given = 'const key = Deno.env.get("KEY") ?? "";\nconst log = console.log;\n';
  const asserted = `if (operation.status !== "confirmed") throw new Error(operation.status);\n`;
  return `${given}${block}${asserted}`
    .replace('"./routes/', `"${PROJECT}/routes/`)
    .replace('"http://127.0.0.1:8080"', 'Deno.env.get("URL") ?? ""');
}

/** What the README claims of each answer; `again` is the print with the same key once more. */
function assertTold(answers: ReadonlyArray<string>, again: string): void {
  const [match, allocated, printed, reprinted, ticket, log] = answers.map((text) =>
    JSON.parse(text)
  ) as [
    { code: string },
    CommandBody,
    CommandBody,
    CommandBody,
    TicketBody,
    { data: ReadonlyArray<EventBody> },
  ];
  assert.equal(match.code, "M01");
  assert.deepEqual(allocated.events, ["TicketAllocated"]);
  assert.equal(printed.operation.status, "confirmed");
  assert.equal(reprinted.operation.status, "confirmed");
  assert.equal(ticket.status, "printed");
  assert.deepEqual(ticket.credentials.map(({ state }) => state), ["dead", "live"]);
  const types = log.data.map(({ type }) => type);
  const [, second] = types.flatMap((type, at) => type === "BarcodeBound" ? [at] : []);
  const revoked = types.indexOf("BarcodeRevoked");
  assert.ok(revoked >= 0 && revoked < (second ?? -1), "killed first, then asked for a new one");
  assert.ok(log.data.every(({ sentence }) => /^[A-Z].*\.?$/.test(sentence)));
  assert.match(again, /^idempotency-replayed: true\r?$/im);
  assert.equal(types.filter((type) => type === "PrintRequested").length, 1);
  const repeated = JSON.parse(again.slice(again.lastIndexOf("\n{") + 1)) as CommandBody;
  assert.equal(repeated.commandId, printed.commandId);
  assert.deepEqual(repeated.events, printed.events);
}

/** The lines of the block after the mark, with the port of this run. */
function walk(readme: string, port: string): ReadonlyArray<string> {
  const block = /<!-- walk -->\s+```sh\n([^`]+)```/.exec(readme)?.[1];
  assert.ok(block !== undefined, "README has a walk");
  return block.trimEnd().replace("127.0.0.1:8080", `127.0.0.1:${port}`).split("\n");
}

/** All lines in one shell; gives what they said, a line feed after each call. */
async function run(folder: string, lines: ReadonlyArray<string>): Promise<ReadonlyArray<string>> {
  const [setting = "", ...calls] = lines;
  const script = [setting, ...calls.flatMap((line) => [line, "echo"])].join("\n");
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", script],
    cwd: folder,
  }).output();
  const decoder = new TextDecoder();
  assert.equal(code, 0, decoder.decode(stderr));
  return decoder.decode(stdout).trimEnd().split("\n");
}

async function isThere(program: string): Promise<boolean> {
  const which = new Deno.Command("sh", { args: ["-c", `command -v ${program}`], stdout: "null" });
  return (await which.output()).success;
}
