/**
 * Runs the validators, and says what is wrong without echoing what was sent.
 *
 * @module
 */
import * as v from "valibot";
import { mismatchWords } from "../actors/fault_words.ts";
import { parseJson, pointerTo } from "./json.ts";
import { misplacedLists, type Path } from "./misplaced_lists.ts";
import { type Fault, faulty } from "./problem.ts";

/** Any validator of ours that gives an `Output`. */
export type Schema<Output> = v.GenericSchema<unknown, Output>;

/** More faults than this help nobody. */
const FAULTS_MAX = 20;

/** One fault a place is enough. */
const CONFIG = { abortPipeEarly: true };

/** A route without query fields. */
export const NO_QUERY = v.strictObject({});

/** A route that reads no body. */
export const NO_BODY = v.undefined();

/** An empty body counts as `{}`. Throws a `Problem`: 400 for malformed JSON, else 422. */
export function parseBody<Body>(schema: Schema<Body>, text: string | undefined): Body {
  const value = text === undefined ? undefined : text === "" ? {} : parseJson(text);
  const misplaced = misplacedLists(schema, value);
  if (misplaced.length > 0) throw faulty("invalid", misplaced.slice(0, FAULTS_MAX).map(noObject));
  const result = v.safeParse(schema, value, CONFIG);
  if (!result.success) throw faulty("invalid", faultsOf(result.issues, ""));
  return result.output;
}

function noObject(path: Path): Fault {
  return { pointer: pointerTo(path), detail: "must be an object" };
}

/** Parses what stands behind the `?`. Throws the 400 as a `Problem`, with the field named. */
export function parseQuery<Query>(schema: Schema<Query>, search: string): Query {
  const result = v.safeParse(schema, search === "" ? {} : fieldsOf(search), CONFIG);
  if (!result.success) throw faulty("bad-query", faultsOf(result.issues, "/query"));
  return result.output;
}

function fieldsOf(search: string): Record<string, string> {
  try {
    decodeURIComponent(search);
  } catch {
    throw faulty("bad-query", [{ pointer: "/query", detail: "must be percent-encoded UTF-8" }]);
  }
  const fields: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(search)) {
    const pointer = `/query${pointerTo([name])}`;
    if (name in Object.prototype) {
      throw faulty("bad-query", [{ pointer, detail: "is not a known field" }]);
    }
    if (name in fields) throw faulty("bad-query", [{ pointer, detail: "stands twice" }]);
    fields[name] = value;
  }
  return fields;
}

function faultsOf(issues: ReadonlyArray<v.BaseIssue<unknown>>, base: string): Array<Fault> {
  return issues.slice(0, FAULTS_MAX).map((issue) => ({
    pointer: base + pointerTo(issue.path?.map((item) => item.key as PropertyKey) ?? []),
    detail: mismatchWords(issue),
  }));
}
