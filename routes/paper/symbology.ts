/**
 * The ways to draw a barcode: how each is called where it is drawn, and what it cannot hold.
 *
 * @module
 */
import type { Symbology } from "../../actors/ticket_template.ts";
import { type Problem, problem } from "../problem.ts";

interface Drawn {
  /** For people. */
  readonly title: string;
  /** Name at the library that draws it. */
  readonly bcid: string;
  /** Bars of one height, or a matrix of squares. */
  readonly isLinear: boolean;
  /** Blank modules on each side that scanners need, by the standard of each. */
  readonly quiet: number;
}

/** All of them. */
export const DRAWN: Readonly<Record<Symbology, Drawn>> = {
  code128: { title: "Code 128", bcid: "code128", isLinear: true, quiet: 10 },
  qr: { title: "QR", bcid: "qrcode", isLinear: false, quiet: 4 },
  // needs none at all; one module keeps neighbours from touching it
  aztec: { title: "Aztec", bcid: "azteccode", isLinear: false, quiet: 1 },
  pdf417: { title: "PDF417", bcid: "pdf417", isLinear: false, quiet: 2 },
  interleaved2of5: {
    title: "Interleaved 2 of 5",
    bcid: "interleaved2of5",
    isLinear: true,
    quiet: 10,
  },
};

/** The 422 that says why a barcode is not drawn. */
export function unfit(symbology: Symbology, rule: string): Problem {
  return problem("symbology-unfit", { detail: rule, fields: { symbology, rule } });
}

/** Whether what is read back is this barcode; drawn otherwise, it would open nothing. */
export function canHold(symbology: Symbology, barcode: string): boolean {
  return symbology !== "interleaved2of5" || /^(\d\d)+$/.test(barcode);
}
