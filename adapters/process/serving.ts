/**
 * The HTTP server and the signals that end it.
 *
 * @module
 */
import { Data, Effect, type Scope } from "effect";

/** Requests under way get this long to be answered when the service stops. */
const DRAIN_TIMEOUT_MS = 10_000;

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
  readonly handler: (request: Request) => Response | Promise<Response>;
}

/** Serves until the scope closes; then answers what is under way and takes nothing new. */
export const serveHttp = Effect.fnUntraced(function* (
  { host, port, handler }: ServeOptions,
): Effect.fn.Return<{ readonly port: number }, PortTaken, Scope.Scope> {
  const server = yield* Effect.acquireRelease(
    Effect.try({
      try: () => Deno.serve({ hostname: host, port, onListen: () => {} }, handler),
      catch: (cause) =>
        new PortTaken({
          host,
          port,
          reason: cause instanceof Deno.errors.AddrInUse
            ? "another program listens there"
            : "it cannot be listened on",
        }),
    }),
    (server) =>
      Effect.promise(() => server.shutdown()).pipe(
        Effect.timeoutOption(DRAIN_TIMEOUT_MS),
        Effect.asVoid,
      ),
  );
  return { port: server.addr.port };
});

/** Returns at the first SIGTERM or SIGINT. */
export const untilToldToStop: Effect.Effect<void> = Effect.callback<void>((resume) => {
  const stop = () => resume(Effect.void);
  const signals = ["SIGTERM", "SIGINT"] as const;
  for (const signal of signals) Deno.addSignalListener(signal, stop);
  return Effect.sync(() => {
    for (const signal of signals) Deno.removeSignalListener(signal, stop);
  });
});
