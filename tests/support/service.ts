/**
 * The running service with its access-control systems, on real HTTP, as the scenarios play on it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Cause, Effect, Logger, type Scope } from "effect";
import { type Configuration, sha256 } from "../../adapters/configuration/mod.ts";
import { serve } from "../../main.ts";
import { scoped } from "./scoped.ts";
import { type BoxOffice, openBoxOffice } from "./service_client.ts";
import { type Gates, openGates, type Oracle, SIMULATOR_TOKEN } from "./service_gate.ts";
import {
  aConfiguration,
  aKey,
  anAccessControl,
  aTenant,
  NO_LIMIT,
} from "./service_configuration.ts";
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

interface SystemOptions {
  /** Deadline of one call to an access control. */
  readonly attemptTimeoutMs?: number;
  /** How often accepted commands are asked for. */
  readonly pollMs?: number;
  /** What the comparison of the lists leads to. */
  readonly repair?: "propose" | "automatic";
  /** How often the lists are compared without being asked to. */
  readonly reconcileEveryMs?: number;
}

/** What a scenario needs otherwise than usual. */
export interface StageOptions extends SystemOptions {
  /** What `main`'s oracles find because a fault made it so. */
  readonly expected?: ReadonlyArray<Oracle>;
}

/**
 * Plays a scenario on a fresh stage as a test body. At its end no oracle of any access control may
 * have found anything, the service may not have logged an error, and everything is closed.
 */
export function onStage(
  play: (stage: Stage) => Promise<void>,
  { expected = [], ...options }: StageOptions = {},
): () => Promise<void> {
  const mistakes: Array<string> = [];
  return scoped(
    Effect.gen(function* () {
      const stage = yield* openStage(options);
      yield* Effect.promise(() => play(stage));
      yield* Effect.promise(() => stage.main.assertOracles(expected));
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

const openStage: (options: SystemOptions) => Effect.Effect<Stage, unknown, Scope.Scope> = Effect
  .fnUntraced(function* (options: SystemOptions) {
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
  options: SystemOptions,
): Configuration {
  const riverside = aTenant({
    keys: [
      aKey("box-office", KEYS.all),
      aKey("clerk", KEYS.clerk, ["commands:write", "read"]),
    ],
    accessControl: {
      main: system("main", main, { ...options, tickets: "barcode" }),
      printing: system("printing", printing, { ...options, tickets: "print" }),
    },
    rateLimit: NO_LIMIT,
    webhookHosts: ["127.0.0.1"],
  });
  const keys = [aKey("harbour", KEYS.harbour)];
  return aConfiguration([riverside, aTenant({ id: "harbour", keys, rateLimit: NO_LIMIT })]);
}

function system(
  name: string,
  { wire }: Gates,
  options: SystemOptions & { readonly tickets: "barcode" | "print" },
): ReturnType<typeof anAccessControl> {
  const { attemptTimeoutMs = 5000, ...given } = options;
  return anAccessControl(wire.url, {
    token: SIMULATOR_TOKEN,
    replyKeySha256: sha256(REPLY_KEY + name),
    retry: { firstMs: 5, maxMs: 50, attemptTimeoutMs },
    ...given,
  });
}
