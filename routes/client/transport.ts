/**
 * Sends one request until it is answered, as often as the policy allows.
 *
 * @module
 */
import { GatehouseUnreachable, problemFrom } from "./problem.ts";
import { isTransient, pauseMs, type RetryPolicy } from "./retry.ts";

/** The platform's `fetch`, or one in its place. */
export type Fetch = (url: string, init: RequestInit) => Response | Promise<Response>;

/** How a command is given. */
export interface CommandOptions {
  /** Names the command for good; without one it is made, and kept over repetitions. */
  readonly idempotencyKey?: string;
  /** Seconds, at most 10, to wait for the access control's confirmation. */
  readonly waitS?: number;
  /** Only at this version of the actor; else it is refused with 412. */
  readonly ifVersion?: number;
  /** Tells the events or the refusal, and stores nothing. */
  readonly dryRun?: boolean;
  /** Of a dry run: decided as of this version. Needs the scope `debug:read`. */
  readonly atVersion?: number;
}

/** What is asked. */
export interface Question {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
  readonly options?: CommandOptions;
  /** `null`: what is sent has its keys inside, or needs none. */
  readonly idempotencyKey?: null;
}

/** An answer that is not an error. */
export interface Answered {
  readonly body: unknown;
  /** The command had been given before: this is its answer of then. */
  readonly replayed: boolean;
}

/** Throws `GatehouseProblem` or `GatehouseUnreachable`. */
export type Send = (question: Question) => Promise<Answered>;

/** The way to one service, as one key. */
export interface Line {
  /** Without a slash at the end. */
  readonly base: string;
  readonly key: string;
  readonly fetch: Fetch;
  readonly retry: RetryPolicy;
}

/** One for one line. */
export function makeSend({ base, key, fetch, retry }: Line): Send {
  return async (question) => {
    const idempotencyKey = keyOf(question);
    const init = initOf(question, { key, idempotencyKey });
    for (let attempt = 1;; attempt += 1) {
      const { answer, cause } = await inTime(
        (signal) => ask(fetch, `${base}${question.path}`, { ...init, signal }),
        retry.attemptTimeoutMs,
      );
      if (answer?.ok) return answer;
      const code = answer === null ? null : problemFrom(answer.status, answer.body).code;
      const isWorthIt = answer === null || isTransient(answer.status, code);
      const retryAfter = answer?.retryAfter ?? null;
      const pause = isWorthIt
        ? pauseMs(retry, { attempt, retryAfter, random: Math.random() })
        : null;
      if (pause !== null) await sleep(pause);
      else if (answer !== null) throw problemFrom(answer.status, answer.body);
      else {
        const request = `${question.method} ${question.path}`;
        throw new GatehouseUnreachable({ request, attempts: attempt, idempotencyKey, cause });
      }
    }
  };
}

interface Attempted extends Answered {
  readonly ok: boolean;
  readonly status: number;
  readonly retryAfter: string | null;
}

type Outcome =
  | { readonly answer: Attempted; readonly cause: null }
  | { readonly answer: null; readonly cause: unknown };

async function inTime(
  work: (signal: AbortSignal) => Promise<Attempted>,
  timeoutMs: number,
): Promise<Outcome> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new Error("No answer in time")), timeoutMs);
  try {
    return { answer: await work(deadline.signal), cause: null };
  } catch (cause) {
    return { answer: null, cause };
  } finally {
    clearTimeout(timer);
  }
}

async function ask(fetch: Fetch, url: string, init: RequestInit): Promise<Attempted> {
  const response = await fetch(url, init);
  const { ok, status, headers } = response;
  return {
    ok,
    status,
    body: jsonOf(await response.text()),
    replayed: headers.get("idempotency-replayed") === "true",
    retryAfter: headers.get("retry-after"),
  };
}

/** What stands in between answers with pages, not JSON: its status says enough, `null` is given. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function keyOf({ method, options, idempotencyKey }: Question): string | null {
  return method === "GET" || idempotencyKey === null
    ? null
    : options?.idempotencyKey ?? crypto.randomUUID();
}

function initOf(
  { method, body, options = {} }: Question,
  { key, idempotencyKey }: { readonly key: string; readonly idempotencyKey: string | null },
): RequestInit {
  const headers: Record<string, string> = { authorization: `Bearer ${key}` };
  if (idempotencyKey !== null) headers["idempotency-key"] = idempotencyKey;
  if (options.waitS !== undefined) headers["prefer"] = `wait=${options.waitS}`;
  if (options.ifVersion !== undefined) headers["if-match"] = `"${options.ifVersion}"`;
  if (body === undefined) return { method, headers };
  return {
    method,
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
