/**
 * The refusals of the domain as problems, for their pages.
 *
 * @module
 */
import { IMPORT_RULES } from "../actors/importing/mod.ts";
import { INCIDENT_RULES } from "../actors/incidents.ts";
import { KEY_RULES } from "../actors/key/mod.ts";
import { ORDER_RULES } from "../actors/order/mod.ts";
import { PASS_RULES } from "../actors/pass/mod.ts";
import { RECONCILIATION_RULES } from "../actors/reconciliation/mod.ts";
import { REPAIR_RULES } from "../actors/repair.ts";
import type { SyncRefusal } from "../actors/subject.ts";
import { TICKET_RULES } from "../actors/ticket/mod.ts";
import { WEBHOOK_RULES } from "../actors/webhook/mod.ts";
import { kebab, titleOf } from "./problem.ts";
import type { ProblemKind } from "./problem_codes.ts";

type Rules = Readonly<Record<string, readonly [rule: string, advice: string]>>;

const OTHER_RULES: Readonly<
  Record<SyncRefusal | "ReferenceNotDefined", readonly [string, string]>
> = {
  DeliveryNotFailed: [
    "Only a delivery that has failed can be tried again.",
    "Look at the deliveries of this actor.",
  ],
  DeliveryNotOutstanding: [
    "Only the delivery that is waited for can be given up.",
    "Look at the deliveries of this actor.",
  ],
  ReferenceNotDefined: [
    "Only reference data that is defined can be removed.",
    "Nothing needs to be done.",
  ],
};

/** By code. Where several actors have a rule of the same name, all are told. */
export const REFUSALS: ReadonlyMap<string, ProblemKind> = collect([
  TICKET_RULES,
  PASS_RULES,
  ORDER_RULES,
  IMPORT_RULES,
  WEBHOOK_RULES,
  KEY_RULES,
  RECONCILIATION_RULES,
  REPAIR_RULES,
  INCIDENT_RULES,
  OTHER_RULES,
]);

function collect(all: ReadonlyArray<Rules>): ReadonlyMap<string, ProblemKind> {
  const found = new Map<string, ProblemKind>();
  for (const rules of all) {
    for (const [type, [rule, advice]] of Object.entries(rules)) {
      const code = kebab(type);
      const known = found.get(code);
      found.set(code, {
        status: 409,
        title: titleOf(code),
        cause: together(known?.cause, rule),
        mend: together(known?.mend, advice),
      });
    }
  }
  return found;
}

function together(known: string | undefined, text: string): string {
  return known === undefined || known === text ? text : `${known} ${text}`;
}
