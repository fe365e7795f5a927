/**
 * What is typed after a task is understood, or refused in one sentence; nothing is guessed.
 *
 * @module
 */
import assert from "node:assert/strict";
import { inFolder } from "../support/service_file.ts";
import { PROJECT, startDirectly } from "../support/service_starts.ts";

function assertOneSentence(text: string, ...told: ReadonlyArray<string>): void {
  assert.match(text, /^[A-Z][^\n]+\.\n$/);
  for (const part of told) assert.ok(text.includes(part), text);
}

const WORDS: ReadonlyArray<readonly [words: ReadonlyArray<string>, told: ReadonlyArray<string>]> = [
  [["demo", "--size=huge"], ["--size=huge", "--size=small", "--size=season"]],
  [["demo", "--seasons"], ["--seasons", "--size=season"]],
  [["demo", "--size=season", "twice"], ["twice"]],
  [["demon"], ["demon", "there are none"]],
  [["--port=9000"], ["--port=9000", "environment"]],
];

for (const [words, told] of WORDS) {
  Deno.test(`main.ts ${words.join(" ")} ends with 64 and one sentence, and starts nothing`, () =>
    inFolder(async (folder) => {
      const settings = { GATEHOUSE_DATA: "./.demo" };
      const { code, stdout, stderr } = await startDirectly(settings, folder, words).ended;
      assert.deepEqual([code, stdout], [64, ""]);
      assertOneSentence(stderr, ...told);
      assert.deepEqual(await Array.fromAsync(Deno.readDir(folder)), []);
    }));
}

Deno.test("a second demo says that one is running, and names no setting that it would not heed", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/.demo`);
    using lock = await Deno.open(`${folder}/.demo/gatehouse.lock`, { create: true, write: true });
    await lock.lock(true);
    const settings = { GATEHOUSE_DATA: "./.demo" };
    const { code, stderr } = await startDirectly(settings, folder, ["demo"]).ended;
    assert.equal(code, 75);
    assertOneSentence(stderr, "A demo is running already", "./.demo");
    assert.ok(!stderr.includes("GATEHOUSE_DATA"), stderr);
  }));

const PROGRAMS: ReadonlyArray<
  readonly [path: string, words: ReadonlyArray<string>, told: ReadonlyArray<string>]
> = [
  ["adapters/simulator/main.ts", ["9300"], ["9300", "there are none"]],
  ["adapters/traffic/main.ts", ["--foo"], ["--foo", "there are none"]],
  ["adapters/inspect/main.ts", ["foo"], ['"foo"', "deno task inspect --help"]],
  ["adapters/inspect/main.ts", ["events", "--nope"], ["--nope", "deno task inspect events --help"]],
  ["adapters/inspect/main.ts", ["gate-check"], ["barcode", "deno task inspect gate-check --help"]],
  ["adapters/inspect/main.ts", ["events", "--limit", "0"], ["--limit", "from 1 to"]],
  ["adapters/keys/main.ts", ["foo"], ['"foo"', "deno task keys --help"]],
  ["adapters/keys/main.ts", ["make", "x"], ['"x"', "deno task keys make --help"]],
  ["tests/promises/soak.ts", ["--minutes=x"], ["--minutes"]],
  ["tests/promises/soak.ts", ["--minutes=0"], ["--minutes"]],
  ["tests/promises/soak.ts", ["--minutes"], ["--minutes"]],
  ["tests/promises/soak.ts", ["--hours=1"], ["--hours"]],
  ["tests/promises/soak.ts", ["--promise=P1,P99"], ["P99"]],
];

for (const [path, words, told] of PROGRAMS) {
  Deno.test(`${path} ${words.join(" ")} ends with 64 and one sentence`, async () => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-prompt", "--frozen", `${PROJECT}/${path}`, ...words],
      cwd: PROJECT,
      env: { NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    assert.deepEqual([code, decoder.decode(stdout)], [64, ""], decoder.decode(stderr));
    assertOneSentence(decoder.decode(stderr), ...told);
  });
}
