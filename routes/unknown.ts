/**
 * What is not there, in words. An id that was asked for is never repeated.
 *
 * @module
 */
import type { Kind } from "../actors/address.ts";

const BY_CODE = "with this code in this tenant. PUT defines it.";

const ACTORS: Readonly<Partial<Record<Kind, string>>> = {
  "ticket": "There is no ticket with this id in this tenant. It exists after it was allocated.",
  "pass": "There is no pass with this id in this tenant. It exists after it was acquired.",
  "order": "There is no order with this id in this tenant. It exists after it was placed.",
  "performance": `There is no performance ${BY_CODE}`,
  "pass-type": `There is no pass type ${BY_CODE}`,
  "bundle": `There is no bundle ${BY_CODE}`,
  "item": `There is no item ${BY_CODE}`,
  "ticket-template": `There is no ticket template ${BY_CODE}`,
  "key": "There is no key with this id in this tenant. GET /v1/keys lists them.",
  "webhook": "There is no webhook with this id in this tenant. GET /v1/webhooks lists them.",
};

/** Of an actor; `undefined` for a kind that nobody names in a path. */
export function unknownActor(kind: Kind): string | undefined {
  return ACTORS[kind];
}

/** Of a version of an actor that is there. */
export function unknownVersion(kind: Kind, newest: number): string {
  return `The ${kind} has no such version. Its newest is ${newest}.`;
}

/** Everything else that paths name. */
export const UNKNOWN = {
  path: "Nothing is served at this path. /openapi.json describes every route.",
  accessControl:
    "There is no access-control system with this name in this tenant. GET /v1/adapters lists them.",
  customer: "No customer with this reference is known in this tenant.",
  delivery: "There is no delivery with this id in this tenant. GET /v1/deliveries lists them.",
  difference: "There is no difference with this id at this access-control system now.",
  notification: "The webhook has no delivery with this id.",
  operation: "There is no operation with this id in this tenant. It has the id of its command, " +
    "and is kept for 30 days at least.",
  problem: "There is no problem with this code.",
  snapshot: "No state is stored of this version. GET …/snapshots lists those that are.",
  time: "It did not exist yet at that time.",
} as const;
