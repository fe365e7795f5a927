/**
 * From our words to the access control's codes; what does not resolve is named, never guessed.
 *
 * @module
 */
import { Result } from "effect";
import type { AdmissionRecord } from "./access_control.ts";
import type { CodeBySection, Codes, Performance } from "./catalogue.ts";

/** A place in the house, as printed. */
export interface Seat {
  readonly section: string;
  readonly row: string;
  readonly number: string;
}

/** One admission in our own words. */
export interface Place {
  readonly admissionId: string;
  readonly performance: Performance;
  readonly priceType: string;
  readonly seat: Seat | null;
}

/** A code of a single ticket. */
export type CodeName = keyof Codes;

/** A card needs to be told apart only; other codes go along where they are known (rule A10). */
export const CARD_CODES: ReadonlyArray<CodeName> = ["ProductCode"];

/** Of the seven codes of a single ticket (rule A9), the n-th gate's where there is an n-th gate. */
export function ticketCodes({ gates }: Performance): ReadonlyArray<CodeName> {
  const always = ["StadiumCode", "ProductCode", "StandCode", "AreaCode", "PriceBandCode"] as const;
  return [...always, ...(["Tst1", "Tst2"] as const).slice(0, gates.length)];
}

/** Needed codes that a place does not resolve to. */
export interface MissingCodes {
  readonly fields: ReadonlyArray<CodeName>;
  /** Those among them that are mapped by section, for a place that has no seat. */
  readonly seatMissingFor: ReadonlyArray<CodeName>;
}

/** Every code that is known for this place, or the names of the needed ones that are not. */
export function resolve(
  { admissionId, performance, priceType, seat }: Place,
  needed: ReadonlyArray<CodeName>,
): Result.Result<AdmissionRecord & { readonly ProductCode: string }, MissingCodes> {
  const { codes } = performance;
  const section = seat?.section ?? null;
  const found: Record<CodeName, string | null> = {
    StadiumCode: codes.StadiumCode,
    ProductCode: codes.ProductCode,
    StandCode: bySection(codes.StandCode, section),
    AreaCode: bySection(codes.AreaCode, section),
    Tst1: bySection(codes.Tst1, section),
    Tst2: bySection(codes.Tst2, section),
    PriceBandCode: lookUp(codes.PriceBandCode, priceType),
  };
  const fields = needed.filter((name) => found[name] === null);
  const { ProductCode } = found;
  if (fields.length > 0 || ProductCode === null) {
    const seatMissingFor = seat === null ? fields.filter((name) => isBySection(codes, name)) : [];
    return Result.fail({ fields, seatMissingFor });
  }
  const row = seat?.row ?? null;
  return Result.succeed({ admissionId, row, seat: seat?.number ?? null, ...found, ProductCode });
}

function isBySection(codes: Codes, name: CodeName): boolean {
  return name !== "PriceBandCode" && typeof codes[name] === "object" && codes[name] !== null;
}

function bySection(code: CodeBySection | null, section: string | null): string | null {
  return typeof code === "string" ? code : section === null ? null : lookUp(code, section);
}

/** Own entries only: a section may be called `constructor`. */
function lookUp(codes: { readonly [name: string]: string } | null, name: string): string | null {
  return codes !== null && Object.hasOwn(codes, name) ? codes[name] ?? null : null;
}
