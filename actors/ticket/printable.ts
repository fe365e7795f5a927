/**
 * Whether a ticket can be printed now: a template, a configured access control, and all codes.
 *
 * @module
 */
import { Result } from "effect";
import type { CommandContext, Refusal } from "../decider.ts";
import { type MissingCodes, resolve, ticketCodes } from "../mapping.ts";
import type { PrintRequested } from "./events.ts";
import { refuse, type TicketRefusal } from "./refusals.ts";
import type { TicketState } from "./state.ts";

/** What an issue needs of the catalogue of now; a ticket is one admission, under its own id. */
export function printable(
  { performance: code, accessControl, priceType, seat }: TicketState,
  { catalogue, id }: CommandContext,
): Result.Result<Pick<PrintRequested, "delivery" | "record">, Refusal<TicketRefusal>> {
  const performance = catalogue.performance(code);
  if (performance === undefined) return refuse("PerformanceUnknown", { performance: code });
  if (performance.ticketTemplate === null) {
    const { eligiblePasses } = performance;
    const type = eligiblePasses.length > 0 ? "NotPrintableAsTicket" : "NotPrintable";
    return refuse(type, { performance: code, eligiblePasses });
  }
  const delivery = catalogue.ticketMode(accessControl);
  if (delivery === undefined) return refuse("AccessControlUnknown", { accessControl });
  const place = { admissionId: id, performance, priceType, seat };
  const record = resolve(place, ticketCodes(performance));
  return Result.isFailure(record)
    ? refuseUnmapped(code, record.failure)
    : Result.succeed({ delivery, record: record.success });
}

const SEAT_MISSING = {
  rule: "A ticket needs a seat where the codes of its performance go by section.",
  advice: "Sell it with its seat, or give the performance one code for the whole house.",
};

/** Mapping more helps nobody where all that lacks is the seat that the codes go by. */
function refuseUnmapped(
  performance: string,
  { fields, seatMissingFor }: MissingCodes,
): Result.Result<never, Refusal<TicketRefusal>> {
  if (seatMissingFor.length === 0) return refuse("MappingMissing", { performance, fields });
  const operands = { performance, fields, seatMissingFor };
  return seatMissingFor.length < fields.length
    ? refuse("MappingMissing", operands)
    : Result.fail({ type: "MappingMissing", ...SEAT_MISSING, operands });
}
