/**
 * P14: keys, barcodes and what names people stand in no log, no figure, no error and no answer
 * that is not theirs.
 *
 * @module
 */
import { Effect } from "effect";
import { hash } from "node:crypto";
import { startSimulator } from "../../adapters/simulator/mod.ts";
import { Canaries, NOTHING } from "../support/canaries.ts";
import { LeakStage } from "../support/leak_stage.ts";
import { inFolder } from "../support/service_file.ts";
import type { Round, Trial } from "./trial.ts";

/** The service as a process of its own, with its log as JSON, through good and bad times. */
export const SECRETS: Trial = {
  promise: "P14",
  title:
    "a planted secret is found in no log, metric, problem, page or answer that may not have it",
  rounds: 1,
  round: async (seed) => {
    const canaries = new Canaries();
    await inFolder((folder) => playIn(folder, { seed, canaries }));
    return { tried: canaries.tried, broken: canaries.found() } satisfies Round;
  },
};

async function playIn(
  folder: string,
  { seed, canaries }: { readonly seed: number; readonly canaries: Canaries },
): Promise<void> {
  const secret = (name: string) =>
    canaries.plant("key", name, `${name}-${hash("sha256", `${name}${seed}`, "hex").slice(0, 24)}`);
  const keys = {
    all: secret("all-key"),
    clerk: secret("clerk-key"),
    reply: secret("reply-key"),
    token: secret("system-token"),
  };
  await using stage = new LeakStage({ folder, seed, canaries, keys });
  await Effect.runPromise(Effect.scoped(Effect.gen(function* () {
    const simulator = yield* startSimulator({ token: keys.token, seed });
    yield* Effect.promise(() => stage.start(simulator.url));
    simulator.setReplyTarget({ url: stage.repliesUrl, key: keys.reply });
    yield* Effect.promise(() => stage.sell());
    yield* Effect.promise(() => stage.manage());
    yield* Effect.promise(() => stage.readAsClerk());
    yield* Effect.promise(() => stage.askBadly());
    yield* simulator.setFaults({ fail5xx: { times: 3 }, garbageBody: { times: 3 } });
    yield* Effect.promise(() => stage.sellMore("troubled"));
  })));
  // the access control is gone now
  await stage.sellMore("queued");
  await stage.keepOpenPages();
  await stage.stop("SIGTERM");
  await stage.start("http://127.0.0.1:9");
  await stage.readAsClerk();
  await stage.stop("SIGKILL");
  await stage.keepFolder();
  canaries.keep("what it said", stage.said, NOTHING);
}
