/**
 * Acquiring a pass, and what is put on it and taken off.
 *
 * @module
 */
import { Result } from "effect";
import type { Catalogue } from "../catalogue.ts";
import type { CommandContext } from "../decider.ts";
import { holdingOf } from "../holding.ts";
import { usedWhen } from "../scan.ts";
import { admissionOf, ADMISSIONS_MAX, idsIn, idsOf, OPEN_ADMISSIONS_MAX } from "./admissions.ts";
import type { AcquirePass, AddAdmission, RemoveAdmission } from "./commands.ts";
import { type Decided, refuse } from "./refusals.ts";
import { type PassState, status } from "./state.ts";

/** Table 3.1 of the domain: the source must have this pass assigned. */
export function acquire(
  state: PassState,
  { passType: code, customerId, source }: AcquirePass,
  { catalogue }: CommandContext,
): Decided {
  if (state.entitlement !== "absent") {
    return refuse("PassAlreadyAcquired", { status: status(state), passType: state.passType });
  }
  const passType = catalogue.passType(code);
  if (passType === undefined) return refuse("PassTypeUnknown", { passType: code });
  const given = source.kind === "bundle"
    ? catalogue.bundle(source.code)
    : catalogue.item(source.code);
  if (given === undefined) return refuse("SourceUnknown", { kind: source.kind, code: source.code });
  const { assignedPass } = given;
  if (assignedPass !== code) {
    return refuse("PassNotAssigned", { passType: code, source: source.code, assignedPass });
  }
  const { allAccess } = passType;
  if (allAccess.length > OPEN_ADMISSIONS_MAX) {
    return refuse("PassFull", { admissions: allAccess.length, most: OPEN_ADMISSIONS_MAX });
  }
  return Result.map(
    commonAccessControl(passType.accessControl, allAccess, catalogue),
    (accessControl) => [{
      type: "PassAcquired",
      passType: code,
      customerId,
      source,
      accessControl,
      allAccess,
      holding: holdingOf(code, passType),
    }],
  );
}

/** Pending until its order is printed: the access control hears nothing. */
export function addAdmission(
  state: PassState,
  command: AddAdmission,
  { catalogue }: CommandContext,
): Decided {
  const { admissionId, performance: code } = command;
  const performance = catalogue.performance(code);
  if (performance === undefined) return refuse("PerformanceUnknown", { performance: code });
  if (!performance.eligiblePasses.includes(state.passType)) {
    const { eligiblePasses } = performance;
    return refuse("PassNotEligible", {
      performance: code,
      passType: state.passType,
      eligiblePasses,
    });
  }
  const { accessControl } = performance;
  if (state.accessControl !== null && state.accessControl !== accessControl) {
    return refuse("OtherAccessControl", {
      performance: code,
      accessControl,
      of: state.accessControl,
    });
  }
  if (admissionOf(state.admissions, admissionId) !== undefined) {
    return refuse("AdmissionAlreadyOnPass", { admissionId });
  }
  const [other] = openOn(state, code);
  const multiple = catalogue.passType(state.passType)?.multipleAdmissions ?? false;
  if (other !== undefined && !multiple) {
    return refuse("PerformanceAlreadyOnPass", { performance: code, admissionId: other });
  }
  const open = idsIn(state.admissions, "pending", "requested", "effective", "revoking").length;
  const all = Object.keys(state.admissions).length;
  if (open >= OPEN_ADMISSIONS_MAX || all >= ADMISSIONS_MAX) {
    return refuse("PassFull", { open, most: OPEN_ADMISSIONS_MAX, all, mostInAll: ADMISSIONS_MAX });
  }
  return Result.succeed([{ ...command, type: "AdmissionAdded", accessControl }]);
}

/** At once: without a print, and without the access control where it never knew. */
export function removeAdmission(
  state: PassState,
  { admissionId, reason, override }: RemoveAdmission,
  { by, at }: CommandContext,
): Decided {
  const admission = admissionOf(state.admissions, admissionId);
  if (admission === undefined) return refuse("AdmissionUnknown", { admissionId });
  if (admission.state === "revoking" || admission.state === "revoked") {
    return refuse("AdmissionAlreadyRevoked", { admissionId, state: admission.state });
  }
  const { performance, seat } = admission;
  if (admission.state === "pending") {
    return Result.succeed([{ type: "AdmissionRemoved", admissionId, performance, seat, reason }]);
  }
  const used = usedWhen(state.usage, performance);
  if (used !== null && !override) return refuse("AdmissionUsed", { admissionId, ...used });
  const revision = state.sync.desired + 1;
  return Result.succeed([{
    type: "AdmissionRevoked",
    admissionId,
    performance,
    seat,
    reason,
    override: used !== null,
    by,
    at,
    revision,
  }]);
}

/** Admissions to one performance that are not taken off. */
export function openOn({ admissions }: PassState, performance: string): ReadonlyArray<string> {
  const open = ["pending", "requested", "effective"];
  return idsOf(admissions, (one) => one.performance === performance && open.includes(one.state));
}

/** The one of the type, or of all its all-access performances; `null`: not settled yet. */
function commonAccessControl(
  ofType: string | null,
  allAccess: ReadonlyArray<string>,
  catalogue: Catalogue,
): Result.Result<string | null, Result.Result.Failure<Decided>> {
  let common = ofType;
  for (const code of allAccess) {
    const performance = catalogue.performance(code);
    if (performance === undefined) return refuse("PerformanceUnknown", { performance: code });
    const { accessControl } = performance;
    if (common !== null && common !== accessControl) {
      return refuse("OtherAccessControl", { performance: code, accessControl, of: common });
    }
    common = accessControl;
  }
  return Result.succeed(common);
}
