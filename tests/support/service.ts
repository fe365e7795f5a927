/**
 * The running service with its access-control systems, on real HTTP, as the scenarios play on it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Cause, Effect, Logger, type Scope } from "effect";
import type { Configuration } from "../../adapters/configuration/mod.ts";
import { serve } from "../../main.ts";
import { SCOPES } from "../../routes/mod.ts";
import { scoped } from "./scoped.ts";
import { type BoxOffice, openBoxOffice } from "./service_client.ts";
import { type Gates, openGates, type Oracle, SIMULATOR_TOKEN } from "./service_gate.ts";
import { putSeason } from "./service_season.ts";

/** Keys of tenant `riverside`, and one of tenant `harbour`, in the clear. */
export const KEYS = {
  /** May do everything. */
  all: "riverside-everything",
  /** Gives commands and reads, without seeing barcodes. */
  clerk: "riverside-clerk",
  /** Another tenant's, with every scope. */
  harbour: "harbour-everything",
} as const;

/** Above all that a test sends. */
export const NO_LIMIT = { perSecond: 100_000, burst: 1_000_000 } as const;

/** What an access control shows to Gatehouse: this, followed by its name. */
export const REPLY_KEY = "reply-key";

/** Everything that a scenario holds in its hands. */
export interface Stage {
  /** Of tenant `riverside`, with every scope. */
  readonly box: BoxOffice;
  /** Access control `main`: it sends barcodes back. */
  readonly main: Gates;
  /** Access control `printing`: it prints tickets itself. */
  readonly printing: Gates;
  readonly url: string;
}

/** What a scenario needs otherwise than usual. */
export interface StageOptions {
  /** Deadline of one call to an access control. */
  readonly attemptTimeoutMs?: number;
  /** How often accepted commands are asked for. */
  readonly pollMs?: number;
  /** What the comparison of the lists leads to. */
  readonly repair?: "propose" | "automatic";
  /** How often the lists are compared without being asked to. */
  readonly reconcileEveryMs?: number;
  /** What `main`'s oracles find because a fault made it so. */
  readonly expected?: ReadonlyArray<Oracle>;
}

/**
 * Plays a scenario on a fresh stage as a test body. At its end no oracle of any access control may
 * have found anything, the service may not have logged an error, and everything is closed.
 */
export function onStage(
  play: (stage: Stage) => Promise<void>,
  options: StageOptions = {},
): () => Promise<void> {
  const mistakes: Array<string> = [];
  return scoped(
    Effect.gen(function* () {
      const stage = yield* openStage(options);
      yield* Effect.promise(() => play(stage));
      yield* Effect.promise(() => stage.main.assertOracles(options.expected));
      yield* Effect.promise(() => stage.printing.assertOracles());
      assert.deepEqual(mistakes, [], "The service has logged errors");
    }).pipe(Effect.provide(Logger.layer([errorsInto(mistakes)]))),
  );
}

/** A defect behind an answer that nobody waits for shows in the log alone. */
function errorsInto(mistakes: Array<string>): Logger.Logger<unknown, void> {
  return Logger.make(({ logLevel, message, cause }) => {
    if (logLevel !== "Error" && logLevel !== "Fatal") return;
    mistakes.push(`${String(message)} ${Cause.pretty(cause)}`);
  });
}

const openStage: (options: StageOptions) => Effect.Effect<Stage, unknown, Scope.Scope> = Effect
  .fnUntraced(function* (options: StageOptions) {
    const main = yield* openGates();
    const printing = yield* openGates();
    const { port } = yield* serve(configurationOf({ main, printing }, options));
    const url = `http://127.0.0.1:${port}`;
    for (const [name, { simulator }] of Object.entries({ main, printing })) {
      const replies = `${url}/v1/access-control/${name}/replies`;
      simulator.setReplyTarget({ url: replies, key: REPLY_KEY + name });
    }
    const box = openBoxOffice(url, KEYS.all);
    yield* Effect.promise(() => putSeason(box));
    return { box, main, printing, url };
  });

function configurationOf(
  { main, printing }: Pick<Stage, "main" | "printing">,
  options: StageOptions,
): Configuration {
  const all = [...SCOPES];
  return {
    host: "127.0.0.1",
    port: 0,
    data: ":memory:",
    log: "json",
    builtIn: null,
    tenants: [
      {
        id: "riverside",
        keys: [
          key("box-office", KEYS.all, all),
          key("clerk", KEYS.clerk, ["commands:write", "read"]),
        ],
        accessControl: {
          main: system("main", main, { ...options, tickets: "barcode" }),
          printing: system("printing", printing, { ...options, tickets: "print" }),
        },
        rateLimit: NO_LIMIT,
        webhookHosts: ["127.0.0.1"],
      },
      {
        id: "harbour",
        keys: [key("harbour", KEYS.harbour, all)],
        accessControl: {},
        rateLimit: NO_LIMIT,
        webhookHosts: [],
      },
    ],
  };
}

function key(id: string, secret: string, scopes: ReadonlyArray<typeof SCOPES[number]>) {
  return { id, sha256: sha256(secret), scopes: [...scopes], expiresAt: null, rateLimit: null };
}

function system(
  name: string,
  { wire }: Gates,
  options: StageOptions & { readonly tickets: "barcode" | "print" },
) {
  const { tickets, attemptTimeoutMs = 5000, pollMs = 20 } = options;
  const { repair = "propose", reconcileEveryMs = 300_000 } = options;
  return {
    kind: "fortress" as const,
    url: wire.url,
    token: SIMULATOR_TOKEN,
    tickets,
    replyKeySha256: sha256(REPLY_KEY + name),
    retry: { firstMs: 5, maxMs: 50, attemptTimeoutMs },
    breaker: { failures: 5, openMs: 50 },
    pace: { callsMax: 32, callsPerSecond: null },
    symbology: null,
    pollMs,
    reconcileEveryMs,
    repair,
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
