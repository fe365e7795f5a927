/**
 * A ticket in FGL, the language of BOCA ticket printers: commands in `<>`, the rest is printed.
 *
 * @module
 */
import { Effect } from "effect";
import type { Symbology } from "../../actors/ticket_template.ts";
import { cutToFit, PT_PER_MM } from "./measure.ts";
import { type Line, MODULE_MM_MIN, type Sheet } from "./sheet.ts";
import { DRAWN, unfit } from "./symbology.ts";

/** Dots per inch that print heads have. */
export const HEADS = ["200", "300", "600"] as const;

/**
 * What ends a text or begins a command, and what is no ASCII. In a text each becomes `?`, so that
 * the loss is seen; a barcode with one of the first is refused, as a changed one opens nothing.
 */
const COMMANDS = /[<>^{}*]/g;
const NO_ASCII = /[^\x20-\x7e]/gu;

/** The resident OCR-B fonts: height of a character and width of its box, in dots of any head. */
const FONTS = [
  { number: 9, height: 20, width: 13 },
  { number: 3, height: 31, width: 20 },
  { number: 6, height: 52, width: 34 },
] as const;

/** As large as `<HW>` makes them. */
const TIMES = [1, 2, 3, 4, 5, 6, 7, 8];

/** Bars grow in steps of so many dots. */
const BAR_STEP_DOTS = 8;

/** Widest module that `<X>` and `<QR>` are given. */
const MODULE_DOTS_MAX = 9;

/** Narrower squares than this the printer does not make. */
const SQUARE_DOTS_MIN = 3;

/** Bytes that the smaller of the two QR sizes holds at level M, and their squares a side. */
const QR_SIZES = [{ version: 2, bytesMax: 26, side: 25 }, { version: 7, bytesMax: 122, side: 45 }];

/** The bytes of one ticket, cut after it. Fails with the 422 of what the printer cannot draw. */
export const fglOf = Effect.fnUntraced(function* (sheet: Sheet, head: typeof HEADS[number]) {
  const dotsPerMm = Number(head) / 25.4;
  const barcode = barcodeOf(sheet, dotsPerMm);
  if (typeof barcode !== "string") return yield* barcode;
  const lines = sheet.lines.map((line) => textOf(line, dotsPerMm));
  return new TextEncoder().encode(`<NR>${lines.join("")}${barcode}<p>`);
});

function textOf({ xMm, yMm, fontSizePt, text, roomMm }: Line, dotsPerMm: number): string {
  const wanted = fontSizePt / PT_PER_MM * dotsPerMm;
  const { number, times, width } = FONTS
    .flatMap((font) => TIMES.map((times) => ({ ...font, times })))
    .reduce((best, one) =>
      Math.abs(one.height * one.times - wanted) < Math.abs(best.height * best.times - wanted)
        ? one
        : best
    );
  const charactersMax = Math.floor(roomMm * dotsPerMm / (width * times));
  const shown = cutToFit(plain(text), (some) => some.length <= charactersMax);
  return `${at(xMm, yMm, dotsPerMm)}<F${number}><HW${times},${times}>${shown}`;
}

/** Accents go first: a name without them can still be read. */
function plain(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").replaceAll(COMMANDS, "?")
    .replaceAll(NO_ASCII, "?");
}

function barcodeOf({ barcode }: Sheet, dotsPerMm: number) {
  const { symbology, value } = barcode;
  if (value.search(COMMANDS) >= 0) {
    return unfit(symbology, "FGL takes < > ^ { } and * in a barcode for commands of its own.");
  }
  switch (symbology) {
    case "code128":
      return barsOf(barcode, dotsPerMm, { command: "OP", delimiter: "^" });
    case "interleaved2of5":
      return barsOf(barcode, dotsPerMm, { command: "FP", delimiter: ":" });
    case "qr":
      return qrOf(barcode, dotsPerMm);
    default:
      return unfit(symbology, `FGL is not known to draw ${DRAWN[symbology].title}.`);
  }
}

function barsOf(
  { symbology, value, xMm, yMm, heightMm, moduleMm }: Sheet["barcode"],
  dotsPerMm: number,
  { command, delimiter }: { readonly command: string; readonly delimiter: string },
) {
  const dots = Math.min(MODULE_DOTS_MAX, Math.floor(moduleMm * dotsPerMm));
  if (dots / dotsPerMm < MODULE_MM_MIN) return tooNarrow(symbology);
  const steps = Math.max(1, Math.floor(heightMm * dotsPerMm / BAR_STEP_DOTS));
  const quietMm = quietOf(symbology, dots, dotsPerMm);
  return `${at(xMm + quietMm, yMm, dotsPerMm)}<X${dots}><${command}${steps}>` +
    `${delimiter}${value}${delimiter}`;
}

function qrOf(
  { symbology, value, xMm, yMm, widthMm, heightMm }: Sheet["barcode"],
  dotsPerMm: number,
) {
  const size = QR_SIZES.find(({ bytesMax }) => value.length <= bytesMax);
  if (size === undefined) return unfit(symbology, "FGL draws QR of 122 characters at most.");
  const side = size.side + 2 * DRAWN.qr.quiet;
  const dots = Math.min(
    MODULE_DOTS_MAX,
    Math.floor(Math.min(widthMm, heightMm) * dotsPerMm / side),
  );
  if (dots < SQUARE_DOTS_MIN || dots / dotsPerMm < MODULE_MM_MIN) return tooNarrow(symbology);
  const quietMm = quietOf(symbology, dots, dotsPerMm);
  // no tilde sequences, bytes, level M
  return `<QRV${size.version}>${at(xMm + quietMm, yMm + quietMm, dotsPerMm)}<HW1,1>` +
    `<QR${dots},0,0,0>{${value}}`;
}

function tooNarrow(symbology: Symbology) {
  return unfit(symbology, "The template gives the barcode too little room for this print head.");
}

function quietOf(symbology: Symbology, dots: number, dotsPerMm: number): number {
  return DRAWN[symbology].quiet * dots / dotsPerMm;
}

/** Rows count down, columns to the right. */
function at(xMm: number, yMm: number, dotsPerMm: number): string {
  return `<RC${Math.round(yMm * dotsPerMm)},${Math.round(xMm * dotsPerMm)}>`;
}
