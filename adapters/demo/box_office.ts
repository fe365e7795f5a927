/**
 * The demo's two ends: a box office that gives commands, and a turnstile that is walked up to.
 *
 * @module
 */
import { Data, Effect } from "effect";
import * as v from "valibot";

/** Where the demo plays. */
export interface Stage {
  readonly url: string;
  readonly key: string;
  readonly simulatorUrl: string;
}

/** The demo met an answer that it did not expect. */
export class DemoFailed extends Data.TaggedError("DemoFailed")<{
  readonly request: string;
  readonly answer: string;
}> {}

const commandAnswer = v.object({
  version: v.number(),
  events: v.array(v.string()),
  operation: v.object({ id: v.string(), status: v.string() }),
});

const credentials = v.object({
  credentials: v.array(v.object({ kind: v.string(), value: v.string(), state: v.string() })),
});

const ticketNumber = v.object({ ticketNumber: v.string() });

const verdict = v.object({ result: v.string(), code: v.string() });

/** What a command answers, as far as the stories speak of it. */
export type CommandAnswer = v.InferOutput<typeof commandAnswer>;

type Json = Readonly<Record<string, unknown>>;

/** Gives one command and waits up to 10 s until the access control has confirmed it. */
export function command(
  stage: Stage,
  path: string,
  body: Json,
): Effect.Effect<CommandAnswer, DemoFailed> {
  return request(stage, { method: "POST", path: `/v1/${path}`, body, schema: commandAnswer });
}

/** Puts one reference document. */
export function put(stage: Stage, path: string, body: Json): Effect.Effect<unknown, DemoFailed> {
  return request(stage, { method: "PUT", path: `/v1/${path}`, body, schema: v.unknown() });
}

/** The value that opens gates now, of a pass (`passes/P-1`) or of a ticket (`tickets/T-1`). */
export const liveCredential = Effect.fnUntraced(function* (stage: Stage, subject: string) {
  const state = yield* request(stage, {
    method: "GET",
    path: `/v1/${subject}`,
    schema: credentials,
  });
  return state.credentials.find((credential) => credential.state === "live")?.value ?? "none";
});

/** The number that stands on the ticket, which no gate knows. */
export const ticketNumberOf = Effect.fnUntraced(function* (stage: Stage, ticketId: string) {
  const path = `/v1/tickets/${ticketId}`;
  return (yield* request(stage, { method: "GET", path, schema: ticketNumber })).ticketNumber;
});

/** Holds a value to a turnstile of the built-in simulator: `opens` or the gate's reason. */
export const walkUp = Effect.fnUntraced(function* (
  stage: Stage,
  value: string,
  productCode: string,
) {
  const body = { value, ProductCode: productCode, gate: "G1", direction: "in" };
  const { result, code } = yield* fetched(`${stage.simulatorUrl}/scan`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }, verdict);
  return result === "accepted" ? "opens" : `stays shut (${code})`;
});

/** Sets the faults of the built-in simulator; `{}` takes them all away. */
export function setFaults(stage: Stage, faults: Json): Effect.Effect<unknown, DemoFailed> {
  return fetched(`${stage.simulatorUrl}/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(faults),
  }, v.unknown());
}

function request<Schema extends v.GenericSchema>(
  { url, key }: Stage,
  { method, path, body, schema }: {
    readonly method: string;
    readonly path: string;
    readonly body?: Json;
    readonly schema: Schema;
  },
): Effect.Effect<v.InferOutput<Schema>, DemoFailed> {
  const headers = {
    authorization: `Bearer ${key}`,
    "content-type": "application/json",
    prefer: "wait=10",
  };
  const init = body === undefined
    ? { method, headers }
    : { method, headers, body: JSON.stringify(body) };
  return fetched(`${url}${path}`, init, schema);
}

function fetched<Schema extends v.GenericSchema>(
  url: string,
  init: RequestInit,
  schema: Schema,
): Effect.Effect<v.InferOutput<Schema>, DemoFailed> {
  const request = `${init.method} ${url}`;
  return Effect.tryPromise({
    try: async () => {
      const response = await fetch(url, init);
      const text = await response.text();
      if (!response.ok) throw new Error(text);
      return v.parse(schema, JSON.parse(text));
    },
    catch: (cause) =>
      new DemoFailed({ request, answer: cause instanceof Error ? cause.message : String(cause) }),
  });
}
