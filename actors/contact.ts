/**
 * Whether an access-control system answers when it is asked for scans, for its list, or on trial.
 *
 * Commands have their breaker; these have nobody else to tell that they lead to nothing.
 *
 * @module
 */
import { Clock, Effect } from "effect";
import type { AccessControl, NotAnswered } from "./access_control.ts";

/** In a row: fewer are chance. */
const MISSES_MIN = 3;

/** What a system is asked besides commands. */
export type Question = "scans" | "list" | "trial";

/** The system does not answer. */
export interface Silence {
  /** Milliseconds since the epoch: the first question in a row that led to nothing. */
  readonly since: number;
  /** Of the last one. */
  readonly reason: string;
}

interface Misses extends Silence {
  readonly count: number;
}

/**
 * What is known of one system. An answer of any kind ends a silence, but for scans: where only they
 * are missing, its other answers must not hide it.
 */
export class Contact {
  #misses: Misses | null = null;
  #missedScans: Misses | null = null;
  #scansAt: number | null = null;

  /** `null`: it answers, or has not failed to often enough. */
  get silence(): Silence | null {
    return silenceOf(this.#missedScans) ?? silenceOf(this.#misses);
  }

  /** When scans were last given, milliseconds since the epoch; `null`: not since the start. */
  get scansAt(): number | null {
    return this.#scansAt;
  }

  /** `reason` says why it led to nothing; `null`: it was answered. */
  note(question: Question, reason: string | null, now: number): void {
    this.#misses = next(this.#misses, reason, now);
    if (question !== "scans") return;
    this.#missedScans = next(this.#missedScans, reason, now);
    if (reason === null) this.#scansAt = now;
  }
}

function next(before: Misses | null, reason: string | null, now: number): Misses | null {
  if (reason === null) return null;
  return { since: before?.since ?? now, reason, count: (before?.count ?? 0) + 1 };
}

function silenceOf(misses: Misses | null): Silence | null {
  return misses !== null && misses.count >= MISSES_MIN ? misses : null;
}

/** A system whose answers to questions are noted. */
export interface WatchedAccessControl extends AccessControl {
  readonly contact: Contact;
}

/** Notes its scans and its list by themselves; a trial is noted by who makes it. */
export function watched(system: AccessControl): WatchedAccessControl {
  const contact = new Contact();
  const all = { ...system, contact };
  return {
    ...all,
    scans: (cursor) => noted(all, "scans", system.scans(cursor)),
    credentials: (cursor) => noted(all, "list", system.credentials(cursor)),
  };
}

function noted<A>(
  system: WatchedAccessControl,
  question: Question,
  asking: Effect.Effect<A, NotAnswered>,
): Effect.Effect<A, NotAnswered> {
  return asking.pipe(
    Effect.tap(() => note(system, question, null)),
    Effect.tapError(({ reason }) => note(system, question, reason)),
  );
}

/** Notes what a question has led to, and says in the log when the system falls silent or is back. */
export const note = Effect.fnUntraced(function* (
  { tenant, name, contact }: WatchedAccessControl,
  question: Question,
  reason: string | null,
): Effect.fn.Return<void> {
  const now = yield* Clock.currentTimeMillis;
  const before = contact.silence;
  contact.note(question, reason, now);
  const { silence } = contact;
  if ((before === null) === (silence === null)) return;
  yield* silence === null
    ? Effect.logInfo(`Access control ${name} of ${tenant} answers again`)
    : Effect.logWarning(`Access control ${name} of ${tenant} is down: ${silence.reason}`);
});
