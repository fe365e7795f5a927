/**
 * What a pass is found by, and the values that it alone may have.
 *
 * @module
 */
import { credentialClaims } from "../credentials.ts";
import type { Claim, Relation } from "../event_store.ts";
import { holdingClaim } from "../holding.ts";
import type { PassEvent } from "./events.ts";
import type { PassState } from "./state.ts";

/**
 * A card's value is unique in the tenant, and stays claimed when it is dead. What a customer
 * holds is counted from acquiring to cancelling, and follows the pass to another holder.
 */
export function claims(event: PassEvent, state: PassState): ReadonlyArray<Claim> {
  const { holding, customerId } = state;
  switch (event.type) {
    case "PassAcquired":
      return [holdingClaim({ ...holding, customerId, state: "live" })];
    case "PassTransferred":
      return [
        holdingClaim({ ...holding, customerId: event.from, state: "dead" }),
        holdingClaim({ ...holding, customerId: event.customerId, state: "live" }),
      ];
    case "PassCancelRequested":
    case "PassCancelled":
    case "PassDeleted":
      return [holdingClaim({ ...holding, customerId, state: "dead" })];
    case "PassIssued":
    case "PassReissued":
      return credentialClaims(event, "live");
    case "CardTombstoned":
    case "CardBoundThenRevoked":
    case "LateCredentialBound":
    case "StrayFound":
      return credentialClaims(event, "dead");
    default:
      return [];
  }
}

/** Orders, holders and performances that the event connects the pass with. */
export function relations(event: PassEvent): ReadonlyArray<Relation> {
  switch (event.type) {
    case "PassAcquired":
      return [
        { by: "order", value: event.source.orderId },
        { by: "customer", value: event.customerId },
        ...event.allAccess.map((value): Relation => ({ by: "performance", value })),
      ];
    case "AdmissionAdded":
      return [
        { by: "order", value: event.orderId },
        { by: "performance", value: event.performance },
      ];
    case "PassTransferred":
      return [{ by: "customer", value: event.customerId }];
    default:
      return [];
  }
}
