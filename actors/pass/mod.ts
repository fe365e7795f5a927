/**
 * The pass: a customer's admissions on one card of the access control's.
 *
 * @module
 */
import type { ActorType } from "../actor_type.ts";
import { claims, relations } from "./claims.ts";
import type { PassCommand } from "./commands.ts";
import { decide } from "./decide.ts";
import type { PassEvent } from "./events.ts";
import { messageOf, revisions } from "./plan.ts";
import { evolve, initial, type PassState } from "./state.ts";
import { sentence } from "./words.ts";

export type { Admission, Admissions, AdmissionState } from "./admissions.ts";
export type {
  AcquirePass,
  AddAdmission,
  BlockPass,
  CancelPass,
  DeletePass,
  LoadPass,
  PassCommand,
  PrintPass,
  ProducePass,
  RemoveAdmission,
  ReprintPass,
  TransferPass,
  UnblockPass,
  WithdrawAdmissions,
} from "./commands.ts";
export type { PassEvent, Source } from "./events.ts";
export { type PassRefusal, RULES as PASS_RULES } from "./refusals.ts";
export { type PassState, type PassStatus, status } from "./state.ts";
export { type AdmissionView, type PassView, view } from "./view.ts";

/** How the actor system runs a pass. */
export const pass: ActorType<PassState, PassCommand, PassEvent> = {
  kind: "pass",
  stateVersion: 1,
  creators: ["AcquirePass", "LoadPass"],
  initial,
  decide,
  evolve,
  message(state, seq) {
    const message = messageOf(state, seq);
    if (message === null) throw new Error(`Delivery ${seq} of a pass is not outstanding`);
    return message;
  },
  revisions,
  accessControl: (state) => state.accessControl ?? "",
  claims,
  relations,
  sentence,
};
