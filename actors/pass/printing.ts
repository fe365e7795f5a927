/**
 * Printing an order on a pass, and printing the pass anew.
 *
 * @module
 */
import { Result } from "effect";
import type { AdmissionRecord } from "../access_control.ts";
import { bare, live } from "../credentials.ts";
import type { Catalogue } from "../catalogue.ts";
import type { CommandContext, Json, Refusal } from "../decider.ts";
import { CARD_CODES, resolve } from "../mapping.ts";
import { admissionOf, idsIn, idsOf } from "./admissions.ts";
import type { PrintPass, ReprintPass } from "./commands.ts";
import type { CardTerms, PassEvent } from "./events.ts";
import { type Decided, type PassRefusal, refuse } from "./refusals.ts";
import { type PassState, status } from "./state.ts";

type Refused = Refusal<PassRefusal>;

/** The first print asks for a card, a later one for an update of the card that is there. */
export function print(
  state: PassState,
  { orderId, printer, admissionIds }: PrintPass,
  { catalogue }: CommandContext,
): Decided {
  const now = status(state);
  const isFirst = now === "unprinted" || now === "attention";
  const pending = idsOf(
    state.admissions,
    (one) => one.state === "pending" && one.orderId === orderId,
  ).filter((id) => isNamed(id, admissionIds));
  const isPrintable = pending.length > 0 || isFirst && isOwed(state, orderId);
  if (!isPrintable) {
    const { orderId: source } = state.source;
    const isOfOrder = source === orderId || idsOfOrder(state, orderId).length > 0;
    return !isFirst && isOfOrder
      ? refuse("OrderAlreadyPrinted", { orderId, status: now })
      : refuse("NothingToPrint", { orderId, status: now });
  }
  return Result.flatMap(
    recordsFor(state, pending, catalogue),
    (records): Decided =>
      isFirst
        ? Result.map(cardTerms(state, catalogue), (card) => [
          { type: "PrintRequested", ...nextCard(state), orderId, printer, card, records },
        ])
        : Result.succeed([{
          type: "UpdateRequested",
          orderId,
          records,
          revision: state.sync.desired + 1,
        }]),
  );
}

/** All-access admissions have no line of their own: they go with the first print. */
function isNamed(id: string, admissionIds: ReadonlyArray<string> | null): boolean {
  return admissionIds === null || admissionIds.includes(id) || id.startsWith("all-access.");
}

/** The old card dies first; the new one opens what was printed, and nothing that is pending. */
export function reprint(
  state: PassState,
  { reason, printer }: ReprintPass,
  { catalogue, at }: CommandContext,
): Decided {
  const now = status(state);
  if (now === "unprinted") return refuse("PassNotPrinted", { status: now });
  if (now === "issuing") return refuse("PrintAlreadyRequested", { status: now });
  if (now === "reissuing") return refuse("ReprintAlreadyRequested", { status: now });
  const printed = idsIn(state.admissions, "requested", "effective");
  return Result.flatMap(
    recordsFor(state, printed, catalogue),
    (records) =>
      Result.map(cardTerms(state, catalogue), (card) => [{
        type: "ReprintRequested",
        ...nextCard(state),
        reason,
        printer: printer ?? state.printer,
        card,
        records,
      }, ...tombstones(state, at)]),
  );
}

/** The present card, if any, is dead from now on. */
export function tombstones(
  { generation, credentials }: PassState,
  at: number,
): ReadonlyArray<PassEvent> {
  const dying = bare(live(credentials));
  return dying.length === 0 ? [] : [{ type: "CardTombstoned", generation, credentials: dying, at }];
}

/**
 * Whether a card may be printed for an order that has nothing pending: the purchase of a pass that
 * holds no admissions (a membership), or an order whose first print came to nothing.
 */
function isOwed(state: PassState, orderId: string): boolean {
  const open = idsIn(state.admissions, "pending", "requested", "effective");
  const isMembership = open.length === 0 && state.source.orderId === orderId;
  const isWaiting = idsOfOrder(state, orderId).some((id) => open.includes(id));
  return isMembership || isWaiting;
}

function idsOfOrder({ admissions }: PassState, orderId: string): ReadonlyArray<string> {
  return idsOf(admissions, (one) => one.orderId === orderId && one.state !== "pending");
}

function nextCard(
  { generation, sync }: PassState,
): { readonly generation: number; readonly revision: number } {
  return { generation: generation + 1, revision: sync.desired + 1 };
}

function cardTerms(
  { passType: code, accessControl }: PassState,
  catalogue: Catalogue,
): Result.Result<CardTerms, Refused> {
  const passType = catalogue.passType(code);
  if (passType === undefined) return refuse("PassTypeUnknown", { passType: code });
  if (accessControl === null || catalogue.ticketMode(accessControl) === undefined) {
    return refuse("AccessControlUnknown", { accessControl });
  }
  const { productCode, validFrom, validTo } = passType;
  return productCode === null
    ? refuse("MappingMissing", { passType: code, fields: ["productCode"] })
    : Result.succeed({ productCode, validFrom, validTo });
}

/**
 * The admissions in the codes of now. One that was printed before, and whose performance is no
 * longer in the catalogue, keeps its codes: a card can be replaced after the season.
 */
function recordsFor(
  { admissions }: PassState,
  ids: ReadonlyArray<string>,
  catalogue: Catalogue,
): Result.Result<ReadonlyArray<AdmissionRecord>, Refused> {
  const records: Array<AdmissionRecord> = [];
  const missing: Array<Json> = [];
  for (const admissionId of ids) {
    const admission = admissionOf(admissions, admissionId);
    if (admission === undefined) continue;
    const { performance: code, priceType, seat, record: printed } = admission;
    const performance = catalogue.performance(code);
    if (performance === undefined) {
      if (printed === null) return refuse("PerformanceUnknown", { performance: code });
      records.push(printed);
      continue;
    }
    const record = resolve({ admissionId, performance, priceType, seat }, CARD_CODES);
    if (Result.isFailure(record)) missing.push(code);
    else records.push(record.success);
  }
  const [performance] = missing;
  return performance === undefined
    ? Result.succeed(records)
    : refuse("MappingMissing", { performance, fields: CARD_CODES, performances: missing });
}
