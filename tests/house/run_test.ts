/**
 * `.ci/run` on small projects: its last line and its exit code tell the truth.
 *
 * @module
 */
import { deepStrictEqual } from "node:assert/strict";

const CONFIG = '{ "tasks": { "test": "deno test" } }\n';

/** Runs the script in a project of one file; gives its last line and exit code. */
async function runOn(code: string): Promise<{ line: string; code: number }> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${folder}/.ci`);
    await Deno.copyFile(new URL("../../.ci/run", import.meta.url), `${folder}/.ci/run`);
    await Deno.writeTextFile(`${folder}/deno.json`, CONFIG);
    await Deno.writeTextFile(`${folder}/sample_test.ts`, code);
    const output = await new Deno.Command("bash", { args: [`${folder}/.ci/run`] }).output();
    const lines = new TextDecoder().decode(output.stdout).trimEnd().split("\n");
    return { line: lines.at(-1) ?? "", code: output.code };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the run counts tests with steps and skipped ones", async () => {
  const run = await runOn(
    'Deno.test("a", async (t) => {\n  await t.step("b", () => {});\n});\n' +
      'Deno.test("c", () => {});\nDeno.test.ignore("d", () => {});\n',
  );
  deepStrictEqual(run, { line: "2 passed, 0 failed, 1 skipped", code: 0 });
});

Deno.test("the run fails with the tests and with every other check", async () => {
  const run = await runOn(
    'Deno.test("a", () => {})\nDeno.test("b", () => {\n  throw new Error("no");\n});\n',
  );
  deepStrictEqual(
    run,
    { line: "1 passed, 2 failed", code: 1 },
    "a failed test, a missing semicolon",
  );
});

Deno.test("the run counts a test file that does not load as a failure", async () => {
  const run = await runOn('throw new Error("before any test");\n');
  deepStrictEqual(run, { line: "0 passed, 1 failed", code: 1 });
});

Deno.test("the run without any test is a failure", async () => {
  const run = await runOn("const nothing = 1;\n");
  deepStrictEqual(run.code, 1);
  deepStrictEqual(run.line, "0 passed, 2 failed", "nothing tested, an unused name");
});
