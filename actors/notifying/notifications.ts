/**
 * What a webhook was sent and is still to be sent, told from the log and its place in it.
 *
 * @module
 */
import { Effect } from "effect";
import { EventStore, type PageRequest, type ReadError, type Recorded } from "../event_store.ts";
import { resolveFilter } from "../inspecting/log_filter.ts";
import { bornAt } from "./desk.ts";
import { type Notification, UnknownNotification } from "./notifier.ts";
import { messageId, type Office, type Subscription } from "./sending.ts";

/** Facts that the webhook wants by its present filter, the newest first. */
export const listNotifications = Effect.fnUntraced(function* (
  office: Office,
  subscription: Subscription,
  request: PageRequest,
) {
  const { desk } = subscription;
  const filter = yield* filterOf(office, subscription);
  const { tenant } = desk.webhook;
  const page = yield* office.store.log(tenant, filter, { ...request, newestFirst: true });
  const first = yield* bornAt(office.store, desk.webhook);
  const data = page.data.filter(({ position }) => position > first);
  const isWhole = page.next === null || Number(page.next) <= first;
  const next = isWhole ? null : page.next;
  const standing = yield* standsAt(office, subscription);
  return { data: data.map((fact) => notificationOf(subscription, fact, standing)), next };
});

/** The fact behind an id of this webhook, whether it was delivered or not. */
export const readFact = Effect.fnUntraced(function* (
  office: Office,
  subscription: Subscription,
  id: string,
): Effect.fn.Return<Recorded, ReadError | UnknownNotification> {
  const { webhook } = subscription.desk;
  const position = Number(/\.(\d{1,15})$/.exec(id)?.[1]);
  if (id !== messageId(webhook, position)) return yield* new UnknownNotification({ id });
  const filter = yield* filterOf(office, subscription);
  const cursor = String(position - 1);
  const { data: [fact] } = yield* office.store.log(webhook.tenant, filter, { cursor, limit: 1 });
  if (fact?.position !== position) return yield* new UnknownNotification({ id });
  return fact;
});

function filterOf({ store }: Office, { desk, state }: Subscription) {
  const resolving = resolveFilter(desk.webhook.tenant, state.document.filter);
  return Effect.provideService(resolving, EventStore, store);
}

/** Whether the fact behind an id is the one that the webhook stands at. */
export const readStanding = Effect.fnUntraced(function* (
  office: Office,
  subscription: Subscription,
  id: string,
) {
  const { position } = yield* readFact(office, subscription, id);
  return { position, isStoodAt: position === (yield* standsAt(office, subscription)) };
});

/** The fact that failed and that all others wait for, also when its attempts are forgotten. */
const standsAt = Effect.fnUntraced(function* (office: Office, subscription: Subscription) {
  const { desk } = subscription;
  if (desk.failing === null) return null;
  const filter = yield* filterOf(office, subscription);
  const page = { cursor: String(desk.position), limit: 1 };
  const { data: [next] } = yield* office.store.log(desk.webhook.tenant, filter, page);
  return next?.position ?? null;
});

function notificationOf(
  { desk, state }: Subscription,
  fact: Recorded,
  standing: number | null,
): Notification {
  const { position } = fact;
  const passed = state.skipped.includes(position) ? "skipped" : "delivered";
  const coming = position === standing ? "failing" : "waiting";
  return {
    id: messageId(desk.webhook, position),
    fact,
    status: position <= desk.position ? passed : coming,
    attempts: desk.attempts.get(position) ?? [],
  };
}
