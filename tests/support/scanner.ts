/**
 * Reads barcodes off pictures, as a scanner does, and makes pictures of SVG and PDF for it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import type { Symbology } from "../../actors/ticket_template.ts";

/** Grey pixels, row by row; 0 is black. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray;
}

/** The scanner's name of each symbology. */
export const FORMATS: Readonly<Record<Symbology, string>> = {
  code128: "Code128",
  qr: "QRCode",
  aztec: "Aztec",
  pdf417: "PDF417",
  interleaved2of5: "ITF",
};

let isReady = false;

/** What a scanner reads: the text and the symbology, of every barcode that is found. */
export async function scan(
  image: Uint8Array | Picture,
): Promise<ReadonlyArray<{ readonly text: string; readonly format: string }>> {
  if (!isReady) {
    const path = new URL(import.meta.resolve("zxing-wasm/reader/zxing_reader.wasm"));
    const wasmBinary = (await Deno.readFile(path)).buffer;
    await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
    isReady = true;
  }
  const found = await readBarcodes(image instanceof Uint8Array ? image : imageData(image), {
    tryHarder: true,
  });
  return found.filter(({ isValid }) => isValid).map(({ text, format }) => ({ text, format }));
}

function imageData({ width, height, pixels }: Picture): ImageData {
  const data = new Uint8ClampedArray(width * height * 4);
  pixels.forEach((grey, index) => data.set([grey, grey, grey, 255], index * 4));
  return { width, height, data, colorSpace: "srgb" } as ImageData;
}

/** The picture that a browser would show of an SVG of ours: its one path, black on white. */
export function pictureOfSvg(svg: string, scale: number): Picture {
  const [, width = "", height = ""] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  const picture = blank(Number(width) * scale, Number(height) * scale);
  const path = /<path d="([^"]*)"/.exec(svg)?.[1] ?? "";
  for (const [, x, y, w, h] of path.matchAll(/M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)h-[\d.]+z/g)) {
    const from = [Number(x) * scale, Number(y) * scale] as const;
    blacken(picture, from, [from[0] + Number(w) * scale, from[1] + Number(h) * scale]);
  }
  return picture;
}

/** The page of a PDF with its filled areas alone, at so many pixels a point. */
export function pictureOfPdf(pdf: Uint8Array, scale: number): Picture {
  const { streams, mediaBox: [width, height] } = readPdf(pdf);
  const picture = blank(width * scale, height * scale);
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  const kept: Array<Matrix> = [];
  let points: Array<readonly [number, number]> = [];
  for (const line of streams.flatMap((stream) => stream.split("\n"))) {
    const words = line.trim().split(/\s+/);
    const operator = words.pop();
    const numbers = words.map(Number);
    if (operator === "q") kept.push(matrix);
    if (operator === "Q") matrix = kept.pop() ?? matrix;
    if (operator === "cm") matrix = times(numbers as unknown as Matrix, matrix);
    if (operator === "m") points = [];
    if (operator === "m" || operator === "l") {
      const [x, y] = at(matrix, numbers);
      points.push([x * scale, (height - y) * scale]);
    }
    if (operator === "h") {
      const xs = points.map(([x]) => x);
      const ys = points.map(([, y]) => y);
      blacken(picture, [Math.min(...xs), Math.min(...ys)], [Math.max(...xs), Math.max(...ys)]);
    }
  }
  return picture;
}

/** Every text of a PDF's page, in the order in which it is written. */
export function textsOfPdf(pdf: Uint8Array): ReadonlyArray<string> {
  return readPdf(pdf).streams.flatMap((stream) =>
    [...stream.matchAll(/<([0-9A-F]*)> Tj/gi)].map(([, hex = ""]) =>
      new TextDecoder("windows-1252").decode(
        Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16)),
      )
    )
  );
}

/** Content streams that draw, and the size of the page in points. */
function readPdf(pdf: Uint8Array) {
  const text = new TextDecoder("latin1").decode(pdf);
  const inflated = [...text.matchAll(/stream\r?\n/g)].flatMap(({ index, 0: word }) => {
    if (text.slice(index - 3, index) === "end") return [];
    const from = index + word.length;
    const end = text.indexOf("endstream", from);
    return [new TextDecoder("latin1").decode(inflateSync(pdf.subarray(from, end)))];
  });
  const [, width, height] =
    /\/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/.exec([text, ...inflated].join("\n")) ?? [];
  assert.ok(width !== undefined && height !== undefined, "the PDF has no page");
  const streams = inflated.filter((stream) => /\b(Tj|re|m)\b/.test(stream));
  return { streams, mediaBox: [Number(width), Number(height)] as const };
}

type Matrix = readonly [number, number, number, number, number, number];

function times([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [
    a * g + b * i,
    a * h + b * j,
    c * g + d * i,
    c * h + d * j,
    e * g + f * i + k,
    e * h + f * j + l,
  ];
}

function at([a, b, c, d, e, f]: Matrix, [x = 0, y = 0]: ReadonlyArray<number>) {
  return [a * x + c * y + e, b * x + d * y + f] as const;
}

function blank(width: number, height: number): Picture {
  const size = { width: Math.ceil(width), height: Math.ceil(height) };
  return { ...size, pixels: new Uint8ClampedArray(size.width * size.height).fill(255) };
}

function blacken(
  { width, pixels }: Picture,
  [left, top]: readonly [number, number],
  [right, bottom]: readonly [number, number],
): void {
  for (let y = Math.round(top); y < Math.round(bottom); y += 1) {
    pixels.fill(0, y * width + Math.round(left), y * width + Math.round(right));
  }
}
