/**
 * Takes one webhook through the log: what it wants, in the order of the log, one at a time.
 *
 * @module
 */
import { Cause, Clock, Effect, Schedule } from "effect";
import { EventStore } from "../event_store.ts";
import { resolveFilter } from "../inspecting/log_filter.ts";
import { isActive, type WebhookState } from "../webhook/mod.ts";
import { type Desk, passSkipped, saveDesk } from "./desk.ts";
import { deliver, type Office, type Subscription } from "./sending.ts";

/** Facts read at once. */
const FACTS_PER_PAGE = 50;

/** What is written within this time is read together. */
const GATHER_MS = 50;

/** While messages go out: what a crash repeats is not older than this. */
const SAVE_EVERY_MS = 1_000;

/** While nothing is wanted; what a crash costs then is reading again. */
const SAVE_IDLE_EVERY_MS = 60_000;

const UNTIL_READ = Schedule.jittered(
  Schedule.min([Schedule.exponential("50 millis"), Schedule.spaced("5 seconds")]),
);

/**
 * Runs until the webhook is not active; a change of it needs another follower.
 *
 * The log is the queue: a webhook that stands still costs its place in it and nothing else.
 */
export function follow(office: Office, desk: Desk): Effect.Effect<void> {
  const { id } = desk.webhook;
  return followOnce(office, desk).pipe(
    Effect.tapError(({ _tag }) => Effect.logWarning(`Webhook ${id} is not served now: ${_tag}`)),
    Effect.retry(UNTIL_READ),
    Effect.catchDefect((defect) =>
      Effect.logError(`Webhook ${id} has stopped by a defect`, Cause.die(defect))
    ),
    Effect.ignore,
  );
}

const followOnce = Effect.fnUntraced(function* (office: Office, desk: Desk) {
  const { tenant, id } = desk.webhook;
  const view = yield* office.router.view({ tenant, kind: "webhook", id });
  const state = view.state as WebhookState;
  passSkipped(desk, state);
  if (!isActive(state)) return;
  const subscription: Subscription = { desk, version: view.version, state };
  while (true) {
    const came = yield* sendPage(office, subscription);
    if (came === "disabled") return;
    if (came === "on") continue;
    yield* office.store.grown(desk.position);
    yield* Effect.sleep(GATHER_MS);
  }
});

const sendPage = Effect.fnUntraced(function* (office: Office, subscription: Subscription) {
  const { store } = office;
  const { desk, state } = subscription;
  const { tenant } = desk.webhook;
  // read before the page: whatever is at or below it will be in the page
  const tip = store.tip();
  const filter = yield* Effect.provideService(
    resolveFilter(tenant, state.document.filter),
    EventStore,
    store,
  );
  const cursor = String(desk.position);
  const page = yield* store.log(tenant, filter, { cursor, limit: FACTS_PER_PAGE });
  for (const fact of page.data) {
    if (!(yield* deliver(office, subscription, fact))) return "disabled";
    desk.position = fact.position;
    yield* checkpoint(store, desk, SAVE_EVERY_MS);
  }
  desk.position = Math.max(desk.position, page.next === null ? tip : Number(page.next));
  yield* checkpoint(store, desk, page.data.length > 0 ? 0 : SAVE_IDLE_EVERY_MS);
  return page.next === null ? "to the end" : "on";
});

/** Its own write makes the log grow: without a pause between them they would follow each other. */
const checkpoint = Effect.fnUntraced(function* (
  store: Office["store"],
  desk: Desk,
  pauseMs: number,
) {
  const now = yield* Clock.currentTimeMillis;
  if (now - desk.savedAt >= pauseMs) yield* saveDesk(store, desk, now);
});
