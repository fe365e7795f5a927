/**
 * The pass: a customer's admissions on one card of the access control's.
 *
 * @module
 */
import type { ActorType } from "../actor_type.ts";
import { openIncidents } from "../incidents.ts";
import { claims, relations } from "./claims.ts";
import type { PassCommand } from "./commands.ts";
import { decide } from "./decide.ts";
import type { PassEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import { messageOf, revisions } from "./plan.ts";
import { initial, type PassState, status } from "./state.ts";
import { sentence } from "./words.ts";

export type {
  AcquirePass,
  AddAdmission,
  BlockPass,
  CancelPass,
  DeletePass,
  PassCommand,
  PrintPass,
  ProducePass,
  RemoveAdmission,
  ReprintPass,
  TransferPass,
  UnblockPass,
} from "./commands.ts";
export type { PassEvent } from "./events.ts";
export { RULES as PASS_RULES } from "./refusals.ts";
export { type PassState, status } from "./state.ts";
export { view } from "./view.ts";

/** How the actor system runs a pass. */
export const pass: ActorType<PassState, PassCommand, PassEvent> = {
  kind: "pass",
  stateVersion: 4,
  creators: ["AcquirePass", "LoadPass", "BlockStray"],
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
  needsPerson: (state) => status(state) === "attention" || openIncidents(state.usage).length > 0,
  relations,
  sentence,
};
