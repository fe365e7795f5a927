/**
 * The REST surface on a real port: real actors, a store in memory, and every limit but for time.
 *
 * @module
 */
import { Effect, type Scope } from "effect";
import { serveHttp } from "../../adapters/process/serving.ts";
import { ALL, type Api, openSeason } from "./api.ts";
import { startBridge } from "./bridge.ts";
import { openRaw, type RawClient } from "./faults_sockets.ts";
import { apiOver } from "./live_api.ts";
import { scriptedAccessControl } from "./scripted_access_control.ts";

/** A body has so long here, so that tests need not wait as clients would. */
export const BODY_DEADLINE_MS = 600;

const JSON_TYPE = "Content-Type: application/json";

/** What a round attacks. */
export interface AttackedServer {
  readonly port: number;
  readonly ask: Api["ask"];
  /** Head of a request with the key that may do everything. */
  readonly head: (target: string, ...headers: ReadonlyArray<string>) => string;
  readonly connect: () => Promise<RawClient>;
}

/** Opens one with a season; it ends with the scope. */
export const openAttackedServer: () => Effect.Effect<AttackedServer, never, Scope.Scope> = Effect
  .fnUntraced(function* () {
    const bridge = yield* startBridge(scriptedAccessControl());
    const stopping = new AbortController();
    const { app, ask } = apiOver(bridge, {
      stopping: stopping.signal,
      bodyDeadlineMs: BODY_DEADLINE_MS,
    });
    const handler = (request: Request) => app.fetch(request);
    const { port } = yield* Effect.orDie(serveHttp({ host: "127.0.0.1", port: 0, handler }));
    yield* Effect.addFinalizer(() => Effect.sync(() => stopping.abort()));
    yield* Effect.promise(() => openSeason({ ask }));
    return {
      port,
      ask,
      head: (target, ...headers) =>
        [
          `${target} HTTP/1.1`,
          "Host: 127.0.0.1",
          `Authorization: Bearer ${ALL}`,
          ...headers,
          ...headers.some((header) => header.startsWith("Content-Type")) ? [] : [JSON_TYPE],
        ].join("\r\n") + "\r\n\r\n",
      connect: () => openRaw(port),
    };
  });
