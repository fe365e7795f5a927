/**
 * The wire's table of answers: from an HTTP status and body to one `Outcome`.
 *
 * @module
 */
import type { Outcome } from "../../actors/access_control.ts";
import { parseAccepted, parseDone, parseRejected, parseStale, redact } from "./answers.ts";
import type { CallFailed, Reply } from "./call.ts";

/** Longest wait that an access control can ask for; more would be an outage made by a typo. */
const RETRY_AFTER_MAX_MS = 3_600_000;

const TOKEN_REFUSED = "the access control refuses our token";

/** What the reply is an answer to. */
export interface Question {
  readonly commandId: string;
  /** Asking tells nothing about whether the command itself arrived, unless it is answered. */
  readonly asked: boolean;
  readonly token: string;
  /** Milliseconds since the epoch, for a `Retry-After` that is a date. */
  readonly now: number;
}

/** What `reply` says about the command. */
export function classify(reply: Reply, question: Question): Outcome {
  switch (reply.status) {
    case 200: {
      const done = parseDone(reply.body, question.commandId);
      return done === null ? malformed(reply.status) : redact(done, question.token);
    }
    case 202:
      return parseAccepted(reply.body, question.commandId)
        ? { type: "accepted" }
        : malformed(reply.status);
    case 401:
    case 403:
      return { type: "unauthorised", reason: TOKEN_REFUSED };
    case 404:
      return question.asked ? { type: "unknown" } : permanent(reply.status, "no");
    case 409: {
      const stale = parseStale(reply.body, question.commandId);
      return stale ?? permanent(reply.status, "unknown");
    }
    case 422: {
      const rejected = parseRejected(reply.body, question.commandId);
      return rejected === null
        ? permanent(reply.status, question.asked ? "unknown" : "no")
        : redact(rejected, question.token);
    }
    default:
      return classifyByRange(reply, question);
  }
}

function classifyByRange(reply: Reply, question: Question): Outcome {
  const { status } = reply;
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const refused = status === 425 || status === 429;
    return {
      type: "transient",
      reason: `HTTP ${status}`,
      retryAfterMs: retryAfterMs(reply.retryAfter, question.now),
      applied: refused && !question.asked ? "no" : "unknown",
    };
  }
  if (status < 300) return malformed(status);
  return permanent(status, question.asked ? "unknown" : "no");
}

/** Why a reply is not the page that was asked for: its status, or what is in it. */
export function whyNoPage({ status }: Reply): string {
  if (status === 401 || status === 403) return TOKEN_REFUSED;
  return status === 200 ? malformedWords(status) : `HTTP ${status}`;
}

/** What a call without an answer says about the command. */
export function classifyFailure(failed: CallFailed, question: Pick<Question, "asked">): Outcome {
  return {
    type: "transient",
    reason: failed.reason,
    retryAfterMs: null,
    applied: question.asked ? "unknown" : failed.arrived,
  };
}

/** Said about this command alone: the system is there, and what it says about others may be good. */
function malformed(status: number): Outcome {
  return { type: "permanent", reason: malformedWords(status), applied: "unknown" };
}

function malformedWords(status: number): string {
  return `malformed answer with HTTP ${status}`;
}

function permanent(status: number, applied: "no" | "unknown"): Outcome {
  return { type: "permanent", reason: `HTTP ${status} is no answer of this protocol`, applied };
}

/** Seconds or an HTTP date. `null`: not said, or not readable. */
function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  const waitMs = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), RETRY_AFTER_MAX_MS);
}
