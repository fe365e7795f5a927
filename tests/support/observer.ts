/**
 * An outside observer: gives commands to a service that may die under it, repeats what was not
 * answered, and remembers every answer.
 *
 * @module
 */
import { strict as assert } from "node:assert";
import type { Command } from "./observer_commands.ts";
import { KEY } from "./service_file.ts";

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly replayed: boolean;
  readonly contentType: string;
  // deno-lint-ignore no-explicit-any -- tests look into it
  readonly body: any;
}

/** A command with the first answer to it. */
export interface Observed {
  readonly command: Command;
  readonly answer: Answer;
  /** Highest version that anyone had been told of its actor before it was first sent. */
  readonly floor: number;
  /** How often it was sent until it was answered. */
  readonly sends: number;
}

/** Where the service is now; waits while it is down. */
export type Whereabouts = (dead: string | null) => Promise<string>;

/** Not answers: nothing was done, or nobody knows, and the same key is to be tried again. */
const TRY_AGAIN = [503, 504];
/** A service that never answers must fail a test, not hang it. */
const SENDS_MAX = 1000;
const BUSY_PAUSE_MS = 20;

/** Everything that one run was answered. */
export class Observer {
  readonly observed: Array<Observed> = [];
  /** Answers that told to try again. */
  putOff = 0;
  readonly #where: Whereabouts;
  readonly #newest = new Map<string, number>();

  constructor(where: Whereabouts) {
    this.#where = where;
  }

  /** Sends one until it is answered, over as many lives of the service as that takes. */
  async give(command: Command): Promise<Observed> {
    const actor = actorKey(command);
    const floor = this.#newest.get(actor) ?? 0;
    let dead: string | null = null;
    for (let sends = 1; sends <= SENDS_MAX; sends += 1) {
      const url: string = await this.#where(dead);
      const answer = await sendCommand(url, command);
      if (answer === null) dead = url;
      else if (isFinal(answer)) {
        assert.ok(answer.status < 500, `${commandPath(command)}: ${JSON.stringify(answer)}`);
        const observed = { command, answer, floor, sends };
        this.observed.push(observed);
        const version = Number(answer.body.version ?? 0);
        this.#newest.set(actor, Math.max(this.#newest.get(actor) ?? 0, version));
        return observed;
      } else {
        this.putOff += 1;
        await pause(BUSY_PAUSE_MS);
      }
    }
    return assert.fail(`${commandPath(command)} was not answered in ${SENDS_MAX} sends`);
  }
}

/** Whether the answer stands for ever. */
export function isFinal({ status, body }: Answer): boolean {
  return !TRY_AGAIN.includes(status) && body.code !== "in-progress";
}

/** Sends one once; `null`: no whole answer came back. */
export function sendCommand(url: string, command: Command): Promise<Answer | null> {
  return call(url + commandPath(command), {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": command.key },
    body: JSON.stringify(command.body),
  });
}

/** `GET`, of a service that must be there. */
export async function read(url: string): Promise<Answer> {
  const answer = await call(url, {});
  assert.ok(answer !== null, `No answer from ${url}`);
  return answer;
}

/** One `PUT` of reference data that must be taken. */
export async function put(
  url: string,
  [path, document]: readonly [string, unknown],
): Promise<void> {
  const answer = await call(`${url}/v1/${path}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(document),
  });
  assert.equal(answer?.status, 200, JSON.stringify(answer));
}

/** `/v1/tickets/T-1/print` */
export function commandPath({ actor, verb }: Command): string {
  return `/v1/${actor.kind}/${actor.id}/${verb}`;
}

/** `tickets/T-1` */
export function actorKey({ actor }: Command): string {
  return `${actor.kind}/${actor.id}`;
}

/** Asks until it is so; the service is another process, so that there is no event to wait for. */
export async function until(
  what: string,
  { withinMs, isSo }: { readonly withinMs: number; readonly isSo: () => Promise<boolean> },
): Promise<number> {
  const start = performance.now();
  while (!await isSo()) {
    if (performance.now() - start > withinMs) assert.fail(`${what}: not within ${withinMs} ms`);
    await pause(BUSY_PAUSE_MS);
  }
  return performance.now() - start;
}

/** A moment of the real clock, in which another process can go on. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function call(url: string, init: RequestInit): Promise<Answer | null> {
  try {
    const headers = { authorization: `Bearer ${KEY}`, ...init.headers };
    const response = await fetch(url, { ...init, headers });
    const text = await response.text();
    const contentType = response.headers.get("content-type") ?? "";
    return {
      status: response.status,
      replayed: response.headers.get("idempotency-replayed") === "true",
      contentType,
      body: contentType.includes("json") ? JSON.parse(text) : {},
    };
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
