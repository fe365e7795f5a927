/**
 * The demo: a season in a folder of its own, and the seed's stories told as they happen.
 *
 * @module
 */
import { Console, Effect } from "effect";
import { ask, type DemoFailed, type Stage } from "./box_office.ts";
import { actorLink, gateLink } from "./links.ts";
import { define, type SalesFigures, type SalesPlan, sell } from "./sales.ts";
import { MATCHES, seasonOf } from "./season.ts";
import type { Size } from "./size.ts";
import { STORIES } from "./stories.ts";

export { clearDemoFolder, DEMO_FOLDER } from "./folder.ts";
export { demoSize, type Size } from "./size.ts";

/** A whole season: 2,000 cards to 20 matches, 10,000 tickets in orders of four. */
export const SEASON_SALES: SalesPlan = {
  matches: Array.from({ length: 20 }, (_, n) => `M${String(n + 1).padStart(2, "0")}`),
  cards: 2_000,
  tickets: 10_000,
  ticketsAnOrder: 4,
};

const SALES: Readonly<Record<Size, SalesPlan>> = {
  small: { matches: MATCHES, cards: 12, tickets: 30, ticketsAnOrder: 1 },
  season: SEASON_SALES,
};

/** Sells the season, then plays every story and prints what it showed. Ends when all is told. */
export function playDemo(stage: Stage, size: Size): Effect.Effect<void> {
  return Effect.gen(function* () {
    yield* loadSeason(stage, size);
    for (const [index, story] of STORIES.entries()) {
      const { subject, lines, held } = yield* story.play(stage);
      yield* Console.log([
        "",
        `${index + 1}. ${story.title}.`,
        ...lines.map((line) => `   ${line}`),
        `   Story: ${actorLink(stage, subject)}`,
        ...(held === null ? [] : [`   Gate check: ${yield* gateLink(stage, held)}`]),
      ].join("\n"));
    }
    yield* Console.log(walk(stage));
  }).pipe(
    Effect.catch((failure: DemoFailed) =>
      Console.error(`The demo stopped: ${failure.request} answered ${failure.answer}`)
    ),
  );
}

const loadSeason = Effect.fnUntraced(function* (stage: Stage, size: Size) {
  const plan = SALES[size];
  const figures = yield* ask(stage, async (box) => {
    await define(box, seasonOf(plan.matches));
    return await sell(box, plan, size === "season" ? showProgress : undefined);
  });
  const { cards, tickets, matches } = plan;
  yield* Console.log(
    `\nSeason loaded: ${matches.length} matches, ${cards} season cards, ${tickets} tickets.`,
  );
  if (size === "season") yield* Console.log(wordsOf(figures, Deno.memoryUsage().rss));
});

function showProgress(done: number, all: number): void {
  if (!Deno.stderr.isTerminal()) return;
  const text = `\rLoading: ${Math.floor(100 * done / all)} %${done === all ? "\n" : ""}`;
  Deno.stderr.writeSync(new TextEncoder().encode(text));
}

/** The figures of a season, with the memory of the process that holds service and simulator. */
export function wordsOf(
  { orders, soldMs, confirmed, confirmedMs }: SalesFigures,
  rssBytes: number,
): string {
  return [
    `${orders} orders sold and printed in ${(soldMs / 1000).toFixed(1)} s:`,
    `${(1000 * orders / soldMs).toFixed(0)} orders/s.`,
    `${confirmed} of their prints confirmed after ${(confirmedMs / 1000).toFixed(1)} s:`,
    `${(1000 * confirmed / confirmedMs).toFixed(0)} orders/s.`,
    `Memory with the simulator inside: ${(rssBytes / 2 ** 20).toFixed(0)} MiB.`,
  ].join(" ");
}

function walk({ url, consoleUrl, key }: Stage): string {
  const authorization = `-H "Authorization: Bearer ${key}"`;
  return [
    "",
    "All stories are told; the service stays up. Look around:",
    `  ${consoleUrl}`,
    `  curl -s ${url}/v1/orders/4711 ${authorization}`,
    `  curl -s ${url}/v1/passes/P-1001/events ${authorization}`,
    `  curl -s "${url}/v1/deliveries?status=dead" ${authorization}`,
    `  curl -s ${url}/v1/adapters ${authorization}`,
    "Ctrl-C stops it; the next demo starts afresh.",
  ].join("\n");
}
