/**
 * The whole of what a question of the log finds, as JSON Lines that are read while they are sent.
 *
 * @module
 */
import { Clock, Effect } from "effect";
import { EventStore, type LogFilter, type Recorded } from "../actors/event_store.ts";
import type { Answer } from "./answer.ts";
import { flow, FlowCut } from "./flow.ts";
import { isExpired } from "./keys.ts";
import { nameOf } from "./list.ts";
import { problem } from "./problem.ts";
import type { Arrival } from "./route.ts";

/** Media type of JSON Lines. */
export const JSON_LINES = "application/x-ndjson";

/** Read and sent at once: some 100 kB. */
const FACTS_PER_PIECE = 200;

/** What is exported, from which place on, and how one fact is shown. */
export interface Export {
  readonly filter: LogFilter;
  readonly newestFirst: boolean;
  /** Of the log; `null`: from its beginning, or its end when the newest come first. */
  readonly cursor: string | null;
  readonly show: (fact: Recorded) => object;
}

/**
 * All facts that were committed before the export began.
 *
 * What cannot be read at all is a problem. One that could not be finished breaks off inside the
 * answer: its reader sees a broken connection and not an end. Where facts are missing, as their actor
 * is damaged, a line of its own names it.
 */
export const exportEvents = Effect.fnUntraced(function* (asked: Arrival, wanted: Export) {
  const store = yield* EventStore;
  const release = asked.house.streams.take();
  if (release === null) {
    return yield* problem("too-many-requests", { headers: { "retry-after": "5" } });
  }
  const place: Place = { cursor: wanted.cursor, isOver: false, tip: store.tip(), unsent: "" };
  place.unsent = yield* Effect.onError(
    readLines(asked, wanted, place),
    () => Effect.sync(release),
  );
  const body = flow(asked, {
    head: "",
    next: nextLines(asked, wanted, place),
    whenStopped: "cut",
    release,
  });
  return { status: 200, body, headers: { "content-type": JSON_LINES } } satisfies Answer;
});

interface Place {
  cursor: string | null;
  isOver: boolean;
  /** What is committed after the start would make an export that never ends. */
  readonly tip: number;
  /** Lines of the first page, until they are sent. */
  unsent: string;
}

const nextLines = Effect.fnUntraced(
  function* (asked: Arrival, wanted: Export, place: Place) {
    while (place.unsent !== "" || !place.isOver) {
      if (isExpired(asked.caller, yield* Clock.currentTimeMillis)) {
        return yield* new FlowCut({ reason: "The key has expired" });
      }
      const lines = place.unsent || (yield* readLines(asked, wanted, place));
      place.unsent = "";
      if (lines !== "") return lines;
    }
    return null;
  },
  (reading) =>
    Effect.catchCause(reading, (cause) =>
      Effect.andThen(
        Effect.logWarning("An export of events was broken off", cause),
        new FlowCut({ reason: "The log cannot be read now" }),
      )),
);

/** One page from the place on, which moves behind it; empty: nothing on it is wanted. */
const readLines = Effect.fnUntraced(function* ({ caller }: Arrival, wanted: Export, place: Place) {
  const store = yield* EventStore;
  const { filter, newestFirst, show } = wanted;
  const request = { cursor: place.cursor, limit: FACTS_PER_PIECE, newestFirst };
  const page = yield* store.log(caller.tenant, filter, request);
  const facts = page.data.filter(({ position }) => position <= place.tip);
  place.cursor = page.next;
  const isPast = !newestFirst && facts.length < page.data.length;
  place.isOver = page.next === null || isPast;
  const missing = page.damaged === undefined ? [] : [{ quarantined: page.damaged.map(nameOf) }];
  return [...facts.map(show), ...missing].map((line) => `${JSON.stringify(line)}\n`).join("");
});
