/**
 * Sends one fact to one webhook: once, or until it is taken.
 *
 * @module
 */
import { Clock, Data, Duration, Effect, Schedule } from "effect";
import type { ActorRouter, SendError } from "../actor_router.ts";
import type { EventStore, Recorded } from "../event_store.ts";
import { ownCommand } from "../system/own_command.ts";
import { signingAt, type WebhookDocument, type WebhookState } from "../webhook/mod.ts";
import { type Desk, note, saveDesk } from "./desk.ts";
import type { Attempt, WebhookId, WebhookSender } from "./webhook_sender.ts";

/** The first pause; each further one is twice as long. */
const FIRST_MS = 250;

/** The longest pause, also when the receiver asks for a longer one. */
const PAUSE_MAX_MS = 3_600_000;

/** Without a message taken for so long, nobody is listening any more. */
const FAILING_MAX_MS = 3 * 24 * 3_600_000;

const BACKOFF = Schedule.jittered(
  Schedule.min([Schedule.exponential(FIRST_MS), Schedule.spaced(PAUSE_MAX_MS)]),
);

/** How messages are written: by the room that shows facts to people outside. */
export interface Messages {
  /** Without barcodes: nobody knows who reads along. */
  readonly fact: (fact: Recorded) => string;
  /** Tells of nothing. */
  readonly test: (webhook: WebhookId, at: number) => string;
}

/** What sending takes. */
export interface Office {
  readonly store: EventStore["Service"];
  readonly router: ActorRouter["Service"];
  readonly sender: WebhookSender["Service"];
  readonly messages: Messages;
}

/** A webhook as it was when its follower started: a change of it starts another one. */
export interface Subscription {
  readonly desk: Desk;
  readonly version: number;
  readonly state: WebhookState & { readonly document: WebhookDocument };
}

class NotTaken extends Data.TaggedError("NotTaken")<{
  readonly retryAfterMs: number | null;
}> {}

/** The id by which receivers know a repeat, and operators the notification. */
export function messageId({ id }: WebhookId, position: number): string {
  return `${id}.${position}`;
}

/** Sends one message now. */
export const post = Effect.fnUntraced(function* (
  { sender }: Office,
  { desk, state }: Subscription,
  { id, body }: { readonly id: string; readonly body: string },
) {
  const now = yield* Clock.currentTimeMillis;
  return yield* sender.send({
    to: desk.webhook,
    url: state.document.url,
    messageId: id,
    body,
    generations: signingAt(state, now),
  });
});

/** Sends a fact once, and remembers how that went. */
export const postFact = Effect.fnUntraced(function* (
  office: Office,
  subscription: Subscription,
  fact: Recorded,
) {
  const { desk } = subscription;
  const id = messageId(desk.webhook, fact.position);
  const attempt = yield* post(office, subscription, { id, body: office.messages.fact(fact) });
  note(desk, fact.position, attempt);
  return attempt;
});

/**
 * Sends a fact until it is taken; `false`: the webhook was disabled over it.
 *
 * Nothing is skipped, so that a receiver that was away for a day has missed nothing.
 */
export function deliver(
  office: Office,
  subscription: Subscription,
  fact: Recorded,
): Effect.Effect<boolean> {
  const { desk } = subscription;
  const pausing = BACKOFF.pipe(
    Schedule.setInputType<NotTaken>(),
    Schedule.modifyDelay(({ duration, input, now }) =>
      Effect.sync(() => {
        const asked = Math.min(input.retryAfterMs ?? 0, PAUSE_MAX_MS);
        const delayMs = Math.max(Duration.toMillis(duration), asked);
        if (desk.failing !== null) {
          desk.failing = { ...desk.failing, nextAttemptAt: now + delayMs };
        }
        return delayMs;
      })
    ),
  );
  return tryOnce(office, subscription, fact).pipe(
    Effect.catch((error) => {
      if (error._tag === "NotTaken") return Effect.fail(error);
      return Effect.andThen(
        Effect.logWarning(`Webhook ${desk.webhook.id} is not served now: ${error._tag}`),
        Effect.fail(new NotTaken({ retryAfterMs: null })),
      );
    }),
    Effect.retry(pausing),
    Effect.orDie,
  );
}

const tryOnce = Effect.fnUntraced(function* (
  office: Office,
  subscription: Subscription,
  fact: Recorded,
) {
  const { desk, state } = subscription;
  const attempt = yield* postFact(office, subscription, fact);
  if (attempt.outcome === "delivered") {
    desk.failing = null;
    return true;
  }
  const failing = failedAgain(desk, attempt);
  desk.failing = failing;
  yield* saveDesk(office.store, desk, attempt.at);
  const failingForMs = attempt.at - Math.max(failing.since, state.enabledAt);
  const isGone = attempt.outcome === "gone";
  if (!isGone && failingForMs < FAILING_MAX_MS) {
    return yield* new NotTaken({ retryAfterMs: attempt.retryAfterMs });
  }
  yield* disable(
    office,
    subscription,
    isGone
      ? "its address answered 410 Gone"
      : `nothing was taken for 3 days, at last because ${failing.reason}`,
  );
  return false;
});

function failedAgain({ failing }: Desk, { at, reason }: Attempt) {
  return {
    since: failing?.since ?? at,
    attempts: (failing?.attempts ?? 0) + 1,
    reason: reason ?? "it was not taken",
    nextAttemptAt: null,
  };
}

/** For everybody to see: a fact like any other. A webhook that has changed meanwhile is left alone. */
const disable = Effect.fnUntraced(function* (
  { router }: Office,
  { desk, version }: Subscription,
  because: string,
): Effect.fn.Return<void, SendError> {
  const { tenant, id } = desk.webhook;
  const command = { type: "DisableWebhook", ...{ because } };
  const envelope = ownCommand(`off.${id}.${version}`, command, { expected: version });
  yield* router.send({ tenant, kind: "webhook", id }, envelope).pipe(
    Effect.catchTag(["VersionMismatch", "CommandRefused"], () => Effect.void),
  );
});
