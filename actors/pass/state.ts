/**
 * What one pass is: its admissions, its card, in sync and used, each for itself.
 *
 * @module
 */
import type { BoundCredential, CredentialFault } from "../credentials.ts";
import type { Holding } from "../holding.ts";
import { UNUSED, type Usage } from "../scan.ts";
import { SILENT, type Sync } from "../sync.ts";
import { type Admissions, idsIn } from "./admissions.ts";
import type { CardTerms, Source } from "./events.ts";

/** The fold of its facts. What it shows is derived: see `status` and `view`. */
export interface PassState {
  /** What is wanted; `printed` is wanted before it is so. */
  readonly entitlement: "absent" | "unprinted" | "printed" | "cancelling" | "cancelled" | "deleted";
  readonly passType: string;
  readonly customerId: string;
  readonly source: Source;
  readonly holding: Holding;
  /** `null` until the first admission sets it. */
  readonly accessControl: string | null;
  readonly admissions: Admissions;
  /** Of the last print. */
  readonly printer: string;
  /** Of the last print; `null` before the first. */
  readonly card: CardTerms | null;
  /** Of the last print; 0 before the first. */
  readonly generation: number;
  /** The card of `generation` is bound. */
  readonly issued: boolean;
  /** Generations that were confirmed while they were wanted. */
  readonly printCount: number;
  /** Printing of the card by the access control's printer: did it come out? */
  readonly production: "produced" | "unproduced" | "producing";
  readonly printFault: string | null;
  readonly credentials: ReadonlyArray<BoundCredential>;
  /** The access control is told all of it again. */
  readonly resending: boolean;
  readonly blocked: boolean;
  /** As far as the access control has confirmed. */
  readonly blockedThere: boolean;
  /** Why the last answer could not be accepted. */
  readonly attention: CredentialFault | null;
  /** Of the last revocation, re-print, block or cancel. */
  readonly reason: string | null;
  readonly sync: Sync;
  readonly usage: Usage;
}

/** Before its first fact. */
export const initial: PassState = {
  entitlement: "absent",
  passType: "",
  customerId: "",
  source: { kind: "item", code: "", orderId: "" },
  holding: { group: "", exclusive: false },
  accessControl: null,
  admissions: {},
  printer: "",
  card: null,
  generation: 0,
  issued: false,
  printCount: 0,
  production: "produced",
  printFault: null,
  credentials: [],
  resending: false,
  blocked: false,
  blockedThere: false,
  attention: null,
  reason: null,
  sync: SILENT,
  usage: UNUSED,
};

/** As the API says it. */
export type PassStatus =
  | "unprinted"
  | "issuing"
  | "active"
  | "updating"
  | "reissuing"
  | "blocked"
  | "cancelling"
  | "cancelled"
  | "deleted"
  | "attention";

/** The one word for people. */
export function status(state: PassState): PassStatus {
  switch (state.entitlement) {
    case "absent":
      return "unprinted";
    case "printed":
      return state.issued ? issuedStatus(state) : unissuedStatus(state);
    default:
      return state.entitlement;
  }
}

function issuedStatus({ blocked, blockedThere, admissions }: PassState): PassStatus {
  if (blocked) return "blocked";
  const isBehind = blockedThere || idsIn(admissions, "requested", "revoking").length > 0;
  return isBehind ? "updating" : "active";
}

function unissuedStatus(state: PassState): PassStatus {
  const { attention, generation, printCount, sync: { outstanding } } = state;
  const hasFailed = outstanding !== null && outstanding.failed !== null &&
    outstanding.command === "issueCard" && outstanding.generation === generation;
  if (attention !== null || hasFailed) return "attention";
  return printCount === 0 ? "issuing" : "reissuing";
}
