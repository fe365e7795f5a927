/**
 * The demo: a small season in a folder of its own, and the seed's stories told as they happen.
 *
 * @module
 */
import { Console, Effect } from "effect";
import { command, type DemoFailed, put, type Stage } from "./box_office.ts";
import { MATCHES, SEASON } from "./season.ts";
import { STORIES } from "./stories.ts";

export { clearDemoFolder, DEMO_FOLDER } from "./folder.ts";

const CARDS = 12;
const TICKETS = 30;

/** Loads the season, then plays every story and prints what it showed. Ends when all is told. */
export function playDemo(stage: Stage): Effect.Effect<void> {
  return Effect.gen(function* () {
    yield* loadSeason(stage);
    for (const [index, story] of STORIES.entries()) {
      const lines = yield* story.play(stage);
      yield* Console.log([
        "",
        `${index + 1}. ${story.title}.`,
        ...lines.map((line) => `   ${line}.`.replace(/(retry)\.$/, "$1")),
        `   ${stage.url}/v1/${story.subject}/events`,
      ].join("\n"));
    }
    yield* Console.log(walk(stage));
  }).pipe(
    Effect.catch((failure: DemoFailed) =>
      Console.error(`The demo stopped: ${failure.request} answered ${failure.answer}`)
    ),
  );
}

const loadSeason = Effect.fnUntraced(function* (stage: Stage) {
  for (const [path, document] of SEASON) yield* put(stage, path, document);
  const cards = Array.from({ length: CARDS }, (_, n) => sellCard(stage, n + 1));
  const tickets = Array.from({ length: TICKETS }, (_, n) => sellTicket(stage, n + 1));
  yield* Effect.all([...cards, ...tickets], { concurrency: 16, discard: true });
  yield* Console.log(
    `\nSeason loaded: ${MATCHES.length} matches, ${CARDS} season cards, ${TICKETS} tickets.`,
  );
});

const sellCard = Effect.fnUntraced(function* (stage: Stage, n: number) {
  const pass = `passes/P-${n}`;
  const orderId = `O-${n}`;
  yield* command(stage, `${pass}/acquire`, {
    passType: "SEASON",
    customerId: `C-${100 + n}`,
    source: { kind: "bundle", code: "FULL", orderId },
  });
  for (const performance of MATCHES) {
    yield* command(stage, `${pass}/add-admission`, {
      admissionId: `${n}-${performance}`,
      performance,
      orderId,
      priceType: "adult",
      seat: { section: "N", row: "A", number: String(n) },
    });
  }
  yield* command(stage, `${pass}/print`, { orderId });
});

const sellTicket = Effect.fnUntraced(function* (stage: Stage, n: number) {
  const ticket = `tickets/T-${n}`;
  yield* command(stage, `${ticket}/allocate`, {
    orderId: `O-${1000 + n}`,
    customerId: `C-${1000 + n}`,
    performance: MATCHES[n % MATCHES.length] ?? MATCHES[0],
    priceType: n % 3 === 0 ? "concession" : "adult",
    seat: { section: "S", row: "B", number: String(n) },
  });
  yield* command(stage, `${ticket}/print`, {});
});

function walk({ url, key }: Stage): string {
  const authorization = `-H "Authorization: Bearer ${key}"`;
  return [
    "",
    "All stories are told; the service stays up. Look around:",
    `  curl -s ${url}/v1/passes/P-1001 ${authorization}`,
    `  curl -s ${url}/v1/passes/P-1001/events ${authorization}`,
    `  curl -s "${url}/v1/deliveries?status=dead" ${authorization}`,
    `  curl -s ${url}/v1/adapters ${authorization}`,
    "Ctrl-C stops it; the next demo starts afresh.",
  ].join("\n");
}
