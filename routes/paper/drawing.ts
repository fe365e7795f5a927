/**
 * A barcode as black rectangles: the one form that pictures and paper are made from.
 *
 * @module
 */
import { Effect } from "effect";
import type { Symbology } from "../../actors/ticket_template.ts";
import { canHold, DRAWN, unfit } from "./symbology.ts";

/** A run of black modules. */
interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Lengths in modules (the narrowest bar, or one square), with the quiet zone on every side. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly bars: ReadonlyArray<Bar>;
}

/** What the library tells of a symbol: the widths of bars and spaces in turn, or all squares. */
type Encoded = { readonly sbs: ReadonlyArray<number> } | {
  readonly pixs: ReadonlyArray<number>;
  readonly pixx: number;
  readonly pixy: number;
};

/** The library is large and many tenants never draw: it is loaded when it is first needed. */
async function encode(symbology: Symbology, barcode: string): Promise<Encoded> {
  const { default: bwip } = await import("bwip-js/node");
  const [encoded] = bwip.raw({ bcid: DRAWN[symbology].bcid, text: barcode });
  if (encoded === undefined) throw new Error(`No symbol was made as ${symbology}`);
  return encoded;
}

/**
 * Draws a barcode; bars are as high as they should be, a matrix has its own height.
 *
 * Fails with the 422 of a barcode that the symbology cannot hold.
 */
export const drawBarcode = Effect.fnUntraced(
  function* (symbology: Symbology, barcode: string, heightOf: (width: number) => number) {
    if (!canHold(symbology, barcode)) {
      const { title } = DRAWN[symbology];
      return yield* unfit(symbology, `${title} holds an even number of digits and nothing else.`);
    }
    const encoded = yield* Effect.promise(() => encode(symbology, barcode));
    const { quiet } = DRAWN[symbology];
    return "sbs" in encoded ? ofBars(encoded.sbs, quiet, heightOf) : ofSquares(encoded, quiet);
  },
);

/** Bars have quiet zones at their sides alone: above and below them nothing is read. */
function ofBars(
  widths: ReadonlyArray<number>,
  quiet: number,
  heightOf: (width: number) => number,
): Drawing {
  const width = widths.reduce((sum, one) => sum + one, 2 * quiet);
  const height = heightOf(width);
  let x = quiet;
  const bars = widths.flatMap((one, index): ReadonlyArray<Bar> => {
    const bar = { x, y: 0, width: one, height };
    x += one;
    return index % 2 === 0 ? [bar] : [];
  });
  return { width, height, bars };
}

function ofSquares(
  { pixs, pixx, pixy }: Extract<Encoded, { readonly pixs: unknown }>,
  quiet: number,
): Drawing {
  const bars: Array<Bar> = [];
  for (let row = 0; row < pixy; row += 1) {
    for (let from = 0; from < pixx; from += 1) {
      let to = from;
      while (to < pixx && pixs[row * pixx + to] === 1) to += 1;
      if (to > from) bars.push({ x: from + quiet, y: row + quiet, width: to - from, height: 1 });
      from = to;
    }
  }
  return { width: pixx + 2 * quiet, height: pixy + 2 * quiet, bars };
}

/** The bars as the path of an SVG, one unit a module. */
export function pathOf({ bars }: Drawing): string {
  return bars.map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h-${width}z`).join("");
}
