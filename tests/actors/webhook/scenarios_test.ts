/**
 * A webhook's decisions: what it may be told, and which secrets sign when.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Result } from "effect";
import type { CommandContext } from "../../../actors/decider.ts";
import { EVERYTHING } from "../../../actors/log_question.ts";
import {
  isActive,
  signingAt,
  webhook,
  type WebhookCommand,
  type WebhookDocument,
  type WebhookState,
} from "../../../actors/webhook/mod.ts";

const HOUR_MS = 3_600_000;

const DOCUMENT: WebhookDocument = {
  url: "https://hooks.example/",
  description: null,
  filter: { ...EVERYTHING, kind: "ticket" },
  paused: false,
};

const DEFINE: WebhookCommand = { type: "DefineWebhook", document: DOCUMENT };
const DISABLE: WebhookCommand = { type: "DisableWebhook", because: "nobody listens" };
const REMOVE: WebhookCommand = { type: "RemoveWebhook" };

function decide(state: WebhookState, command: WebhookCommand, at = 0) {
  return webhook.decide(state, command, { at } as CommandContext);
}

/** The state after commands, each an hour after the one before. */
function after(...commands: ReadonlyArray<WebhookCommand>): WebhookState {
  return commands.reduce((state, command, index) => {
    const decision = decide(state, command, index * HOUR_MS);
    return Result.getOrThrow(decision).reduce(webhook.evolve, state);
  }, webhook.initial);
}

function types(state: WebhookState, command: WebhookCommand): ReadonlyArray<string> {
  return Result.getOrThrow(decide(state, command)).map(({ type }) => type);
}

function refusal(state: WebhookState, command: WebhookCommand): string | null {
  const decision = decide(state, command);
  return Result.isFailure(decision) ? decision.failure.type : null;
}

Deno.test("ChangeWebhook to what it is already is no event, unless it was disabled", () => {
  const change: WebhookCommand = { type: "ChangeWebhook", document: { ...DOCUMENT } };
  assert.deepEqual(types(after(DEFINE), change), []);
  assert.deepEqual(types(after(DEFINE, DISABLE), change), ["WebhookChanged"]);
  assert.equal(isActive(after(DEFINE, DISABLE)), false);
  assert.equal(isActive(after(DEFINE, DISABLE, change)), true);
});

Deno.test("DisableWebhook on a disabled webhook is no event", () => {
  assert.deepEqual(types(after(DEFINE, DISABLE), DISABLE), []);
});

Deno.test("DefineWebhook a second time is refused, also after RemoveWebhook", () => {
  assert.equal(refusal(after(DEFINE), DEFINE), "WebhookAlreadyDefined");
  assert.equal(refusal(after(DEFINE, REMOVE), DEFINE), "WebhookAlreadyDefined");
});

Deno.test("a removed webhook is told nothing any more", () => {
  const rotate: WebhookCommand = { type: "RotateSecret", overlapMs: 0 };
  for (const command of [rotate, DISABLE, REMOVE]) {
    assert.equal(refusal(after(DEFINE, REMOVE), command), "WebhookNotDefined");
  }
});

Deno.test("a secret signs until its overlap ends, and three at most sign at once", () => {
  const rotate: WebhookCommand = { type: "RotateSecret", overlapMs: 2 * HOUR_MS };
  const rotated = after(DEFINE, rotate);
  assert.deepEqual(signingAt(rotated, 3 * HOUR_MS - 1), [2, 1]);
  assert.deepEqual(signingAt(rotated, 3 * HOUR_MS), [2]);
  const often = after(DEFINE, ...Array<WebhookCommand>(4).fill({ ...rotate, overlapMs: 1e9 }));
  assert.deepEqual(signingAt(often, 5 * HOUR_MS), [5, 4, 3]);
});

function skip(position: number, isStoodAt = true): WebhookCommand {
  return { type: "SkipFact", position, isStoodAt, reason: "nobody reads it" };
}

Deno.test("SkipFact is refused for what the webhook does not stand at", () => {
  assert.deepEqual(types(after(DEFINE), skip(7)), ["WebhookFactSkipped"]);
  assert.equal(refusal(after(DEFINE), skip(7, false)), "FactNotStoodAt");
  assert.equal(refusal(after(DEFINE, REMOVE), skip(7)), "WebhookNotDefined");
  assert.deepEqual(types(after(DEFINE, DISABLE), skip(7)), ["WebhookFactSkipped"]);
});

Deno.test("what was skipped is not skipped again, and the newest are remembered", () => {
  assert.deepEqual(types(after(DEFINE, skip(7), skip(9)), skip(7, false)), []);
  const positions = Array.from({ length: 300 }, (_, index) => index + 2);
  const { skipped } = after(DEFINE, ...positions.map((position) => skip(position)));
  assert.deepEqual(skipped.length, 200);
  assert.deepEqual(skipped[0], 301);
});

Deno.test("no fact of a webhook holds a secret", () => {
  const state = after(DEFINE, { type: "RotateSecret", overlapMs: 1 });
  assert.ok(!JSON.stringify(state).includes("whsec_"));
});
