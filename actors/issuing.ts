/**
 * How the life of its credentials changes a pass and a ticket alike: asked for, bound, in doubt,
 * dead, and out of the printer or not.
 *
 * @module
 */
import type { Credential } from "./access_control.ts";
import {
  bind,
  type BoundCredential,
  type CredentialFault,
  shut,
  tombstone,
} from "./credentials.ts";
import { confirm, distrust, type Sync } from "./sync.ts";

/** What both keep of their last print. */
export interface Issuing {
  /** Of the last print; 0 before the first. */
  readonly generation: number;
  /** The credentials of `generation` are bound. */
  readonly issued: boolean;
  /** Generations that were confirmed while they were wanted. */
  readonly printCount: number;
  /** Printing by the access control's printer: did it come out? */
  readonly production: "produced" | "unproduced" | "producing";
  readonly printFault: string | null;
  readonly credentials: ReadonlyArray<BoundCredential>;
  /** The access control is told all of it again. */
  readonly resending: boolean;
  /** Why the last answer could not be accepted. */
  readonly attention: CredentialFault | null;
  readonly sync: Sync;
}

/** Of an answer: the delivery that it answers, and what that was about. */
interface Answered {
  readonly seq: number;
  readonly generation: number;
}

interface AnsweredWith extends Answered {
  readonly credentials: ReadonlyArray<Credential>;
}

/** Before the first print. */
export const UNISSUED = {
  generation: 0,
  issued: false,
  printCount: 0,
  production: "produced",
  printFault: null,
  credentials: [],
  resending: false,
  attention: null,
} as const;

/** Nothing of the last generation is wanted any more; live values are dead with it. */
export function discarded(
  { credentials }: Issuing,
): Omit<Issuing, "generation" | "printCount" | "sync"> {
  return {
    issued: false,
    production: "produced",
    printFault: null,
    credentials: tombstone(credentials),
    resending: false,
    attention: null,
  };
}

/** The credentials that were asked for are there, and open. */
export function bound<State extends Issuing>(
  state: State,
  { seq, generation, credentials }: AnsweredWith,
): State {
  return {
    ...state,
    issued: true,
    printCount: state.printCount + 1,
    attention: null,
    credentials: bind(state.credentials, credentials, { generation, state: "live" }),
    sync: confirm(state.sync, seq),
  };
}

/** They came when nobody wanted them any more: dead here, and open there until they are revoked. */
export function boundDead<State extends Issuing>(
  state: State,
  { seq, generation, credentials }: AnsweredWith,
): State {
  return {
    ...state,
    credentials: bind(state.credentials, credentials, { generation, state: "dead" }),
    sync: confirm(state.sync, seq),
  };
}

/** The access control has confirmed that these open nothing any more. */
export function revoked<State extends Issuing>(
  state: State,
  { seq, credentials }: AnsweredWith,
): State {
  return {
    ...state,
    credentials: shut(state.credentials, credentials),
    sync: confirm(state.sync, seq),
  };
}

/** The answer could not be accepted: that is for an operator, if it is about the last print. */
export function doubted<State extends Issuing>(
  state: State,
  { seq, generation, code }: Answered & { readonly code: CredentialFault },
): State {
  const concerns = !state.issued && generation === state.generation;
  const attention = concerns ? code : state.attention;
  return { ...state, attention, sync: distrust(state.sync, seq) };
}

/** The printer is done with it; what is said of older credentials changes nothing. */
export function printed<State extends Issuing>(
  state: State,
  { seq, generation }: Answered,
  outcome: Pick<Issuing, "production" | "printFault">,
): State {
  const after = { ...state, sync: confirm(state.sync, seq) };
  return generation === state.generation && state.issued ? { ...after, ...outcome } : after;
}
