/**
 * What a single ticket looks like on paper, and which of its barcodes stands there.
 *
 * @module
 */
import type { Credential, CredentialKind } from "./access_control.ts";

/** Ways to draw a barcode. */
export const SYMBOLOGIES = ["code128", "qr", "aztec", "pdf417", "interleaved2of5"] as const;
export type Symbology = (typeof SYMBOLOGIES)[number];

/** One line of text; its left upper corner, counted from that of the ticket. */
export interface TemplateField {
  readonly xMm: number;
  readonly yMm: number;
  readonly fontSizePt: number;
  /** With placeholders, as `{seat.row}`. */
  readonly text: string;
}

/** Where the barcode stands, with the quiet zone that scanners need around it. */
export interface TemplateBarcode {
  readonly symbology: Symbology;
  readonly xMm: number;
  readonly yMm: number;
  readonly widthMm: number;
  readonly heightMm: number;
}

/** The layout of a ticket. */
export interface TicketTemplate {
  readonly name: string;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly fields: ReadonlyArray<TemplateField>;
  readonly barcode: TemplateBarcode;
  /** Kind of barcode by price type, where the price type is not called like it. */
  readonly credentials: { readonly [priceType: string]: CredentialKind };
}

/** Names the built-in template, unless the tenant has defined its own under this code. */
export const STANDARD_CODE = "STANDARD";

/** Also for a performance whose template is not defined: a missing layout stops no sale. */
export const STANDARD_TEMPLATE: TicketTemplate = {
  name: "Standard",
  widthMm: 140,
  heightMm: 51,
  fields: [
    { xMm: 5, yMm: 5, fontSizePt: 14, text: "{performance.name}" },
    { xMm: 5, yMm: 13, fontSizePt: 10, text: "{performance.startsAt}" },
    { xMm: 5, yMm: 19, fontSizePt: 10, text: "{venue}" },
    { xMm: 5, yMm: 27, fontSizePt: 10, text: "Section {seat.section}" },
    { xMm: 40, yMm: 27, fontSizePt: 10, text: "Row {seat.row}" },
    { xMm: 60, yMm: 27, fontSizePt: 10, text: "Seat {seat.number}" },
    { xMm: 5, yMm: 34, fontSizePt: 9, text: "{gates}" },
    { xMm: 5, yMm: 39, fontSizePt: 9, text: "{priceType}" },
    { xMm: 40, yMm: 39, fontSizePt: 9, text: "{reprinted}" },
    { xMm: 5, yMm: 44, fontSizePt: 7, text: "No. {ticketNumber}  Order {orderId}" },
    { xMm: 88, yMm: 37, fontSizePt: 8, text: "{barcode}" },
  ],
  barcode: { symbology: "code128", xMm: 83, yMm: 12, widthMm: 54, heightMm: 24 },
  credentials: {},
};

/**
 * The barcode for a price type: the kind that the template names for it, else the kind that is
 * called like it, else the standard one; `undefined` when there is none at all.
 */
export function credentialFor<C extends Credential>(
  priceType: string,
  { credentials }: TicketTemplate,
  live: ReadonlyArray<C>,
): C | undefined {
  const named = Object.hasOwn(credentials, priceType) ? credentials[priceType] : priceType;
  return [named, "standard"].flatMap((kind) => live.filter((one) => one.kind === kind))[0] ??
    live[0];
}
