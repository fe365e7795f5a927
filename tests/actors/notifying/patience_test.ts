/**
 * How long a webhook that does not take a fact is waited for, on a clock that the test moves.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect, Fiber } from "effect";
import { TestClock } from "effect/testing";
import type { ActorRouter } from "../../../actors/actor_router.ts";
import type { EventStore } from "../../../actors/event_store.ts";
import { EVERYTHING } from "../../../actors/log_question.ts";
import type { Desk } from "../../../actors/notifying/desk.ts";
import { deliver, type Office, type Subscription } from "../../../actors/notifying/sending.ts";
import type { Attempt, WebhookSender } from "../../../actors/notifying/webhook_sender.ts";
import { aFact } from "../../support/appends.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const FACT = aFact({
  address: { tenant: "riverside", kind: "item", id: "CAP" },
  event: { type: "ItemDefined" },
});

/** A receiver that never takes anything, and what was done about it. */
interface Deaf {
  readonly office: Office;
  readonly sentAt: Array<number>;
  readonly disabled: Array<string>;
}

function deaf(retryAfterMs: number | null = null): Deaf {
  const sentAt: Array<number> = [];
  const disabled: Array<string> = [];
  const send: WebhookSender["Service"]["send"] = () =>
    Effect.clockWith((clock) => clock.currentTimeMillis).pipe(Effect.map((at): Attempt => {
      sentAt.push(at);
      const reason = "it answered 500";
      const seen = { durationMs: 1, httpStatus: 500, answer: null };
      return { at, ...seen, outcome: "failed", reason, retryAfterMs };
    }));
  const store: Partial<EventStore["Service"]> = { writeMark: () => Effect.void };
  const router: Partial<ActorRouter["Service"]> = {
    send: (_address, { command }) =>
      Effect.sync(() => {
        disabled.push((command as unknown as { readonly because: string }).because);
        return undefined as never;
      }),
  };
  const office: Office = {
    store: store as EventStore["Service"],
    router: router as ActorRouter["Service"],
    sender: { faultOf: () => null, secret: () => Effect.succeed(""), send },
    messages: { fact: () => "{}", test: () => "{}" },
  };
  return { office, sentAt, disabled };
}

function subscription(enabledAt: number): Subscription {
  const webhook = { tenant: "riverside", id: "w-1" };
  const desk: Desk = { webhook, position: 0, failing: null, savedAt: 0, attempts: new Map() };
  const document = {
    url: "https://hooks.example/",
    description: null,
    filter: EVERYTHING,
    paused: false,
  };
  const secrets = [{ generation: 1, until: null }];
  return { desk, version: 1, state: { document, secrets, disabled: null, enabledAt, skipped: [] } };
}

/** Runs a test body on a clock that stands still until it is moved. */
function onTestClock<E>(effect: Effect.Effect<unknown, E>): () => Promise<void> {
  return async () => {
    await Effect.runPromise(Effect.provide(effect, TestClock.layer()));
  };
}

function pauses(times: ReadonlyArray<number>): ReadonlyArray<number> {
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}

Deno.test(
  "pauses double from a quarter of a second up to an hour, and after 3 days it is disabled",
  onTestClock(Effect.gen(function* () {
    const { office, sentAt, disabled } = deaf();
    const hook = subscription(0);
    const delivering = yield* Effect.forkChild(deliver(office, hook, FACT));
    yield* TestClock.adjust(2 * DAY_MS);
    assert.deepEqual(disabled, []);
    assert.equal(hook.desk.failing?.since, 0);
    assert.equal(hook.desk.failing?.attempts, sentAt.length);
    yield* TestClock.adjust(2 * DAY_MS);
    assert.equal(yield* Fiber.join(delivering), false);
    assert.deepEqual(disabled, ["nothing was taken for 3 days, at last because it answered 500"]);
    const [first = 0, second = 0, ...more] = pauses(sentAt);
    assert.ok(first >= 200 && first <= 300, `${first}`);
    assert.ok(second >= 400 && second <= 600, `${second}`);
    assert.ok(Math.max(...more) <= 1.2 * HOUR_MS);
    assert.ok(more.slice(-20).every((pause) => pause >= 0.8 * HOUR_MS));
  })),
);

Deno.test(
  "a receiver is given the time it asks for, but not more than an hour of it",
  onTestClock(Effect.gen(function* () {
    const { office, sentAt } = deaf(20 * HOUR_MS);
    const hook = subscription(0);
    yield* Effect.forkChild(deliver(office, hook, FACT));
    yield* TestClock.adjust(HOUR_MS - 1);
    assert.deepEqual(sentAt, [0]);
    assert.equal(hook.desk.failing?.nextAttemptAt, HOUR_MS);
    yield* TestClock.adjust(1);
    assert.deepEqual(sentAt, [0, HOUR_MS]);
  })),
);

Deno.test(
  "what failed before a webhook was enabled again does not count",
  onTestClock(Effect.gen(function* () {
    const { office, disabled } = deaf();
    const hook = subscription(2 * DAY_MS);
    yield* Effect.forkChild(deliver(office, hook, FACT));
    yield* TestClock.adjust(4 * DAY_MS);
    assert.deepEqual(disabled, []);
    yield* TestClock.adjust(2 * DAY_MS);
    assert.equal(disabled.length, 1);
  })),
);
