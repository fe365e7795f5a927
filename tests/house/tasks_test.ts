/**
 * The tasks of deno.json: each says what it does, and documents name only tasks that exist.
 *
 * @module
 */
import { deepStrictEqual } from "node:assert/strict";
import { projectFiles } from "../../.ci/modules.ts";
import { ROOT } from "../../.ci/paths.ts";
import { VARIABLES } from "../../adapters/configuration/mod.ts";
import config from "../../deno.json" with { type: "json" };

const tasks: Readonly<Record<string, { readonly description: string; readonly command: string }>> =
  config.tasks;

Deno.test("every task has a description", () => {
  const silent = Object.entries(tasks).filter(([, { description }]) => description.length < 10);
  deepStrictEqual(silent, []);
});

Deno.test("the service runs with named permissions only", () => {
  for (const name of ["start", "demo", "simulator", "backup", "restore", "verify"]) {
    const command = tasks[name]?.command ?? "";
    deepStrictEqual(/ (-A|--allow-all|--allow-(run|ffi|sys)|--allow-\w+)( |$)/.exec(command), null);
    deepStrictEqual(command.includes("--no-prompt --frozen"), true, `${name}: ${command}`);
  }
});

Deno.test("the service may read every variable that configures it", () => {
  for (const name of ["start", "demo"]) {
    const [, allowed] = /--allow-env=(\S+)/.exec(tasks[name]?.command ?? "") ?? [];
    const readable = allowed?.split(",") ?? [];
    deepStrictEqual(VARIABLES.filter((variable) => !readable.includes(variable)), []);
  }
});

Deno.test("documents name only tasks that exist", () => {
  const unknown = projectFiles(".md").flatMap((path) =>
    [...Deno.readTextFileSync(ROOT + path).matchAll(/\bdeno(?:@[\d.]+)? task ([\w:-]+)/g)]
      .map(([, name]) => name ?? "")
      .filter((name) => tasks[name] === undefined)
      .map((name) => `${path}: ${name}`)
  );
  deepStrictEqual(unknown, []);
});

Deno.test("every document and script asks for the same version of Deno", () => {
  const versions = projectFiles(".md", "/run").flatMap((path) =>
    [...Deno.readTextFileSync(ROOT + path).matchAll(/\bdeno@([\d.]*\d)/g)].map(([, found]) => found)
  );
  deepStrictEqual([...new Set(versions)], ["2.9.6"]);
});
