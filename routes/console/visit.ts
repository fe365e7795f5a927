/**
 * One look at one page: who looks, what the address says, and how the page asks for its data.
 *
 * @module
 */
import type { Key } from "../keys.ts";
import type { AskInside } from "../inside.ts";
import type { FormFields } from "./form.ts";
import type { Said } from "./sessions.ts";

/** What a page knows of the request. A page reads through the REST surface and nowhere else. */
export interface Visit {
  readonly caller: Key;
  readonly url: URL;
  /** By the names in the page's path. */
  readonly params: Readonly<Record<string, string>>;
  /** Of a form that was sent here; none otherwise. */
  readonly form: FormFields;
  /** What the last action came to, with its form if that comes back. */
  readonly said: Said | null;
  /** `GET` of a REST path. Throws `NotShown`. */
  readonly read: <A>(path: string) => Promise<A>;
  /**
   * `POST` of a REST path, for questions that need a body; under the same `onceOnly`, which is its
   * `Idempotency-Key`, nothing is done twice. Throws `NotShown`.
   */
  readonly ask: <A>(path: string, body: unknown, onceOnly?: string) => Promise<A>;
}

/** A problem as the REST surface tells it. */
export interface ShownProblem {
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string;
  readonly advice?: string;
  readonly scope?: string;
  readonly errors?: ReadonlyArray<{ readonly pointer: string; readonly detail: string }>;
}

/** What the page needs cannot be had; the page shows why. */
export class NotShown extends Error {
  override readonly name = "NotShown";
  constructor(readonly problem: ShownProblem) {
    super(problem.title);
  }
}

/** A visit that asks as `caller`. */
export function makeVisit(
  askInside: AskInside,
  request: Pick<Visit, "caller" | "url" | "params" | "form" | "said">,
): Visit {
  const json = async <A>(path: string, init?: RequestInit) => {
    const response = await askInside(request.caller, path, init);
    const body = await response.json();
    if (!response.ok) throw new NotShown(body as ShownProblem);
    return body as A;
  };
  return {
    ...request,
    read: (path) => json(path),
    ask: (path, body, onceOnly) => json(path, post(body, onceOnly)),
  };
}

/** A JSON body, as every command takes it. */
export function post(body: unknown, onceOnly?: string): RequestInit {
  const headers = new Headers({ "content-type": "application/json" });
  if (onceOnly !== undefined) headers.set("idempotency-key", onceOnly);
  return { method: "POST", headers, body: JSON.stringify(body) };
}

/** `null` in place of what the key may not see or what does not exist; other problems are thrown. */
export async function orNull<A>(asked: Promise<A>): Promise<A | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof NotShown && [403, 404].includes(error.problem.status)) return null;
    throw error;
  }
}

/** The problem in place of what a damaged actor does not give; other problems are thrown. */
export async function orDamage<A>(asked: Promise<A>): Promise<A | NotShown> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof NotShown && error.problem.code === "quarantined") return error;
    throw error;
  }
}

/** Path and query of this page with some fields of its query changed; `null` takes one away. */
export function hrefWith(url: URL, changes: Readonly<Record<string, string | null>>): string {
  const search = new URLSearchParams(url.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") search.delete(name);
    else search.set(name, value);
  }
  return search.size === 0 ? url.pathname : `${url.pathname}?${search}`;
}
