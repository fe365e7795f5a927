/**
 * The graph functions on graphs small enough to see through.
 *
 * @module
 */
import { deepStrictEqual } from "node:assert/strict";
import { findCycle, reachable } from "./graph.ts";
import { parse } from "./modules.ts";

function graph(edges: Readonly<Record<string, ReadonlyArray<string>>>) {
  return Object.entries(edges).map(([name, targets]) =>
    parse(`${name}.ts`, targets.map((target) => `import "./${target}.ts";`).join("\n"))
  );
}

Deno.test("a circle is found with the files that make it", () => {
  const cycle = findCycle(graph({ a: ["b", "d"], b: ["c"], c: [], d: ["e"], e: ["f"], f: ["d"] }));
  deepStrictEqual(cycle, ["d.ts", "e.ts", "f.ts", "d.ts"]);
});

Deno.test("a circle that only types close is one", () => {
  const halves = [
    parse("a.ts", 'import type { B } from "./b.ts";'),
    parse("b.ts", 'import { a } from "./a.ts";'),
  ];
  deepStrictEqual(findCycle(halves), ["a.ts", "b.ts", "a.ts"]);
});

Deno.test("two ways to the same file are no circle", () => {
  deepStrictEqual(findCycle(graph({ a: ["b", "c"], b: ["d"], c: ["d"], d: [] })), null);
});

Deno.test("reachable follows imports from the programs only", () => {
  const seen = reachable(graph({ a: ["b"], b: [], c: ["b"] }), ["a.ts"]);
  deepStrictEqual([...seen], ["a.ts", "b.ts"]);
});
