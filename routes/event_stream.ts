/**
 * The log as it grows, as server-sent events: filtered like the log, resumed by position.
 *
 * @module
 */
import { Clock, Effect, Option } from "effect";
import * as v from "valibot";
import { type Address, addressKey } from "../actors/address.ts";
import { EventStore } from "../actors/event_store.ts";
import { resolveFilter } from "../actors/inspecting/log_filter.ts";
import { withAliasAsked } from "./customer_names.ts";
import { EVENT_FILTERS, questionOf, showEvent } from "./events.ts";
import { flow } from "./flow.ts";
import type { Services } from "./house.ts";
import { isExpired } from "./keys.ts";
import { nameOf } from "./list.ts";
import { NO_BODY } from "./parse.ts";
import { faulty, problem } from "./problem.ts";
import { type Asked, type Route, route } from "./route.ts";
import { wholeNumber } from "./schemas.ts";

/** What goes out at once; the next is only read when it has left. */
const FACTS_PER_CHUNK = 50;

/** Proxies close a silent line after 30 s or more. */
const PING_MS = 15_000;

/** What is written within this time is read together. */
const GATHER_MS = 50;

/** A client that was cut off asks again after this. */
const RETRY_MS = 2_000;

const StreamQuery = v.strictObject({
  ...EVENT_FILTERS,
  after: v.pipe(
    v.optional(wholeNumber(0, Number.MAX_SAFE_INTEGER)),
    v.description("Position to go on from, for a first request; `Last-Event-ID` goes before it"),
  ),
});

type StreamAsked = Asked<v.InferOutput<typeof StreamQuery>>;

/** `/v1/events/stream` */
export const STREAM_ROUTES: ReadonlyArray<Route> = [
  route({
    method: "GET",
    path: "/v1/events/stream",
    access: "events:read",
    tag: "events",
    summary: "Facts from now on as they are committed; `Last-Event-ID` resumes after a position",
    query: StreamQuery,
    body: NO_BODY,
    answers: {
      200: {
        description: "One fact an event, its position as `id`; a comment every 15 s of silence; " +
          "where facts are missing, an event `quarantined` names their damaged actors, each once",
        mediaType: "text/event-stream",
      },
    },
    problems: ["bad-header", "too-many-requests"],
    handle: (asked) => {
      const resumed = readLastEventId(asked.headers);
      return Effect.gen(function* () {
        const store = yield* EventStore;
        const release = asked.house.streams.take();
        if (release === null) {
          return yield* problem("too-many-requests", { headers: { "retry-after": "5" } });
        }
        const place: Place = {
          position: resumed ?? asked.query.after ?? store.tip(),
          named: new Set(),
          unsent: null,
        };
        // before the 200: what cannot be read is a problem, and no stream that ends again and again
        place.unsent = yield* Effect.onError(readOn(asked, place), () => Effect.sync(release));
        const body = flow(asked, {
          head: `retry: ${RETRY_MS}\n\n`,
          next: nextChunk(asked, place),
          whenStopped: "end",
          release,
        });
        return { status: 200, body, headers: { "content-type": "text/event-stream" } };
      });
    },
  }),
];

function readLastEventId(headers: Headers): number | null {
  const value = headers.get("last-event-id");
  if (value === null || value === "") return null;
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw faulty("bad-header", [{
    pointer: "/headers/last-event-id",
    detail: "must be the id of an event of this stream",
  }]);
}

interface Place {
  /** Everything up to it has been sent, is damaged or is not wanted. */
  position: number;
  /** Damaged actors that the reader was told of. */
  readonly named: Set<string>;
  /** Of the first page, until it is sent. */
  unsent: Reading | null;
}

interface Reading {
  /** Empty: nothing on this page is wanted. */
  readonly text: string;
  readonly isEnd: boolean;
}

/** `null` ends the stream: the client comes back with the position that it has seen. */
function nextChunk(
  asked: StreamAsked,
  place: Place,
): Effect.Effect<string | null, never, Services> {
  return Effect.gen(function* () {
    const read = yield* Effect.timeoutOption(nextFacts(asked, place), PING_MS);
    // looked at after the wait: the key may have been taken away meanwhile
    if (isExpired(asked.caller, yield* Clock.currentTimeMillis)) return null;
    return Option.getOrElse(read, () => `: ping\nid: ${place.position}\n\n`);
  }).pipe(
    // told once, then the end: whoever comes back from this position gets the 503
    Effect.catchTag(
      "Quarantined",
      ({ address }) => Effect.sync(() => missingText(place, [address]) || null),
    ),
    Effect.catchCause((cause) =>
      Effect.as(Effect.logWarning("A stream of events was ended", cause), null)
    ),
  );
}

const nextFacts = Effect.fnUntraced(function* (asked: StreamAsked, place: Place) {
  const store = yield* EventStore;
  while (true) {
    const { text, isEnd } = place.unsent ?? (yield* readOn(asked, place));
    place.unsent = null;
    if (text !== "") return text;
    if (!isEnd) continue;
    yield* store.grown(place.position);
    yield* Effect.sleep(GATHER_MS);
  }
});

/** One page from the place on, which moves behind it. */
const readOn = Effect.fnUntraced(function* (asked: StreamAsked, place: Place) {
  const { caller, query } = asked;
  const store = yield* EventStore;
  // read before the page: whatever is at or below it will be in the page
  const tip = store.tip();
  const filter = yield* resolveFilter(caller.tenant, withAliasAsked(asked, questionOf(query)));
  const page = yield* store.log(caller.tenant, filter, {
    cursor: String(place.position),
    limit: FACTS_PER_CHUNK,
  });
  place.position = page.next === null ? Math.max(place.position, tip) : Number(page.next);
  for (const { position } of page.data) place.position = Math.max(place.position, position);
  const facts = page.data.map((fact) =>
    `id: ${fact.position}\ndata: ${JSON.stringify(showEvent(caller, fact))}\n\n`
  );
  const text = [...facts, missingText(place, page.damaged ?? [])].join("");
  return { text, isEnd: page.next === null } satisfies Reading;
});

/** Names those of them that the reader was not told of; empty: it knows them all. */
function missingText({ named, position }: Place, damaged: ReadonlyArray<Address>): string {
  const fresh = damaged.filter((address) => !named.has(addressKey(address)));
  if (fresh.length === 0) return "";
  for (const address of fresh) named.add(addressKey(address));
  const data = JSON.stringify({ quarantined: fresh.map(nameOf) });
  return `id: ${position}\nevent: quarantined\ndata: ${data}\n\n`;
}
