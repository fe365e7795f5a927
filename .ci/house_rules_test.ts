/**
 * Each house rule lets the good sample through and names the fault of the bad one.
 *
 * @module
 */
import { deepStrictEqual, match } from "node:assert/strict";
import plugin from "./house_rules.ts";

/** Messages of one rule for a file of that name. */
function lint(rule: string, path: string, code: string): ReadonlyArray<string> {
  return Deno.lint.runPlugin(plugin, path, code)
    .filter(({ id }) => id === `house/${rule}`)
    .map(({ message }) => message);
}

function allows(rule: string, path: string, code: string): void {
  deepStrictEqual(lint(rule, path, code), [], `${rule} flags this in ${path}: ${code}`);
}

function flags(rule: string, path: string, sample: { code: string; as: RegExp }): void {
  const messages = lint(rule, path, sample.code);
  deepStrictEqual(messages.length, 1, `${rule} in ${path}: ${sample.code} gave ${messages}`);
  match(messages[0] ?? "", sample.as);
}

Deno.test("rooms lets every import of the table through", () => {
  const good: ReadonlyArray<readonly [string, string]> = [
    ["actors/pass/decide.ts", 'import { Result } from "effect";'],
    ["actors/pass/decide.ts", 'import { plan } from "../sync.ts";'],
    ["actors/pass/decide.ts", 'import { pass } from "./state.ts";'],
    ["actors/actor_system.ts", 'import { pass } from "./pass/mod.ts";'],
    ["adapters/kv/codec.ts", 'import { Encoder } from "cbor-x/index-no-eval";'],
    ["adapters/kv/codec.ts", 'import { crc32 } from "node:zlib";'],
    ["adapters/kv/event_store.ts", 'import { openKv } from "@deno/kv";'],
    ["adapters/fortress/mod.ts", 'import type { Answer } from "../../actors/access_control.ts";'],
    ["adapters/demo/mod.ts", 'import { gatehouse } from "../../routes/client/mod.ts";'],
    ["routes/app.ts", 'import { Hono } from "hono/tiny";'],
    ["routes/app.ts", 'import { page } from "./console/page.ts";'],
    ["main.ts", 'import { layer } from "./adapters/kv/mod.ts";'],
    ["main.ts", 'import { makeApp } from "./routes/mod.ts";'],
    ["main.ts", 'import * as v from "valibot";'],
    ["main.ts", 'import config from "./deno.json" with { type: "json" };'],
    ["tests/actors/pass_test.ts", 'import { decide } from "../../actors/pass/decide.ts";'],
    ["tests/support/laws.ts", 'import fc from "fast-check";'],
    ["tests/support/suite.ts", 'import { it } from "@std/testing/bdd";'],
    ["bench/main.ts", 'import { layer } from "../adapters/kv/mod.ts";'],
  ];
  for (const [path, code] of good) allows("rooms", path, code);
});

Deno.test("rooms refuses what does not belong in a room", () => {
  const bad: ReadonlyArray<readonly [string, string, RegExp]> = [
    ["actors/pass/decide.ts", 'import { Hono } from "hono";', /does not belong in actors/],
    ["actors/pass/decide.ts", 'import * as v from "valibot";', /does not belong in actors/],
    ["actors/outbox.ts", 'import { crc32 } from "node:zlib";', /does not belong in actors/],
    ["actors/outbox.ts", 'import "effection";', /does not belong in actors/],
    ["actors/outbox.ts", 'import "../adapters/kv/mod.ts";', /actors must not import adapters/],
    ["actors/outbox.ts", 'import "../tests/support/given.ts";', /actors must not import tests/],
    ["actors/outbox.ts", 'import "../main.ts";', /actors must not import main\.ts/],
    ["adapters/kv/mod.ts", 'import "../../routes/app.ts";', /adapters must not import routes/],
    ["adapters/demo/mod.ts", 'import "../../routes/client/retry.ts";', /must not import routes/],
    ["adapters/kv/mod.ts", 'import { Hono } from "hono";', /does not belong in adapters/],
    ["routes/app.ts", 'import "../adapters/kv/mod.ts";', /routes must not import adapters/],
    ["routes/app.ts", 'import { openKv } from "@deno/kv";', /does not belong in routes/],
    ["routes/app.ts", 'import "cbor-x";', /does not belong in routes/],
    ["main.ts", 'import { Hono } from "hono";', /does not belong in main/],
    ["main.ts", 'import "./bench/main.ts";', /main must not import bench/],
    ["main.ts", 'import "./docs/page.ts";', /main must not import docs/],
    ["main.ts", 'import "./.ci/paths.ts";', /main must not import \.ci/],
    ["main.ts", 'import "npm:hono@4";', /in the import map/],
    ["tests/a_test.ts", 'import "jsr:@std/testing/bdd";', /in the import map/],
    ["tests/a_test.ts", 'import "@std/testing/time";', /only @std\/testing\/bdd/],
  ];
  for (const [path, code, as] of bad) flags("rooms", path, { code, as });
});

Deno.test("rooms sends everyone through the door of an actor", () => {
  const as = /Enter actors\/pass through its mod\.ts, not through state\.ts/;
  flags("rooms", "actors/ticket/decide.ts", { code: 'import "../pass/state.ts";', as });
  flags("rooms", "routes/app.ts", { code: 'import "../actors/pass/state.ts";', as });
  flags("rooms", "main.ts", { code: 'import "./actors/pass/state.ts";', as });
});

Deno.test("rooms sees all five forms of import, and one that it cannot read", () => {
  const path = "actors/outbox.ts";
  const as = /does not belong in actors/;
  for (
    const code of [
      'import { Hono } from "hono";',
      'export { Hono } from "hono";',
      'export * from "hono";',
      'const hono = import("hono");',
      'type App = import("hono").Hono;',
    ]
  ) flags("rooms", path, { code, as });
  flags("rooms", path, { code: "const other = import(name);", as: /a literal name/ });
});

Deno.test("pure lets data, given dates and the names of things through", () => {
  const good = [
    "const at = new Date(context.at).toISOString();",
    "const isDate = value instanceof Date;",
    "const largest = Math.max(1, 2);",
    "interface Times { readonly at: Date; readonly crypto: string }",
    "const record = { performance: code, crypto: state.performance };",
    "const utc = Date.parse(text);",
    "const performance = catalogue.performance(code); const { codes } = performance;",
    "const name = performance.name;",
  ];
  for (const code of good) allows("pure", "actors/pass/decide.ts", code);
  allows("pure", "actors/actor_system.ts", 'throw new Error("a broken invariant");');
  allows("pure", "adapters/kv/mod.ts", "const at = Date.now();");
});

Deno.test("pure refuses clock, chance, promises and the outside in an actor", () => {
  const bad: ReadonlyArray<readonly [string, RegExp]> = [
    ["const at = Date.now();", /^Date\.now is not pure/],
    ['const at = Date["now"]();', /^Date\.now/],
    ["const at = new Date();", /^Date\.now/],
    ["const { now } = Date;", /^Date\.now/],
    ["const at = performance.now();", /^performance\.now/],
    ["const n = Math.random();", /^Math\.random/],
    ["const dice = Math;", /^Math\.random/],
    ["const id = crypto.randomUUID();", /^crypto/],
    ["const id = globalThis.name;", /^globalThis/],
    ["const box = { crypto };", /^crypto/],
    ['const text = Deno.readTextFileSync("a");', /^Deno/],
    ["const later = async () => {};", /^An async function/],
    ["async function later() {}", /^An async function/],
    ["const value = await later;", /^await/],
    ['throw new Error("no");', /^throw/],
    ["try { go(); } finally { stop(); }", /^try/],
  ];
  for (const [code, as] of bad) {
    for (const path of ["actors/pass/decide.ts", "actors/box/events.ts", "actors/sync.ts"]) {
      flags("pure", path, { code, as });
    }
  }
  flags("pure", "actors/actor_system.ts", { code: "const n = Math.random();", as: /^Math/ });
});

Deno.test("documented wants a doc comment right before each export", () => {
  const path = "actors/outbox.ts";
  allows("documented", path, "/** What it is. */\nexport const a = 1;");
  allows("documented", path, "/** One. */\nexport type A = string;\nexport const A = make();");
  allows(
    "documented",
    path,
    "/** Both. */\nexport function f(a: 1): 1;\nexport function f(a: 2): 2;",
  );
  allows("documented", path, 'export { a } from "./a.ts";\nexport * from "./b.ts";');
  allows(
    "documented",
    path,
    '/** All. */\nexport const ALL = ["x"] as const;\nexport type One = (typeof ALL)[number];',
  );
  const as = /Say in a doc comment what b is/;
  flags("documented", path, { code: "export const b = 1;", as });
  flags("documented", path, { code: "/** Head.\n * @module\n */\nexport const b = 1;", as });
  flags("documented", path, { code: "// Not a doc.\nexport interface b {}", as });
  flags("documented", path, { code: "/** Of x. */\nconst x = 1;\nexport function b() {}", as });
  flags("documented", path, { code: "/** A. */\nexport const a = 1;\nexport class b {}", as });
});

Deno.test("module-header wants the purpose of a file before anything else", () => {
  const path = "actors/outbox.ts";
  allows("module-header", path, "/**\n * What it is for.\n *\n * @module\n */\nconst a = 1;");
  allows("module-header", path, "#!/usr/bin/env deno\n/** What for. @module */\nconst a = 1;");
  const as = /Open the file/;
  flags("module-header", path, { code: "const a = 1;", as });
  flags("module-header", path, { code: "/** Of a. */\nconst a = 1;", as });
  flags("module-header", path, { code: "const a = 1;\n/** Late. @module */", as });
});

Deno.test("function-lines counts up to seventy", () => {
  const body = (lines: number) => `function f() {\n${"  go();\n".repeat(lines - 2)}}`;
  allows("function-lines", "routes/app.ts", body(70));
  flags("function-lines", "routes/app.ts", { code: body(71), as: /of 71 lines: at most 70/ });
  flags("function-lines", "routes/app.ts", {
    code: `const f = () => {\n${"go();\n".repeat(80)}};`,
    as: /at most 70/,
  });
  allows("function-lines", "tests/routes/app_test.ts", body(200));
});

Deno.test("no-default-export lets only entry points have no name", () => {
  allows("no-default-export", "main.ts", "export default { fetch };");
  allows("no-default-export", "routes/app.ts", "export function app() {}");
  const as = /by its name/;
  flags("no-default-export", "routes/app.ts", { code: "export default 1;", as });
  flags("no-default-export", "routes/app.ts", { code: "export { a as default };", as });
});
