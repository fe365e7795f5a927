/**
 * The one way in which a pass and a ticket follow what they want at the access control.
 *
 * @module
 */
import { Result } from "effect";
import type { CommandName, Credential, Done } from "./access_control.ts";
import type { Owners } from "./credentials.ts";
import type { Refusal, Tagged } from "./decider.ts";
import type { DeliveryQueued, Outstanding, PastDelivery, Sync } from "./sync.ts";
import type { DeliveryFailed, SyncCommand, SyncEvent } from "./sync.ts";

/** One message that an actor has still to send. */
export type Step = Pick<
  DeliveryQueued,
  "command" | "generation" | "revokes" | "admissionIds" | "credentials" | "resend"
>;

/** An answer of kind `done` with the delivery that it is for. */
export interface Applied {
  readonly delivery: Outstanding;
  readonly done: Done;
  readonly owners: Owners;
}

/** What the following needs to know of an actor that has one. All functions are pure. */
export interface Subject<State, Event extends Tagged> {
  readonly evolve: (state: State, event: Event | SyncEvent) => State;
  readonly sync: (state: State) => Sync;
  /** Highest confirmed revision; all of them when nothing is left to say. */
  readonly acknowledged: (state: State) => number;
  /** All that is left to send, in order, as if nothing were outstanding. */
  readonly steps: (state: State) => ReadonlyArray<Step>;
  /** What has become true by itself now that nothing is left to send. */
  readonly settled: (state: State) => ReadonlyArray<Event>;
  /** The outstanding delivery was applied. One of the events closes it. */
  readonly applied: (state: State, applied: Applied) => ReadonlyArray<Event>;
  /** An operator vouches for the other side of the outstanding delivery. */
  readonly vouched: (state: State, delivery: Outstanding) => ReadonlyArray<Event>;
  /** Values that nobody expected and nobody has: they must be revoked. */
  readonly strayed: (
    state: State,
    stray: {
      readonly seq: number;
      readonly generation: number;
      readonly done: Done;
      readonly owners: Owners;
    },
  ) => ReadonlyArray<Event>;
}

/** Only what an operator asks for can be refused; all else are facts. */
export type SyncRefusal = "DeliveryNotFailed" | "DeliveryNotOutstanding";

/** A fence above this leaves no room to count on: such an answer is no answer. */
const FENCE_MAX = 2 ** 52;

/**
 * The events of a command, and after them what must be told next, if anything can be told now.
 *
 * Nothing is queued while a delivery is under way. One that was provably never sent (or had no
 * effect) is replaced where the wish has changed, or dropped where nothing is wished; but taking
 * rights away is only ever replaced by taking away as much.
 */
export function followUp<State, Event extends Tagged>(
  subject: Subject<State, Event>,
  state: State,
  { events, unsent }: {
    readonly events: ReadonlyArray<Event | SyncEvent>;
    readonly unsent: boolean;
  },
): ReadonlyArray<Event | SyncEvent> {
  if (events.length === 0) return events;
  const after = events.reduce(subject.evolve, state);
  const sync = subject.sync(after);
  const waiting = sync.outstanding;
  const steps = subject.steps(after);
  const [next] = steps;
  if (waiting !== null && !isReplaceable(waiting, next, unsent)) return events;
  if (next === undefined) {
    if (waiting === null) return [...events, ...subject.settled(after)];
    const dropped: SyncEvent = { type: "DeliveryDropped", seq: waiting.seq };
    return [...events, dropped, ...subject.settled(subject.evolve(after, dropped))];
  }
  const queued: SyncEvent = {
    type: "DeliveryQueued",
    seq: sync.seq + 1,
    ...next,
    covers: steps.length === 1 ? sync.desired : subject.acknowledged(after),
    supersedes: waiting?.seq ?? null,
  };
  return [...events, queued];
}

/** What the outbox or an operator tells, as events. The same told twice is told once. */
export function decideSync<State, Event extends Tagged>(
  subject: Subject<State, Event>,
  state: State,
  command: SyncCommand,
): Result.Result<ReadonlyArray<Event | SyncEvent>, Refusal<SyncRefusal>> {
  const sync = subject.sync(state);
  const { seq } = command;
  const waiting = sync.outstanding?.seq === seq ? sync.outstanding : null;
  switch (command.type) {
    case "RecordAnswer":
      return Result.succeed(
        waiting === null
          ? lateAnswer(subject, state, command)
          : dueAnswer(subject, state, { ...command, waiting }),
      );
    case "RecordDeadLetter": {
      if (waiting === null || waiting.failed !== null) return Result.succeed([]);
      const { code, message, applied } = command;
      return Result.succeed([{ type: "DeliveryFailed", seq, code, message, applied }]);
    }
    case "RecordOverdue":
      return Result.succeed(
        waiting === null || sync.overdue >= seq ? [] : [{ type: "AnswerOverdue", seq }],
      );
    case "ReopenDelivery":
      return waiting === null || waiting.failed === null
        ? refuse("DeliveryNotFailed", sync, seq)
        : Result.succeed([{ type: "DeliveryReopened", seq }]);
    case "DiscardDelivery":
      return waiting === null ? refuse("DeliveryNotOutstanding", sync, seq) : Result.succeed([
        { type: "DeliveryDiscarded", seq, reason: command.reason },
        ...subject.vouched(state, waiting),
      ]);
  }
}

type RecordAnswer = Extract<SyncCommand, { readonly type: "RecordAnswer" }>;

function dueAnswer<State, Event extends Tagged>(
  subject: Subject<State, Event>,
  state: State,
  { seq, answer, owners, waiting }: RecordAnswer & { readonly waiting: Outstanding },
): ReadonlyArray<Event | SyncEvent> {
  switch (answer.type) {
    case "done":
      return subject.applied(state, { delivery: waiting, done: answer, owners });
    case "rejected": {
      const { code, message } = answer;
      return failing(waiting, { type: "DeliveryFailed", seq, code, message, applied: "no" });
    }
    case "stale":
      return staleAnswer(subject.sync(state), waiting, answer.lastSeq);
  }
}

/**
 * Our fence was too low: the wish is told again above `lastSeq`, once.
 *
 * An issue that is stale by its own `seq` was applied there, and its credentials are unknown:
 * asking again could give a second live card, so an operator must look.
 */
function staleAnswer(
  { staleInARow }: Sync,
  waiting: Outstanding,
  lastSeq: number,
): ReadonlyArray<SyncEvent> {
  const { seq, command } = waiting;
  const isOurs = lastSeq === seq && isIssue(command);
  if (staleInARow === 0 && !isOurs && lastSeq <= FENCE_MAX) {
    return [{ type: "FenceRaised", seq, lastSeq }];
  }
  return failing(waiting, {
    type: "DeliveryFailed",
    seq,
    code: "stale",
    message: `The access control had applied ${lastSeq} before ${seq}`,
    applied: isOurs ? "unknown" : "no",
  });
}

/** Not again what is known; but a certain "no" is news after an unknown. */
function failing(
  { failed }: Outstanding,
  event: DeliveryFailed,
): ReadonlyArray<SyncEvent> {
  const isKnown = failed?.code === event.code && failed.applied === event.applied;
  return isKnown ? [] : [event];
}

/** An answer for a delivery that nobody waits for: it never moves anything back. */
function lateAnswer<State, Event extends Tagged>(
  subject: Subject<State, Event>,
  state: State,
  { seq, answer, owners }: RecordAnswer,
): ReadonlyArray<Event | SyncEvent> {
  const past = subject.sync(state).past.find((delivery) => delivery.seq === seq);
  if (answer.type === "done") {
    const generation = past?.generation ?? 0;
    const strayed = subject.strayed(state, { seq, generation, done: answer, owners });
    if (strayed.length > 0) return strayed;
  }
  if (past?.seen.includes(answer.type)) return [];
  return [{ type: "AnswerIgnored", seq, because: reasonOf(past), answer: answer.type }];
}

function reasonOf(past: PastDelivery | undefined): "late" | "contradictory" {
  return past === undefined || past.seen.length === 0 ? "late" : "contradictory";
}

function isReplaceable(waiting: Outstanding, next: Step | undefined, unsent: boolean): boolean {
  if (!unsent && waiting.failed?.applied !== "no") return false;
  // What may have been applied is neither replaced nor dropped, whatever else is known.
  if (waiting.failed?.applied === "unknown") return false;
  if (next !== undefined && isSame(waiting, next)) return false;
  return !waiting.revokes || next !== undefined && revokesAsMuch(next, waiting);
}

function isSame(waiting: Outstanding, next: Step): boolean {
  return waiting.command === next.command && waiting.generation === next.generation &&
    waiting.resend === next.resend &&
    isSameList(waiting.admissionIds, next.admissionIds) &&
    isSameList(valuesOf(waiting.credentials), valuesOf(next.credentials));
}

function isSameList(some: ReadonlyArray<string>, others: ReadonlyArray<string>): boolean {
  return some.length === others.length && some.every((value, index) => value === others[index]);
}

function valuesOf(credentials: ReadonlyArray<Credential>): ReadonlyArray<string> {
  return credentials.map(({ value }) => value);
}

/** A blocked card opens nothing, a cancelled one nothing ever; what was revoked stays revoked. */
const STRENGTH: Record<CommandName, number> = {
  issueCard: 0,
  unblockCard: 0,
  issueTicket: 0,
  updateCard: 1,
  blockCard: 2,
  cancelCard: 3,
  cancelTicket: 3,
};

function revokesAsMuch(next: Step, waiting: Outstanding): boolean {
  const kept = new Set(valuesOf(next.credentials));
  return next.revokes && STRENGTH[next.command] >= STRENGTH[waiting.command] &&
    valuesOf(waiting.credentials).every((value) => kept.has(value));
}

/** Whether the message asks for new credentials, or has old ones printed again. */
export function isIssue(command: CommandName): boolean {
  return command === "issueCard" || command === "issueTicket";
}

function refuse(
  type: SyncRefusal,
  { outstanding }: Sync,
  seq: number,
): Result.Result<never, Refusal<SyncRefusal>> {
  return Result.fail({
    type,
    rule: type === "DeliveryNotFailed"
      ? "Only a delivery that has failed can be tried again."
      : "Only the delivery that is waited for can be given up.",
    operands: { seq, outstanding: outstanding?.seq ?? null },
    advice: "Look at the deliveries of this actor.",
  });
}
