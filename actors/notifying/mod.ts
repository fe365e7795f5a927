/**
 * The notifier of this process: a follower of the log for each webhook, and their operators' desk.
 *
 * @module
 */
import { Clock, Effect, FiberMap, Layer } from "effect";
import { AccessControls } from "../access_controls.ts";
import { ActorRouter, UnknownActor } from "../actor_router.ts";
import { fold } from "../actor_type.ts";
import { EventStore, type ReadError } from "../event_store.ts";
import { webhook as webhookType, type WebhookState } from "../webhook/mod.ts";
import { type Desk, openDesk, passSkipped } from "./desk.ts";
import { follow } from "./following.ts";
import { listNotifications, readFact, readStanding } from "./notifications.ts";
import { Notifier } from "./notifier.ts";
import { type Messages, type Office, post, postFact, type Subscription } from "./sending.ts";
import { type WebhookId, WebhookSender } from "./webhook_sender.ts";

/** Takes up every webhook where an earlier process has left it. */
export function layer(
  messages: Messages,
): Layer.Layer<
  Notifier,
  ReadError,
  ActorRouter | EventStore | AccessControls | WebhookSender
> {
  return Layer.effect(
    Notifier,
    Effect.gen(function* () {
      const office: Office = {
        store: yield* EventStore,
        router: yield* ActorRouter,
        sender: yield* WebhookSender,
        messages,
      };
      const followers = yield* FiberMap.make<string, void>();
      const desks = makeDesks(office);
      const start = Effect.fnUntraced(function* (webhook: WebhookId) {
        const following = Effect.flatMap(desks.of(webhook), (desk) => follow(office, desk));
        yield* FiberMap.run(followers, keyOf(webhook), Effect.ignore(following));
      });
      for (const tenant of (yield* AccessControls).tenants) {
        for (const { id, loaded } of (yield* office.store.heads(tenant, "webhook")).data) {
          if (fold(webhookType, loaded).document !== null) yield* start({ tenant, id });
        }
      }
      return makeNotifier(office, desks, {
        start,
        stop: (webhook) => FiberMap.remove(followers, keyOf(webhook)),
      });
    }),
  );
}

type Desks = ReturnType<typeof makeDesks>;

function makeNotifier(office: Office, desks: Desks, followers: {
  readonly start: (webhook: WebhookId) => Effect.Effect<void>;
  readonly stop: (webhook: WebhookId) => Effect.Effect<void>;
}): Notifier["Service"] {
  const { sender, messages } = office;

  const subscriptionOf = Effect.fnUntraced(function* (webhook: WebhookId) {
    const address = { ...webhook, kind: "webhook" } as const;
    const view = yield* office.router.view(address);
    const { document, ...rest } = view.state as WebhookState;
    if (document === null) return yield* new UnknownActor({ address });
    const desk = yield* desks.of(webhook);
    const state = { ...rest, document };
    return { desk, version: view.version, state } satisfies Subscription;
  });

  return Notifier.of({
    faultOf: sender.faultOf,
    secret: sender.secret,
    changed: Effect.fn("Notifier.changed")(function* (webhook) {
      yield* followers.stop(webhook);
      const isRemoved = yield* subscriptionOf(webhook).pipe(
        Effect.map(({ desk, state }) => {
          passSkipped(desk, state);
          return false;
        }),
        Effect.catch(({ _tag }) => Effect.succeed(_tag === "UnknownActor")),
      );
      if (isRemoved) desks.forget(webhook);
      else yield* followers.start(webhook);
    }),
    standing: desks.all,
    progress: (webhook) =>
      Effect.map(desks.of(webhook), ({ position, failing }) => ({ position, failing })),
    notifications: Effect.fn("Notifier.notifications")(function* (webhook, page) {
      return yield* listNotifications(office, yield* subscriptionOf(webhook), page);
    }),
    lookAt: Effect.fn("Notifier.lookAt")(function* (webhook, id) {
      return yield* readStanding(office, yield* subscriptionOf(webhook), id);
    }),
    redeliver: Effect.fn("Notifier.redeliver")(function* (webhook, id) {
      const subscription = yield* subscriptionOf(webhook);
      const fact = yield* readFact(office, subscription, id);
      return yield* postFact(office, subscription, fact);
    }),
    test: Effect.fn("Notifier.test")(function* (webhook) {
      const subscription = yield* subscriptionOf(webhook);
      const now = yield* Clock.currentTimeMillis;
      const id = `${webhook.id}.test-${now}`;
      return yield* post(office, subscription, { id, body: messages.test(webhook, now) });
    }),
  });
}

/** One desk a webhook: its follower and those who ask look at the same. */
function makeDesks({ store }: Office) {
  const desks = new Map<string, Desk>();
  return {
    of: Effect.fnUntraced(function* (
      webhook: WebhookId,
    ): Effect.fn.Return<Desk, ReadError> {
      const key = keyOf(webhook);
      const known = desks.get(key);
      if (known !== undefined) return known;
      const opened = yield* openDesk(store, webhook);
      const desk = desks.get(key) ?? opened;
      desks.set(key, desk);
      return desk;
    }),
    all: () =>
      [...desks.values()].map(({ webhook, position, failing }) => ({
        ...webhook,
        position,
        failing,
      })),
    forget: (webhook: WebhookId) => void desks.delete(keyOf(webhook)),
  };
}

function keyOf({ tenant, id }: WebhookId): string {
  return `${tenant}/${id}`;
}
