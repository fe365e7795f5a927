/**
 * An access control in memory that answers what a test tells it to, and remembers what it heard.
 *
 * @module
 */
import { Effect } from "effect";
import {
  type AccessControl,
  type Called,
  DEFAULT_PACE,
  type Listed,
  type Outcome,
  type OutgoingCommand,
  type Scan,
} from "../../actors/access_control.ts";
import { credential, done } from "./stories.ts";

/** What it answers to one call; a function sees what was sent. */
export type Reply = Outcome | ((command: OutgoingCommand) => Outcome);

/** The port, with what a test may look at and set. */
export interface ScriptedAccessControl extends AccessControl {
  readonly sent: Array<OutgoingCommand>;
  readonly asked: Array<string>;
  /** Answers to the next sends, in order; then `done` with fresh credentials. */
  readonly replies: Array<Reply>;
  /** Answers to the next questions, in order; then `unknown`. */
  readonly answers: Array<Reply>;
  readonly scanned: Array<Scan>;
  /** What it lists. */
  readonly listed: Array<Listed>;
}

/** Answers at once unless told otherwise, and retries within milliseconds. */
export function scriptedAccessControl(
  settings: Partial<
    Pick<AccessControl, "tenant" | "name" | "tickets" | "retry" | "breaker" | "pace">
  > = {},
): ScriptedAccessControl {
  const sent: Array<OutgoingCommand> = [];
  const asked: Array<string> = [];
  const replies: Array<Reply> = [];
  const answers: Array<Reply> = [];
  const scanned: Array<Scan> = [];
  const listed: Array<Listed> = [];
  let issued = 0;
  const doneBy = ({ body: { command } }: OutgoingCommand): Outcome =>
    done(
      command === "issueTicket"
        ? [credential("standard", `B${issued += 1}`)]
        : command === "issueCard"
        ? [credential("card", `K${issued += 1}`)]
        : [],
    );
  const call = (outcome: Outcome): Called => ({ outcome, httpStatus: null, durationMs: 0 });
  return {
    tenant: "riverside",
    name: "main",
    tickets: "barcode",
    retry: { firstMs: 1, maxMs: 4, attemptTimeoutMs: 1000 },
    breaker: { failures: 1000, openMs: 1 },
    pace: DEFAULT_PACE,
    pollMs: 5,
    reconcileEveryMs: 300_000,
    repair: "propose",
    ...settings,
    sent,
    asked,
    replies,
    answers,
    scanned,
    listed,
    send: (command) =>
      Effect.sync(() => {
        sent.push(command);
        const reply = replies.shift() ?? doneBy;
        return call(typeof reply === "function" ? reply(command) : reply);
      }),
    ask: (commandId) =>
      Effect.sync(() => {
        asked.push(commandId);
        const reply = answers.shift() ?? { type: "unknown" };
        const command = sent.find((one) => one.commandId === commandId);
        if (typeof reply !== "function") return call(reply);
        return call(command === undefined ? { type: "unknown" } : reply(command));
      }),
    scans: (cursor) =>
      Effect.sync(() => {
        const from = Number(cursor ?? "0");
        return { items: scanned.slice(from), next: String(scanned.length) };
      }),
    credentials: () => Effect.sync(() => ({ items: [...listed], next: null })),
  };
}
