/**
 * How a pass and a ticket mend the access control's list: say again what is so, or kill a stray.
 *
 * @module
 */
import { Result } from "effect";
import type { Credential } from "./access_control.ts";
import { type BoundCredential, expose } from "./credentials.ts";
import { type Refusal, refuseBy } from "./decider.ts";
import { confirm, raise, type Sync } from "./sync.ts";

/** The access control does not have what it has confirmed: it is told all of it again. */
export interface ResendRequested {
  readonly type: "ResendRequested";
  /** Revision that is confirmed when it has it again. */
  readonly revision: number;
}

/** The access control has it again, as far as it says. */
export interface ResendConfirmed {
  readonly type: "ResendConfirmed";
  /** Delivery that was answered. */
  readonly seq: number;
  /** Of the credentials that were sent again. */
  readonly generation: number;
}

/** The access control opens gates for values that nobody may use: cancelled at once. */
export interface StrayFound {
  readonly type: "StrayFound";
  /** Under which they are cancelled. */
  readonly generation: number;
  /** Dead here; open there until they are cancelled. */
  readonly credentials: ReadonlyArray<Credential>;
  /** Where they were found. */
  readonly accessControl: string;
  /** Revision that is confirmed when they are cancelled. */
  readonly revision: number;
}

/** The facts of a repair. */
export type RepairEvent = ResendRequested | ResendConfirmed | StrayFound;

/** Say the whole desired state again; nothing is printed. */
export interface ResendCredentials {
  readonly type: "ResendCredentials";
  /** The actor's revision when the lists were compared. */
  readonly revision: number;
}

/** Have values cancelled that open gates there and are nobody's here. */
export interface BlockStray {
  readonly type: "BlockStray";
  /** The actor's revision when the lists were compared; 0 for one that is not known here. */
  readonly revision: number;
  readonly accessControl: string;
  readonly credentials: ReadonlyArray<Credential>;
}

/** What reconciliation tells an actor. */
export type RepairCommand = ResendCredentials | BlockStray;

/** By name: the rule, and the way out. */
export const REPAIR_RULES = {
  ChangedSinceCompared: [
    "A repair is made only while nothing has changed since the lists were compared.",
    "Compare again: what is still wrong is found again.",
  ],
  NothingToResend: [
    "Only what is printed and not blocked is sent again.",
    "Print it, or unblock it.",
  ],
} as const;

const refuse = refuseBy(REPAIR_RULES);

/** Names of the rules. */
export type RepairRefusal = keyof typeof REPAIR_RULES;

/** What a repair changes and looks at. */
interface Repairable {
  readonly generation: number;
  readonly accessControl: string | null;
  readonly credentials: ReadonlyArray<BoundCredential>;
  /** All of it is to be said again. */
  readonly resending: boolean;
  readonly sync: Sync;
}

/** The events of a repair, or why it is not made. The same asked twice is done once. */
export function decideRepair(
  { generation, credentials: held, resending, sync }: Repairable,
  command: RepairCommand,
  { isSettled, isOpen }: {
    /** All that is wanted is confirmed. */
    readonly isSettled: boolean;
    /** There is something that gates open for. */
    readonly isOpen: boolean;
  },
): Result.Result<ReadonlyArray<RepairEvent>, Refusal<RepairRefusal>> {
  const { desired, acknowledged } = sync;
  const isAsCompared = isSettled && desired === command.revision;
  const compared = { revision: command.revision, desired, acknowledged };
  const revision = desired + 1;
  if (command.type === "ResendCredentials") {
    if (resending) return Result.succeed([]);
    if (!isAsCompared) return refuse("ChangedSinceCompared", compared);
    return isOpen
      ? Result.succeed([{ type: "ResendRequested", revision }])
      : refuse("NothingToResend", compared);
  }
  const { credentials, accessControl } = command;
  const known = (isMeant: (one: BoundCredential) => boolean) => ({ value }: Credential) =>
    held.some((one) => one.value === value && isMeant(one));
  if (credentials.every(known(({ state, open }) => state === "dead" && open))) {
    return Result.succeed([]);
  }
  if (!isAsCompared || credentials.some(known(({ state }) => state === "live"))) {
    return refuse("ChangedSinceCompared", compared);
  }
  return Result.succeed([{
    type: "StrayFound",
    generation: Math.max(1, generation),
    credentials,
    accessControl,
    revision,
  }]);
}

/** What a fact of a repair changes; `acknowledged` is the revision that was confirmed before it. */
export function evolveRepair<State extends Repairable>(
  state: State,
  event: RepairEvent,
  acknowledged: number,
): State {
  switch (event.type) {
    case "ResendRequested":
      return { ...state, resending: true, sync: raise(state.sync, event.revision, acknowledged) };
    case "ResendConfirmed":
      return { ...state, resending: false, sync: confirm(state.sync, event.seq) };
    case "StrayFound":
      return {
        ...state,
        accessControl: state.accessControl || event.accessControl,
        credentials: expose(state.credentials, event.credentials, event.generation),
        sync: raise(state.sync, event.revision, acknowledged),
      };
  }
}

/** One sentence, without a final period. */
export function repairSentence(event: RepairEvent): string {
  switch (event.type) {
    case "ResendRequested":
      return "The access control's list lacks it or has it otherwise; it is sent again";
    case "ResendConfirmed":
      return "The access control confirms that it has it again";
    case "StrayFound":
      return "The access control opens gates for a value that nobody may use; it is cancelled";
  }
}
