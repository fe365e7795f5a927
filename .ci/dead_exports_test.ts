/**
 * Every name that the product exports is used by another file, or should not be exported.
 *
 * @module
 */
import { deepStrictEqual } from "node:assert/strict";
import { type Module, parse, projectModules } from "./modules.ts";
import { isProduct } from "./paths.ts";

/**
 * Exports of the product that nobody needs, as `path: name`.
 *
 * Alive is what another file takes, directly or through files that pass it on, and the types that
 * the declaration of a living export speaks of.
 */
function deadExports(modules: ReadonlyArray<Module>): ReadonlyArray<string> {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const alive = new Set<string>();
  const live = (path: string, name: string): void => {
    const module = byPath.get(path);
    const key = `${path}: ${name}`;
    if (module === undefined || alive.has(key)) return;
    alive.add(key);
    if (name === "*") return module.exports.forEach((one) => live(path, one.name));
    const found = module.exports.filter((one) => one.name === name);
    if (found.length === 0) module.stars.forEach((target) => live(target, name));
    for (const { from, code } of found) {
      if (from !== null) live(from.target, from.name);
      for (const other of module.exports) {
        if (other.isType && speaksOf(code, other.name)) live(path, other.name);
      }
    }
  };
  for (const { uses } of modules) uses.forEach(({ target, name }) => live(target, name));
  const dead = modules.filter(({ path }) => isProduct(path)).flatMap(({ path, exports }) =>
    exports.map(({ name }) => `${path}: ${name}`).filter((key) => !alive.has(key))
  );
  return [...new Set(dead)];
}

function speaksOf(code: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(code);
}

Deno.test("an export is alive when it is taken, passed on and taken, or part of one that is", () => {
  const house = [
    parse("actors/a.ts", "export const used = 1;\nexport const dead = 2;"),
    parse("actors/b.ts", "export interface B { c: C }\nexport interface C {}\nexport type D = 1;"),
    parse("actors/mod.ts", 'export * from "./b.ts";\nexport { used as one } from "./a.ts";'),
    parse("actors/e.ts", "export const viaName = 1;\nexport const viaImport = 2;"),
    parse("actors/f.ts", "export const all = 1;\nexport const unasked = 2;"),
    parse("actors/g.ts", 'import * as f from "./f.ts";\nexport { f };\nf.all;'),
    parse("main.ts", 'import { one, type B } from "./actors/mod.ts";\nimport("./actors/e.ts");'),
  ];
  deepStrictEqual(deadExports(house), [
    "actors/a.ts: dead",
    "actors/b.ts: D",
    "actors/f.ts: unasked",
    "actors/g.ts: f",
  ]);
});

const modules = projectModules();

Deno.test({
  name: "no export of the product is dead",
  ignore: !modules.some(({ path }) => path === "main.ts"),
  fn: () => deepStrictEqual(deadExports(modules), []),
});
