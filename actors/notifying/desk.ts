/**
 * What is known of one webhook's way through the log: on disk its place, in memory its attempts.
 *
 * @module
 */
import { Effect } from "effect";
import type { AppendError, EventStore, ReadError } from "../event_store.ts";
import type { WebhookState } from "../webhook/mod.ts";
import type { Failing, Progress } from "./notifier.ts";
import type { Attempt, WebhookId } from "./webhook_sender.ts";

/** Facts whose attempts are remembered, the newest. */
const FACTS_MAX = 200;

/** Attempts remembered of one fact, the newest. */
const ATTEMPTS_MAX = 10;

/** One webhook's, as long as the process lives. */
export interface Desk {
  readonly webhook: WebhookId;
  position: number;
  failing: Failing | null;
  /** Milliseconds since the epoch: when its place was last written. */
  savedAt: number;
  /** By position. */
  readonly attempts: Map<number, ReadonlyArray<Attempt>>;
}

type Store = EventStore["Service"];

/** A webhook that was never sent anything begins after the fact that defined it. */
export const openDesk = Effect.fnUntraced(function* (
  store: Store,
  webhook: WebhookId,
): Effect.fn.Return<Desk, ReadError> {
  // nobody else writes the mark
  const saved = (yield* store.readMark(webhook.tenant, markOf(webhook))) as Progress | null;
  const { position, failing } = saved ?? { position: yield* bornAt(store, webhook), failing: null };
  return { webhook, position, failing, savedAt: 0, attempts: new Map() };
});

/** Writes its place down. What is lost with an unwritten one is sent again under the same id. */
export const saveDesk = Effect.fnUntraced(function* (
  store: Store,
  desk: Desk,
  now: number,
): Effect.fn.Return<void, AppendError> {
  const { webhook, position, failing } = desk;
  const mark = { position, failing: failing === null ? null : { ...failing } };
  yield* store.writeMark(webhook.tenant, markOf(webhook), mark);
  desk.savedAt = now;
});

/**
 * Goes past a fact that was skipped: it was skipped where the webhook stood, so nothing that is
 * wanted lies between. Holds for a place that was read from disk and does not know of it too.
 */
export function passSkipped(desk: Desk, { skipped: [latest = 0] }: WebhookState): void {
  if (latest <= desk.position) return;
  desk.position = latest;
  desk.failing = null;
}

/** Remembers an attempt; the oldest facts are forgotten. */
export function note({ attempts }: Desk, position: number, attempt: Attempt): void {
  const known = attempts.get(position) ?? [];
  attempts.delete(position);
  attempts.set(position, [...known, attempt].slice(-ATTEMPTS_MAX));
  for (const oldest of attempts.keys()) {
    if (attempts.size <= FACTS_MAX) return;
    attempts.delete(oldest);
  }
}

/** The position of the fact that defined it. */
export const bornAt = Effect.fnUntraced(function* (
  store: Store,
  { tenant, id }: WebhookId,
): Effect.fn.Return<number, ReadError> {
  const address = { tenant, kind: "webhook", id } as const;
  const [first] = yield* store.history(address, { fromVersion: 1, limit: 1 });
  return first?.position ?? store.tip();
});

function markOf({ id }: WebhookId): string {
  return `webhooks/${id}`;
}
