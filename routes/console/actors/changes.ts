/**
 * A JSON Patch as what was and what is, place by place.
 *
 * @module
 */
import { JsonPatch, JsonPointer } from "effect";

/** One place that took another value; `undefined`: it was not there, or is no longer. */
export interface Change {
  /** JSON Pointer (RFC 6901). */
  readonly pointer: string;
  readonly before: unknown;
  readonly after: unknown;
}

type Json = Parameters<typeof JsonPatch.apply>[1];

/** Steps in their order, each against what the steps before it made of `document`. */
export function changesOf(document: unknown, patch: JsonPatch.JsonPatch): ReadonlyArray<Change> {
  let current = document as Json;
  return patch.map((step) => {
    const before = valueAt(current, step.path);
    current = JsonPatch.apply([step], current);
    const after = step.op === "remove" ? undefined : step.value;
    return { pointer: step.path, before: step.op === "add" ? undefined : before, after };
  });
}

/** Whether that change made the leaf at `pointer`. */
export function isChanged(changes: ReadonlyArray<Change>, pointer: string): boolean {
  return changes.some((one) =>
    one.after !== undefined && (one.pointer === pointer || pointer.startsWith(`${one.pointer}/`))
  );
}

function valueAt(document: unknown, pointer: string): unknown {
  let found = document;
  for (const token of pointer.split("/").slice(1).map(JsonPointer.unescapeToken)) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, token)) {
      return undefined;
    }
    found = (found as Record<string, unknown>)[token];
  }
  return found;
}
