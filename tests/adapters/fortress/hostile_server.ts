/**
 * An HTTP server that answers whatever a test wants, and remembers what it was sent.
 *
 * @module
 */
import { Effect, type Scope } from "effect";
import type { Called } from "../../../actors/access_control.ts";
import { ticketCommand } from "../../support/outgoing_commands.ts";
import { openFortress } from "./open_fortress.ts";

/** A request as it arrived. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

/** Decides one answer. */
export type Answering = (seen: Seen, signal: AbortSignal) => Response | Promise<Response>;

/** Serves `answering` at `url` until the scope closes. */
export const openHostileServer: (
  answering: Answering,
) => Effect.Effect<{ readonly url: string; readonly seen: Seen[] }, never, Scope.Scope> = Effect
  .fnUntraced(function* (answering: Answering) {
    const seen: Seen[] = [];
    const closing = new AbortController();
    const server = yield* Effect.acquireRelease(
      Effect.sync(() =>
        Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
          const { pathname, search } = new URL(request.url);
          const one = {
            method: request.method,
            path: pathname + search,
            headers: request.headers,
            body: await request.text(),
          };
          seen.push(one);
          return await answering(one, closing.signal);
        })
      ),
      (running) =>
        Effect.promise(() => {
          closing.abort();
          return running.shutdown();
        }),
    );
    return { url: `http://127.0.0.1:${server.addr.port}/base`, seen };
  });

/** The command that `sendTo` and `askAt` are about. */
export const COMMAND = ticketCommand("issueTicket", { id: "T-1", seq: 7 });

/** Sends `COMMAND` once to a server that answers with `answering`. */
export function sendTo(answering: Answering, attemptTimeoutMs = 5000): Promise<Called> {
  return callOn(answering, { attemptTimeoutMs, asks: false });
}

/** Asks once for `COMMAND`. */
export function askAt(answering: Answering, attemptTimeoutMs = 5000): Promise<Called> {
  return callOn(answering, { attemptTimeoutMs, asks: true });
}

function callOn(
  answering: Answering,
  { attemptTimeoutMs, asks }: { readonly attemptTimeoutMs: number; readonly asks: boolean },
): Promise<Called> {
  return Effect.runPromise(Effect.scoped(Effect.gen(function* () {
    const server = yield* openHostileServer(answering);
    const retry = { firstMs: 1, maxMs: 1, attemptTimeoutMs };
    const accessControl = yield* openFortress(server.url, { retry });
    return yield* asks ? accessControl.ask(COMMAND.commandId) : accessControl.send(COMMAND);
  })));
}

/** A `done` of `COMMAND`, with changes. */
export function doneBody(overrides: Record<string, unknown> = {}): Response {
  return Response.json({
    commandId: COMMAND.commandId,
    status: "done",
    credentials: [{ kind: "standard", value: "1234567890128" }],
    externalId: "X-1",
    ...overrides,
  });
}
