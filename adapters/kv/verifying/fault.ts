/**
 * What a verification can find wrong.
 *
 * @module
 */
import { type Address, addressKey } from "../../../actors/address.ts";
import type { Mutation } from "../batch.ts";

/**
 * Where it lies. `chain`, `log`, `command` and `delivery` are facts and what was promised with them:
 * they are told and left alone. `head`, `snapshot` and `index` follow from facts. Of `record` marks
 * can be mended that nothing is lost with.
 */
export type FaultKind =
  | "chain"
  | "log"
  | "command"
  | "delivery"
  | "record"
  | "head"
  | "snapshot"
  | "index";

/** One thing that is not as it must be. Never holds a value that opens a gate. */
export interface Fault {
  readonly kind: FaultKind;
  /** As `riverside/ticket/T-1`; what belongs to no actor has its own name. */
  readonly address: string;
  readonly version: number | null;
  readonly detail: string;
  /** What makes it right; empty where nothing but facts could. */
  readonly mend: ReadonlyArray<Mutation>;
}

/** Hears of each fault as it is found: there may be more than fit into memory. */
export type Found = (fault: Fault) => Promise<void>;

/** A fault of one actor. */
export function faultOf(
  address: Address,
  kind: FaultKind,
  { version = null, detail, mend = [] }: Partial<Fault> & { readonly detail: string },
): Fault {
  return { kind, address: addressKey(address), version, detail, mend };
}
