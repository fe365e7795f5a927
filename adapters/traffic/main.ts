/**
 * Keeps orders moving against a running demo until it is stopped: `deno task traffic`.
 *
 * Environment: `GATEHOUSE_URL`, `GATEHOUSE_KEY` as for `inspect`; `GATEHOUSE_TRAFFIC_RATE`, steps a
 * second (2, at most 50); `GATEHOUSE_SIMULATOR_URL`, as the demo names it, for scans at its gates.
 * Ends with 0 when stopped, 1 when the service is gone, 64 for words that it does not take.
 *
 * @module
 */
import { Console, Effect, FiberSet, Random } from "effect";
import { gatehouse, GatehouseProblem } from "../../routes/client/mod.ts";
import { NO_KEY, sentenceOf } from "../inspect/failures.ts";
import { readSettings } from "../inspect/settings.ts";
import {
  assertNoArguments,
  EXIT_USAGE,
  sentenceOf as sentenceOfArgument,
} from "../process/arguments.ts";
import { untilToldToStop } from "../process/serving.ts";
import { dawn, type Day, step } from "./steps.ts";

const RATE_USUAL = 2;
const RATE_MAX = 50;

/** A step that would be one more is left out: a slow service is not buried. */
const STEPS_UNDER_WAY_MAX = 8;

const TOLD_EVERY_MS = 10_000;

const rate = Effect.suspend(() => {
  const given = Number(Deno.env.get("GATEHOUSE_TRAFFIC_RATE") || RATE_USUAL);
  return given > 0 && given <= RATE_MAX
    ? Effect.succeed(given)
    : Effect.fail(`GATEHOUSE_TRAFFIC_RATE must be a number above 0, at most ${RATE_MAX}`);
});

const program = Effect.gen(function* () {
  yield* assertNoArguments(Deno.args);
  const stepsASecond = yield* rate;
  const { url, client } = readSettings();
  if (client === null) return yield* Effect.fail(NO_KEY);
  const run = (yield* Random.nextIntBetween(0, 36 ** 4)).toString(36);
  const simulatorUrl = Deno.env.get("GATEHOUSE_SIMULATOR_URL") || null;
  const stage = simulatorUrl === null ? null : { ...client, simulatorUrl, consoleUrl: url };
  const day = dawn({ box: gatehouse(client), stage, run });
  yield* Console.log(`Orders R-${run}-… at ${url}. Ctrl-C stops them.`);
  yield* Effect.raceAllFirst([
    untilToldToStop,
    goOn(day, 1000 / stepsASecond).pipe(Effect.mapError((error) => sentenceOf(error, url))),
    Effect.forever(Effect.andThen(Effect.sleep(TOLD_EVERY_MS), () => tell(day))),
  ]);
  yield* tell(day);
  return 0;
}).pipe(
  Effect.scoped,
  Effect.catchTag(
    "ArgumentUnknown",
    (error) => Effect.as(Console.error(sentenceOfArgument(error)), EXIT_USAGE),
  ),
  Effect.catch((sentence) => Effect.as(Console.error(`${sentence}.`), 1)),
);

/** Until a step fails by more than a "no" of the service. */
const goOn = Effect.fnUntraced(function* (day: Day, pauseMs: number) {
  const fibers = yield* FiberSet.make<void, unknown>();
  const begin = Effect.gen(function* () {
    if ((yield* FiberSet.size(fibers)) < STEPS_UNDER_WAY_MAX) {
      yield* FiberSet.run(fibers, walk(day));
    }
    yield* Effect.sleep(pauseMs);
  });
  return yield* Effect.raceFirst(Effect.forever(begin), FiberSet.join(fibers));
});

/** A ticket given back cannot be printed again: such a "no" belongs to an ordinary day. */
function walk(day: Day): Effect.Effect<void, unknown> {
  return step(day).pipe(
    Effect.mapError((error) => error._tag === "UnknownError" ? error.cause : error),
    Effect.catch((error) => {
      if (!(error instanceof GatehouseProblem) || error.status !== 409) return Effect.fail(error);
      day.counts.refused += 1;
      return Effect.void;
    }),
  );
}

const tell = Effect.fnUntraced(function* ({ counts }: Day) {
  const { sold, printedAgain, givenBack, opened, stayedShut, refused } = counts;
  yield* Console.log(
    `${sold} sold, ${printedAgain} printed again, ${givenBack} given back, ` +
      `${opened} went in, ${stayedShut} did not, ${refused} refused`,
  );
});

if (import.meta.main) Deno.exit(await Effect.runPromise(program));
