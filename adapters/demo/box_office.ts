/**
 * The demo's two ends: a box office that gives commands, and a turnstile that is walked up to.
 *
 * @module
 */
import { Data, Effect } from "effect";
import * as v from "valibot";
import { type CommandOptions, type Gatehouse, gatehouse } from "../../routes/client/mod.ts";
import { reasonOf } from "../kv/errors.ts";

/** Where the demo plays. */
export interface Stage {
  readonly url: string;
  /** Opens the console; `&next=` names a page of it. */
  readonly consoleUrl: string;
  readonly key: string;
  readonly simulatorUrl: string;
}

/** The demo met an answer that it did not expect. */
export class DemoFailed extends Data.TaggedError("DemoFailed")<{
  readonly request: string;
  readonly answer: string;
}> {}

/** Gives a command 10 s until the access control has confirmed it. */
export const CONFIRMED: CommandOptions = { waitS: 10 };

/** The simulator is in the same process: it answers at once, or never. */
const DEADLINE_MS = 10_000;

const verdict = v.object({ result: v.string(), code: v.string() });

/** Asks the service as a box office does. */
export function ask<A>(
  stage: Stage,
  work: (box: Gatehouse) => Promise<A>,
): Effect.Effect<A, DemoFailed> {
  return Effect.tryPromise({
    try: () => work(gatehouse(stage)),
    catch: (cause) => new DemoFailed({ request: "The service", answer: reasonOf(cause) }),
  });
}

/** The id of the one pass or ticket that carries a line. */
export const carrierOf = Effect.fnUntraced(function* (
  stage: Stage,
  { orderId, lineId }: { readonly orderId: string; readonly lineId: string },
) {
  const order = yield* ask(stage, (box) => box.orders.get(orderId));
  const [carrier] = order.lines.find((one) => one.lineId === lineId)?.actors ?? [];
  if (carrier !== undefined) return carrier.id;
  return yield* new DemoFailed({ request: `GET order ${orderId}`, answer: `no line ${lineId}` });
});

/** What opens gates now; where nothing does, a value that no gate knows. */
function liveValue(
  { credentials }: {
    readonly credentials: ReadonlyArray<{ readonly value: string; readonly state: string }>;
  },
): string {
  return credentials.find(({ state }) => state === "live")?.value ?? "none";
}

/** Of a pass. */
export function liveCard(stage: Stage, passId: string): Effect.Effect<string, DemoFailed> {
  return Effect.map(ask(stage, (box) => box.passes.get(passId)), liveValue);
}

/** Of a ticket. */
export function liveBarcode(stage: Stage, ticketId: string): Effect.Effect<string, DemoFailed> {
  return Effect.map(ask(stage, (box) => box.tickets.get(ticketId)), liveValue);
}

/** Holds a value to a turnstile of the built-in simulator: `opens` or the gate's reason. */
export const walkUp = Effect.fnUntraced(function* (
  stage: Stage,
  value: string,
  productCode: string,
) {
  const body = { value, ProductCode: productCode, gate: "G1", direction: "in" };
  const answer = yield* post(`${stage.simulatorUrl}/scan`, body);
  const { result, code } = yield* Effect.try({
    try: () => v.parse(verdict, answer),
    catch: (cause) => new DemoFailed({ request: "The gate", answer: reasonOf(cause) }),
  });
  return result === "accepted" ? "opens" : `stays shut (${code})`;
});

/** Sets the faults of the built-in simulator; `{}` takes them all away. */
export function setFaults(
  stage: Stage,
  faults: Readonly<Record<string, unknown>>,
): Effect.Effect<unknown, DemoFailed> {
  return post(`${stage.simulatorUrl}/faults`, faults);
}

function post(url: string, body: unknown): Effect.Effect<unknown, DemoFailed> {
  return Effect.tryPromise({
    try: async () => {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(text);
      return JSON.parse(text) as unknown;
    },
    catch: (cause) => new DemoFailed({ request: `POST ${url}`, answer: reasonOf(cause) }),
  });
}
