/**
 * What one pass or ticket says that the access control should have of it.
 *
 * @module
 */
import type { Credential } from "../access_control.ts";
import type { AnyActorType } from "../actor_type.ts";
import type { SubjectKind } from "../address.ts";
import { bare, live } from "../credentials.ts";
import { pass, type PassState } from "../pass/mod.ts";
import { ticket, type TicketState } from "../ticket/mod.ts";

/** A pass or a ticket by its name. */
export interface SubjectName {
  readonly kind: SubjectKind;
  readonly id: string;
}

/** One subject's part of our list. */
export interface Held {
  readonly actor: SubjectName;
  readonly accessControl: string;
  /** All that it wants is confirmed: only then can the two lists be held against each other. */
  readonly isSettled: boolean;
  /** A blocked card opens nothing; sent again it would. */
  readonly isBlocked: boolean;
  readonly revision: number;
  /** Confirmed, and open. */
  readonly live: ReadonlyArray<Credential>;
  /** What each of them opens. */
  readonly admissionIds: ReadonlyArray<string>;
}

/** The types of all that holds credentials. */
export const SUBJECT_TYPES: Readonly<Record<SubjectKind, AnyActorType>> = { pass, ticket };

/** `state` is one of the actor's kind. */
export function heldBy(actor: SubjectName, state: unknown): Held {
  const type = SUBJECT_TYPES[actor.kind];
  const { desired, acknowledged, outstanding } = type.revisions(state);
  return {
    actor,
    accessControl: type.accessControl(state),
    isSettled: acknowledged === desired && outstanding === null,
    revision: desired,
    ...(actor.kind === "pass" ? ofPass(state as PassState) : ofTicket(state as TicketState)),
  };
}

type Part = Pick<Held, "isBlocked" | "live" | "admissionIds">;

function ofPass({ admissions, credentials, blocked, blockedThere }: PassState): Part {
  const effective = Object.entries(admissions).filter(([, { state }]) => state === "effective");
  return {
    isBlocked: blocked || blockedThere,
    live: bare(live(credentials)),
    admissionIds: effective.map(([id]) => id),
  };
}

function ofTicket({ credentials, record }: TicketState): Part {
  return {
    isBlocked: false,
    live: bare(live(credentials)),
    admissionIds: record === null ? [] : [record.admissionId],
  };
}
