/**
 * Reference data as the deciders see it: performances, pass types, bundles and items of a tenant.
 *
 * @module
 */

/** One code for the whole house, or one a section. */
export type CodeBySection = string | { readonly [section: string]: string };

/** Our words in the access control's codes. What is missing is refused at print, never guessed. */
export interface Codes {
  readonly StadiumCode: string | null;
  readonly ProductCode: string | null;
  readonly StandCode: CodeBySection | null;
  readonly AreaCode: CodeBySection | null;
  readonly Tst1: CodeBySection | null;
  readonly Tst2: CodeBySection | null;
  /** By price type. */
  readonly PriceBandCode: { readonly [priceType: string]: string } | null;
}

/** A gate of a performance; the first two have codes at the access control (Tst1, Tst2). */
export interface Gate {
  readonly code: string;
  readonly name: string;
  /** A scan at an external gate changes what has been used; at an internal one it does not. */
  readonly kind: "external" | "internal";
}

/** One dated opportunity to be admitted. */
export interface Performance {
  readonly name: string;
  /** RFC 3339, as `admitFrom` and `admitTo`. */
  readonly startsAt: string;
  readonly timeZone: string | null;
  readonly venue: string;
  readonly admitFrom: string | null;
  readonly admitTo: string | null;
  readonly gates: ReadonlyArray<Gate>;
  /** Set: sold as single tickets, which look as this template says. */
  readonly ticketTemplate: string | null;
  /** Pass types that may hold an admission to it. */
  readonly eligiblePasses: ReadonlyArray<string>;
  /** Name of the access-control system that guards it. */
  readonly accessControl: string;
  readonly codes: Codes;
}

/** A kind of pass that customers hold; its instances are the pass actors. */
export interface PassType {
  readonly name: string;
  readonly productCode: string | null;
  readonly accessControl: string | null;
  readonly group: string | null;
  /** More than one admission to one performance may be on one pass. */
  readonly multipleAdmissions: boolean;
  readonly multiplePerCustomer: boolean;
  /** Performances that it opens without a seat. */
  readonly allAccess: ReadonlyArray<string>;
  /** Dates `YYYY-MM-DD`. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

/** A package of performances; its buyer is given the assigned pass. */
export interface Bundle {
  readonly name: string;
  readonly assignedPass: string | null;
  readonly performances: ReadonlyArray<string>;
}

/** A product without a seat, such as a membership; its buyer is given the assigned pass. */
export interface Item {
  readonly name: string;
  readonly assignedPass: string | null;
}

/** One tenant's reference data at one moment. Look-ups only; it changes by its own actors. */
export interface Catalogue {
  readonly performance: (code: string) => Performance | undefined;
  readonly passType: (code: string) => PassType | undefined;
  readonly bundle: (code: string) => Bundle | undefined;
  readonly item: (code: string) => Item | undefined;
  /** Who prints single tickets there; `undefined`: no such system is configured. */
  readonly ticketMode: (accessControl: string) => "barcode" | "print" | undefined;
}
