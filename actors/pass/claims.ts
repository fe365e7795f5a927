/**
 * What a pass is found by, and the values that it alone may have.
 *
 * @module
 */
import type { Credential } from "../access_control.ts";
import type { Claim, Relation } from "../event_store.ts";
import type { PassEvent } from "./events.ts";

/** A card's value is unique in the tenant, and stays claimed when it is dead. */
export function claims(event: PassEvent): ReadonlyArray<Claim> {
  switch (event.type) {
    case "PassIssued":
    case "PassReissued":
      return cards(event, "live");
    case "CardTombstoned":
    case "CardBoundThenRevoked":
    case "LateCredentialBound":
      return cards(event, "dead");
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

function cards(
  { generation, credentials }: {
    readonly generation: number;
    readonly credentials: ReadonlyArray<Credential>;
  },
  state: Claim["state"],
): ReadonlyArray<Claim> {
  return credentials.map(({ kind, value }): Claim => ({
    space: "barcode",
    value,
    scope: "",
    state,
    note: `${generation}:${kind}`,
  }));
}
