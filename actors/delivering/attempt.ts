/**
 * What one call to an access control means for its delivery. Pure.
 *
 * @module
 */
import type { AccessControl, Answer, Called, Outcome } from "../access_control.ts";
import type { Json } from "../decider.ts";
import type { Lane } from "./lanes.ts";
import type { Attempt, Delivery, DeliveryStatus } from "../delivery.ts";

/** Newest attempts that a delivery keeps. */
const ATTEMPTS_MAX = 20;
/** The same answer that is none, this many times and no other between them, is a dead letter. */
const PERMANENT_MAX = 3;
/**
 * And for so long, where the command may have been applied: a page of maintenance that is answered
 * with 200 meets all that is under way within a second, and is gone again soon.
 */
const AMBIGUOUS_FOR_MS = 60_000;
const DOUBLINGS_MAX = 20;

/** What the dispatcher does next. */
export type Next =
  /** Its actor must hear of it. */
  | { readonly type: "settle"; readonly answer: Answer }
  | { readonly type: "bury"; readonly reason: string; readonly applied: "no" | "unknown" }
  /** Taken there; asked for again after `delayMs`. */
  | { readonly type: "await-answer"; readonly delayMs: number }
  | { readonly type: "retry"; readonly delayMs: number; readonly reason: string }
  /** Every delivery of this system would meet the same. */
  | { readonly type: "pause"; readonly reason: string };

/** One call as it was made. */
export interface Call {
  readonly asked: boolean;
  /** An earlier send of it may still be on its way. */
  readonly wasSent: boolean;
  readonly at: number;
  /** The same moment in steady milliseconds. */
  readonly steadyAt: number;
  readonly called: Called;
  /** 0 to 1, evenly: full jitter, so that lanes do not come back together. */
  readonly jitter: number;
}

/** Decides, and notes in the lane what must be remembered for the next call. */
export function judge(lane: Lane, system: AccessControl, call: Call): Next {
  const { outcome } = call.called;
  lane.delivery = withAttempt(lane.delivery, call);
  lane.permanent = counted(lane.permanent, outcome, call.steadyAt);
  switch (outcome.type) {
    case "done":
    case "rejected":
    case "stale":
      return { type: "settle", answer: outcome };
    case "accepted":
      lane.acceptedAt ??= call.at;
      lane.mustAsk = true;
      lane.failures = 0;
      return { type: "await-answer", delayMs: system.pollMs };
    case "unknown": {
      const lost = lane.acceptedAt !== null;
      // It stays sent: a request that was given up can be held up on its way and arrive yet. Sent
      // again under its id it takes effect once; replaced or dropped, it would come as a surprise.
      lane.mustAsk = false;
      lane.acceptedAt = null;
      return {
        type: "retry",
        delayMs: lost ? backoffMs(lane, system, call) : 0,
        reason: "not known there",
      };
    }
    case "unauthorised":
      if (!call.asked) setSent(lane, call.wasSent);
      return { type: "pause", reason: outcome.reason };
    case "transient":
      noteAmbiguity(lane, call, outcome);
      return {
        type: "retry",
        delayMs: Math.max(outcome.retryAfterMs ?? 0, backoffMs(lane, system, call)),
        reason: outcome.reason,
      };
    case "permanent":
      noteAmbiguity(lane, call, outcome);
      return isHopeless(lane.permanent, outcome, call.steadyAt)
        ? { type: "bury", reason: outcome.reason, applied: lane.delivery.sent ? "unknown" : "no" }
        : { type: "retry", delayMs: backoffMs(lane, system, call), reason: outcome.reason };
  }
}

/** That a command is not known there is no answer to it: a send that led to this may have been. */
function counted(
  permanent: Lane["permanent"],
  outcome: Outcome,
  steadyAt: number,
): Lane["permanent"] {
  if (outcome.type === "unknown") return permanent;
  const reason = outcome.type === "permanent" ? outcome.reason : "";
  const isSame = reason !== "" && reason === permanent.reason;
  return isSame
    ? { ...permanent, count: permanent.count + 1 }
    : { reason, count: 1, since: steadyAt };
}

function isHopeless(
  { count, since }: Lane["permanent"],
  { applied }: { readonly applied: "no" | "unknown" },
  steadyAt: number,
): boolean {
  const isOver = applied === "no" || steadyAt - since >= AMBIGUOUS_FOR_MS;
  return count >= PERMANENT_MAX && isOver;
}

/** Whether the call says anything about the health of the system as a whole. */
export function isSystemFailure(outcome: Outcome): boolean {
  return outcome.type === "transient";
}

/** Whether it ends the delivery: its actor must hear of it. */
export function isAnswer(outcome: Outcome): outcome is Answer {
  return outcome.type === "done" || outcome.type === "rejected" || outcome.type === "stale";
}

/** After a send that may have been applied, only asking shows whether it was. */
function noteAmbiguity(
  lane: Lane,
  call: Call,
  { applied }: { readonly applied: "no" | "unknown" },
) {
  if (call.asked) return;
  if (applied === "unknown") lane.mustAsk = true;
  setSent(lane, applied === "unknown" || call.wasSent);
}

function setSent(lane: Lane, sent: boolean): void {
  lane.delivery = { ...lane.delivery, sent };
}

function backoffMs(lane: Lane, { retry }: AccessControl, { jitter }: Call): number {
  const ceiling = Math.min(
    retry.maxMs,
    retry.firstMs * 2 ** Math.min(lane.failures, DOUBLINGS_MAX),
  );
  lane.failures += 1;
  return Math.round(ceiling * jitter);
}

function withAttempt(delivery: Delivery, { asked, at, called }: Call): Delivery {
  const attempt: Attempt = {
    at,
    durationMs: called.durationMs,
    httpStatus: called.httpStatus,
    outcome: asked ? `asked:${called.outcome.type}` : called.outcome.type,
    answer: answerWords(called.outcome),
  };
  return {
    ...delivery,
    attemptCount: delivery.attemptCount + 1,
    attempts: [...delivery.attempts, attempt].slice(-ATTEMPTS_MAX),
  };
}

/** The answer for people to read, without what opens gates. */
function answerWords(outcome: Outcome): Json {
  switch (outcome.type) {
    case "done":
      return {
        credentials: outcome.credentials.map(({ kind }) => kind),
        printed: outcome.printed,
        printFault: outcome.printFault,
      };
    case "rejected":
      return { code: outcome.code, message: outcome.message };
    case "stale":
      return { lastSeq: outcome.lastSeq };
    case "transient":
    case "permanent":
    case "unauthorised":
      return { reason: outcome.reason };
    case "accepted":
    case "unknown":
      return null;
  }
}

/** The status that an answer gives a delivery. */
export function statusAfter(answer: Answer): DeliveryStatus {
  if (answer.type === "done") return "confirmed";
  return answer.type === "rejected" ? "dead" : "superseded";
}
