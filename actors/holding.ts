/**
 * Which passes a customer holds: the rule that crosses actors (A6, A7), kept in the claims index.
 *
 * @module
 */
import type { PassType } from "./catalogue.ts";
import type { Claim } from "./event_store.ts";

/** Where a pass counts, and whether it may be held beside others of its group. */
export interface Holding {
  /** The type's group, or the type itself. */
  readonly group: string;
  /** It can only be acquired while no other of the group is held; the others are not asked. */
  readonly exclusive: boolean;
}

/** By the type that is being acquired: the order of acquiring matters (rule A7). */
export function holdingOf(code: string, { group, multiplePerCustomer }: PassType): Holding {
  return { group: group ?? `type.${code}`, exclusive: !multiplePerCustomer };
}

/** One customer's one pass; dead: held no longer. Without a `passId` it is the pass that claims. */
export function holdingClaim(
  { customerId, passId, group, exclusive, state }: Holding & {
    readonly customerId: string;
    readonly passId?: string;
    readonly state: Claim["state"];
  },
): Claim {
  return {
    space: "holding",
    value: customerId,
    scope: group,
    state,
    note: "",
    exclusive,
    ...(passId === undefined ? {} : { holder: { kind: "pass", id: passId } }),
  };
}
