/**
 * Bytes of one record: a CRC-32, then CBOR. What does not decode is `null`, never a throw.
 *
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { crc32 } from "node:zlib";
import { Encoder } from "cbor-x/index-no-eval";

/** First field of every record, for the day when a tuple has to change. */
const FORMAT = 1;

const CHECKSUM_BYTES = 4;

/** The value of a key that says all by itself. */
export const EMPTY: Uint8Array<ArrayBuffer> = new Uint8Array(0);

/** No shared structures: a record must not depend on a table that lies elsewhere. */
const cbor = new Encoder({
  useRecords: false,
  mapsAsObjects: true,
  tagUint8Array: false,
  variableMapSize: true,
});

/** CBOR without a checksum, for bytes that lie inside a record. Throws on what CBOR cannot hold. */
export function encode(value: unknown): Uint8Array<ArrayBuffer> {
  return new Uint8Array(cbor.encode(value));
}

/** The value of bytes whose record has been checked. */
export function decode(bytes: Uint8Array): unknown {
  return cbor.decode(bytes);
}

/** Whether both are bytes, and the same. */
export function isSame(some: unknown, other: unknown): boolean {
  return some instanceof Uint8Array && other instanceof Uint8Array &&
    some.length === other.length && some.every((byte, i) => byte === other[i]);
}

/** Whether these bytes are of this value; in what order its fields were stored is nothing. */
export function holds(bytes: Uint8Array, value: unknown): boolean {
  const encoded = encode(value);
  return isSame(bytes, encoded) || isDeepStrictEqual(decode(bytes), decode(encoded));
}

/** One record, ready to store: `fields` after the format. */
export function pack(...fields: ReadonlyArray<unknown>): Uint8Array<ArrayBuffer> {
  const body = cbor.encode([FORMAT, ...fields]);
  const record = new Uint8Array(CHECKSUM_BYTES + body.byteLength);
  record.set(body, CHECKSUM_BYTES);
  new DataView(record.buffer).setUint32(0, crc32(body));
  return record;
}

/**
 * The fields of a record, or `null` when it was damaged or is of a newer format.
 *
 * The checksum goes first, so that the decoder only ever meets bytes that were written here.
 */
export function unpack(record: unknown): ReadonlyArray<unknown> | null {
  if (!(record instanceof Uint8Array) || record.byteLength <= CHECKSUM_BYTES) return null;
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  const body = record.subarray(CHECKSUM_BYTES);
  if (view.getUint32(0) !== crc32(body)) return null;
  try {
    const decoded: unknown = cbor.decode(body);
    if (!Array.isArray(decoded) || decoded[0] !== FORMAT) return null;
    return decoded.slice(1);
  } catch {
    return null;
  }
}
