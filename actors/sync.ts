/**
 * What a pass and a ticket share: how each follows its deliveries to the access control.
 *
 * An actor waits for one delivery at a time. What it still wants is a function of its state, so
 * that any number of changes while one is under way end in one next message.
 *
 * @module
 */
import type { Answer, CommandName, Credential } from "./access_control.ts";
import type { Barcode } from "./address.ts";
import type { Revisions } from "./actor_type.ts";

/** A message was committed for the access control; its text is made from the state. */
export interface DeliveryQueued {
  readonly type: "DeliveryQueued";
  /** The fence, growing by one or more with each delivery of this actor. */
  readonly seq: number;
  readonly command: CommandName;
  readonly generation: number;
  /** Revision that is confirmed when this one is. */
  readonly covers: number;
  /** Takes rights away. */
  readonly revokes: boolean;
  /** `seq` of the unsent delivery that this one replaces. */
  readonly supersedes: number | null;
  /** Admissions that the message says the card opens; empty for tickets. */
  readonly admissionIds: ReadonlyArray<string>;
  /** Values that it revokes, changes or prints again; empty asks for new ones. */
  readonly credentials: ReadonlyArray<Credential>;
  /** It says again what was confirmed before, and prints nothing. */
  readonly resend?: true;
}

/** The outstanding delivery was never sent and is not needed any more: nothing replaces it. */
export interface DeliveryDropped {
  readonly type: "DeliveryDropped";
  readonly seq: number;
}

/** The access control refused it for good, or never gave a valid answer: an operator must act. */
export interface DeliveryFailed {
  readonly type: "DeliveryFailed";
  readonly seq: number;
  readonly code: string;
  readonly message: string;
  /** `no`: it certainly had no effect there. */
  readonly applied: "no" | "unknown";
}

/** An operator had the failed delivery tried again, unchanged. */
export interface DeliveryReopened {
  readonly type: "DeliveryReopened";
  readonly seq: number;
}

/** An operator gave the delivery up and vouches for the other side. */
export interface DeliveryDiscarded {
  readonly type: "DeliveryDiscarded";
  readonly seq: number;
  readonly reason: string;
}

/** The other side had applied a newer command than ours: fences jump above `lastSeq`. */
export interface FenceRaised {
  readonly type: "FenceRaised";
  readonly seq: number;
  readonly lastSeq: number;
}

/** An answer that changes nothing, kept because someone will ask. */
export interface AnswerIgnored {
  readonly type: "AnswerIgnored";
  readonly seq: number;
  readonly because: "late" | "duplicate" | "contradictory";
  readonly answer: Answer["type"];
}

/** Accepted long ago and still not answered. It is asked for, never issued again. */
export interface AnswerOverdue {
  readonly type: "AnswerOverdue";
  readonly seq: number;
}

/** The facts that passes and tickets share. */
export type SyncEvent =
  | DeliveryQueued
  | DeliveryDropped
  | DeliveryFailed
  | DeliveryReopened
  | DeliveryDiscarded
  | FenceRaised
  | AnswerIgnored
  | AnswerOverdue;

/** Who has a value that the access control just issued. */
export type Ownership = "free" | "own" | "dead" | "foreign" | "ticket-number";

/** What the outbox tells the actor. Idempotent by command id, like every command. */
export type SyncCommand =
  | {
    readonly type: "RecordAnswer";
    readonly seq: number;
    readonly answer: Answer;
    /** One for each credential of a `done`, looked up just before. */
    readonly owners: ReadonlyArray<{ readonly value: Barcode; readonly owner: Ownership }>;
  }
  | {
    readonly type: "RecordDeadLetter";
    readonly seq: number;
    readonly code: string;
    readonly message: string;
    readonly applied: "no" | "unknown";
  }
  | { readonly type: "RecordOverdue"; readonly seq: number }
  | { readonly type: "ReopenDelivery"; readonly seq: number }
  | { readonly type: "DiscardDelivery"; readonly seq: number; readonly reason: string };

/** The delivery now waited for. */
export interface Outstanding {
  readonly seq: number;
  readonly command: CommandName;
  readonly generation: number;
  readonly covers: number;
  readonly revokes: boolean;
  readonly admissionIds: ReadonlyArray<string>;
  readonly credentials: ReadonlyArray<Credential>;
  readonly resend?: true;
  /** Set: an operator must act. */
  readonly failed: Pick<DeliveryFailed, "code" | "message" | "applied"> | null;
}

/** A delivery of the past, as far as a late answer needs it. */
export interface PastDelivery {
  readonly seq: number;
  readonly generation: number;
  /** Answers recorded for it: the same one again is no news. */
  readonly seen: ReadonlyArray<Answer["type"]>;
}

/** How one actor stands with the access control. */
export interface Sync extends Omit<Revisions, "outstanding"> {
  readonly outstanding: Outstanding | null;
  /** Stale answers since the last one of another kind. */
  readonly staleInARow: number;
  /** `seq` of the newest delivery told overdue. */
  readonly overdue: number;
  /** The newest `PAST_MAX`, oldest first. */
  readonly past: ReadonlyArray<PastDelivery>;
}

/** An answer that comes after so many later deliveries is news again, and does no harm. */
export const PAST_MAX = 16;

/** Nothing was ever said, and nothing is to say. */
export const SILENT: Sync = {
  desired: 0,
  queued: 0,
  acknowledged: 0,
  seq: 0,
  outstanding: null,
  staleInARow: 0,
  overdue: 0,
  past: [],
};

/** Total, like every `evolve`: an event about another delivery than the outstanding one is kept out. */
export function evolveSync(sync: Sync, event: SyncEvent): Sync {
  const waiting = sync.outstanding?.seq === event.seq ? sync.outstanding : null;
  switch (event.type) {
    case "DeliveryQueued":
      return queue(sync, event);
    case "DeliveryDropped":
      return close(sync, event.seq, []);
    case "DeliveryFailed": {
      const { code, message, applied } = event;
      return waiting === null
        ? sync
        : { ...sync, outstanding: { ...waiting, failed: { code, message, applied } } };
    }
    case "DeliveryReopened":
      return waiting === null
        ? sync
        : { ...sync, staleInARow: 0, outstanding: { ...waiting, failed: null } };
    case "DeliveryDiscarded":
      return { ...close(sync, event.seq, []), staleInARow: 0 };
    case "FenceRaised": {
      const seq = Math.max(sync.seq, event.lastSeq);
      return { ...close(sync, event.seq, ["stale"]), seq, staleInARow: sync.staleInARow + 1 };
    }
    case "AnswerIgnored":
      return { ...sync, past: remember(sync.past, event.seq, event.answer) };
    case "AnswerOverdue":
      return { ...sync, overdue: Math.max(sync.overdue, event.seq) };
  }
}

/**
 * The access control did what delivery `seq` said, and all that it covers is confirmed.
 *
 * For a delivery that is not outstanding (a late answer) only the answer is remembered.
 */
export function confirm(sync: Sync, seq: number): Sync {
  const waiting = sync.outstanding;
  if (waiting?.seq !== seq) return { ...sync, past: remember(sync.past, seq, "done") };
  const acknowledged = Math.max(sync.acknowledged, waiting.covers);
  return { ...close(sync, seq, ["done"]), acknowledged, staleInARow: 0 };
}

/** Delivery `seq` was answered `done`, but with something that we cannot accept. */
export function distrust(sync: Sync, seq: number): Sync {
  return { ...close(sync, seq, ["done"]), staleInARow: 0 };
}

/** The access control must hear of something new; `acknowledged` is what was confirmed so far. */
export function raise(sync: Sync, revision: number, acknowledged: number): Sync {
  return { ...sync, desired: Math.max(sync.desired, revision), acknowledged };
}

/**
 * An answer that could not be accepted leaves nothing outstanding, but its wish has failed: the
 * delivery that was answered stands for it until an operator asks again.
 */
export function revisionsOf(
  sync: Sync,
  { acknowledged, isBroken }: { readonly acknowledged: number; readonly isBroken: boolean },
): Revisions {
  const { desired, seq, outstanding } = sync;
  const waiting = outstanding === null
    ? isBroken ? { seq, failed: true } : null
    : { seq: outstanding.seq, failed: outstanding.failed !== null };
  const queued = Math.max(sync.queued, acknowledged);
  return { desired, queued, acknowledged, seq, outstanding: waiting };
}

function queue(sync: Sync, event: DeliveryQueued): Sync {
  const { type: _type, supersedes, ...told } = event;
  const before = supersedes === null ? sync : close(sync, supersedes, []);
  return {
    ...before,
    seq: Math.max(sync.seq, event.seq),
    queued: Math.max(sync.queued, event.covers),
    outstanding: { ...told, failed: null },
  };
}

function close(sync: Sync, seq: number, seen: PastDelivery["seen"]): Sync {
  const waiting = sync.outstanding;
  if (waiting?.seq !== seq) return sync;
  const { generation, failed } = waiting;
  const refused = failed?.applied === "no"
    ? [failed.code === "stale" ? "stale" : "rejected"] as const
    : [];
  const past = [...sync.past, { seq, generation, seen: [...refused, ...seen] }].slice(-PAST_MAX);
  return { ...sync, outstanding: null, past };
}

function remember(
  past: Sync["past"],
  seq: number,
  answer: Answer["type"],
): Sync["past"] {
  const known = past.find((delivery) => delivery.seq === seq);
  if (known === undefined) {
    return [...past, { seq, generation: 0, seen: [answer] }].slice(-PAST_MAX);
  }
  if (known.seen.includes(answer)) return past;
  return past.map((one) => one === known ? { ...one, seen: [...one.seen, answer] } : one);
}
