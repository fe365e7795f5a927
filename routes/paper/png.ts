/**
 * A barcode as PNG: black on white, one bit a pixel.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { crc32, deflateSync } from "node:zlib";
import type { Drawing } from "./drawing.ts";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** `scale` is the size of one module in pixels. */
export function pngOf(drawing: Drawing, scale: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(drawing.width * scale, 0);
  header.writeUInt32BE(drawing.height * scale, 4);
  // one bit of grey; compression, filter and interlace stay at 0, the only values of use here
  header.writeUInt8(1, 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(pixels(drawing, scale))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Rows from the top, each with a byte that says "not filtered"; a bit that is set is white. */
function pixels({ width, height, bars }: Drawing, scale: number): Uint8Array {
  const rowBytes = 1 + Math.ceil(width * scale / 8);
  const rows = new Uint8Array(rowBytes * height * scale).fill(0xff);
  for (let y = 0; y < height * scale; y += 1) rows[y * rowBytes] = 0;
  for (const bar of bars) {
    for (let y = bar.y * scale; y < (bar.y + bar.height) * scale; y += 1) {
      for (let x = bar.x * scale; x < (bar.x + bar.width) * scale; x += 1) {
        const at = y * rowBytes + 1 + (x >> 3);
        rows[at] = (rows[at] ?? 0) & ~(0x80 >> (x & 7));
      }
    }
  }
  return rows;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(type), data]);
  return Buffer.concat([uint32(data.length), named, uint32(crc32(named))]);
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
