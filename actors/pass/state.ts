/**
 * What one pass is: its admissions, its card, in sync and used, each for itself.
 *
 * @module
 */
import type { Holding } from "../holding.ts";
import { type Issuing, UNISSUED } from "../issuing.ts";
import { UNUSED, type Usage } from "../scan.ts";
import { SILENT } from "../sync.ts";
import { type Admissions, idsIn } from "./admissions.ts";
import type { CardTerms, Source } from "./events.ts";

/** The fold of its facts. What it shows is derived: see `status` and `view`. */
export interface PassState extends Issuing {
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
  readonly blocked: boolean;
  /** As far as the access control has confirmed. */
  readonly blockedThere: boolean;
  /** Of the last revocation, re-print, block or cancel. */
  readonly reason: string | null;
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
  ...UNISSUED,
  blocked: false,
  blockedThere: false,
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
