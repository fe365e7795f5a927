/**
 * The HTTP server and the signals that end it.
 *
 * @module
 */
import { Data, Effect, Schedule, type Scope } from "effect";
import { reasonOf } from "../kv/errors.ts";

/** Requests under way get this long to be answered when the service stops. */
const DRAIN_TIMEOUT_MS = 10_000;

/** What holds the descriptors ends with the server; nothing is gained by being slower. */
const LISTEN_AGAIN_MS = 100;

/** Something else listens there, or may not be listened on. */
export class PortTaken extends Data.TaggedError("PortTaken")<{
  readonly host: string;
  readonly port: number;
  readonly reason: string;
}> {}

/** Where to listen, and who answers. */
export interface ServeOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** `peer` is the address of the other end of the connection. */
  readonly handler: (request: Request, peer: string) => Response | Promise<Response>;
}

/**
 * Serves until the scope closes; then answers what is under way and takes nothing new.
 *
 * A server that ends by itself is started again on its port. Deno ends it when the process is out
 * of file descriptors, which half-open connections can bring about; they end with it.
 */
export const serveHttp = Effect.fnUntraced(function* (
  options: ServeOptions,
): Effect.fn.Return<{ readonly port: number }, PortTaken, Scope.Scope> {
  const serving = yield* Effect.acquireRelease(
    Effect.map(listen(options), (server) => ({ server })),
    ({ server }) =>
      Effect.promise(() => server.shutdown()).pipe(
        Effect.timeoutOption(DRAIN_TIMEOUT_MS),
        Effect.asVoid,
      ),
  );
  const { port } = serving.server.addr;
  const replaceEnded = Effect.gen(function* () {
    const { finished } = serving.server;
    const reason = yield* Effect.promise(() => finished.then(() => null, reasonOf));
    // told to
    if (reason === null) return yield* Effect.never;
    yield* Effect.logError(`The HTTP server has ended and is started again: ${reason}`);
    const again = listen({ ...options, port });
    serving.server = yield* Effect.retry(again, Schedule.spaced(LISTEN_AGAIN_MS));
  });
  yield* Effect.forkScoped(Effect.forever(replaceEnded));
  return { port };
});

function listen({ host, port, handler }: ServeOptions) {
  return Effect.try({
    try: () =>
      Deno.serve(
        { hostname: host, port, onListen: () => {} },
        (request, { remoteAddr }) => handler(request, remoteAddr.hostname),
      ),
    catch: (cause) =>
      new PortTaken({
        host,
        port,
        reason: cause instanceof Deno.errors.AddrInUse
          ? "another program listens there"
          : reasonOf(cause),
      }),
  });
}

/** Returns at the first SIGTERM or SIGINT. */
export const untilToldToStop: Effect.Effect<void> = Effect.callback<void>((resume) => {
  const stop = () => resume(Effect.void);
  const signals = ["SIGTERM", "SIGINT"] as const;
  for (const signal of signals) Deno.addSignalListener(signal, stop);
  return Effect.sync(() => {
    for (const signal of signals) Deno.removeSignalListener(signal, stop);
  });
});
