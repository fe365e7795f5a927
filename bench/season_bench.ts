/**
 * A season's sales through the whole service: orders sold, printed and confirmed a second, memory.
 *
 * @module
 */
import { Effect } from "effect";
import { SEASON_SALES, wordsOf } from "../adapters/demo/mod.ts";
import { define, sell } from "../adapters/demo/sales.ts";
import { seasonOf } from "../adapters/demo/season.ts";
import { startSimulator } from "../adapters/simulator/mod.ts";
import { serve } from "../main.ts";
import { gatehouse } from "../routes/client/mod.ts";
import { configurationOf, KEY } from "./service_bench.ts";

/** Sells 2,000 cards to 20 matches and 10,000 tickets, and prints the figures. */
export async function runSeasonBench(): Promise<void> {
  const data = await Deno.makeTempDir();
  try {
    await Effect.runPromise(Effect.scoped(Effect.gen(function* () {
      const simulator = yield* startSimulator({ token: "bench-token" });
      const { port } = yield* serve(configurationOf(data, simulator.url));
      const box = gatehouse({ url: `http://127.0.0.1:${port}`, key: KEY });
      const figures = yield* Effect.promise(async () => {
        await define(box, seasonOf(SEASON_SALES.matches));
        return await sell(box, SEASON_SALES);
      });
      const words = wordsOf(figures, Deno.memoryUsage().rss);
      Deno.stdout.writeSync(new TextEncoder().encode(`season: ${words}\n`));
    })));
  } finally {
    await Deno.remove(data, { recursive: true });
  }
}
