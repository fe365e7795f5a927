/**
 * Questions to the graph of modules.
 *
 * @module
 */
import type { Module } from "./modules.ts";

type Node = Pick<Module, "path" | "uses">;

/** Paths of one circle of imports, of values or of types; the first one repeated at its end. */
export function findCycle(modules: ReadonlyArray<Node>): ReadonlyArray<string> | null {
  const targets = targetsOf(modules);
  const finished = new Set<string>();
  const visit = (path: string, trail: ReadonlyArray<string>): ReadonlyArray<string> | null => {
    const start = trail.indexOf(path);
    if (start >= 0) return [...trail.slice(start), path];
    if (finished.has(path)) return null;
    for (const target of targets.get(path) ?? []) {
      const cycle = visit(target, [...trail, path]);
      if (cycle !== null) return cycle;
    }
    finished.add(path);
    return null;
  };
  for (const { path } of modules) {
    const cycle = visit(path, []);
    if (cycle !== null) return cycle;
  }
  return null;
}

/** Everything that these programs import, directly or not, and they themselves. */
export function reachable(
  modules: ReadonlyArray<Node>,
  programs: ReadonlyArray<string>,
): ReadonlySet<string> {
  const targets = targetsOf(modules);
  const seen = new Set<string>();
  const open = [...programs];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    open.push(...targets.get(path) ?? []);
  }
  return seen;
}

function targetsOf(modules: ReadonlyArray<Node>): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    modules.map(({ path, uses }) => [path, new Set(uses.map(({ target }) => target))]),
  );
}
