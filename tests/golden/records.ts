/**
 * Every kind of record, and how today's code reads one.
 *
 * @module
 */
import { pack, unpack } from "../../adapters/kv/codec.ts";
import {
  unpackClaim,
  unpackCommand,
  unpackCommit,
  unpackDelivery,
  unpackHead,
  unpackLog,
  unpackSnapshot,
} from "../../adapters/kv/records.ts";

interface RecordKind {
  /** What its keys begin with; the last one under it is taken. */
  readonly letter: string;
  readonly read: (record: Uint8Array) => unknown;
  /** Where the demo leaves none. */
  readonly example?: Uint8Array;
}

const fields = (record: Uint8Array) => unpack(record);

/** By name; what is in a key and not in the record is made up. */
export const RECORDS: Readonly<Record<string, RecordKind>> = {
  commit: { letter: "e", read: unpackCommit },
  head: { letter: "h", read: unpackHead },
  snapshot: { letter: "s", read: unpackSnapshot },
  log: { letter: "g", read: unpackLog },
  command: { letter: "c", read: (one) => unpackCommand(one, { tenant: "t", commandId: "c" }) },
  "factless command": { letter: "r", read: fields, example: pack("command-1") },
  barcode: { letter: "b", read: (one) => unpackClaim(one, "scope") },
  "ticket number": { letter: "n", read: (one) => unpackClaim(one, "scope") },
  holding: { letter: "u", read: (one) => unpackClaim(one, "scope") },
  "settled delivery": { letter: "d", read: (one) => unpackDelivery(one, { tenant: "t", id: "d" }) },
  "open delivery": { letter: "o", read: (one) => unpackDelivery(one, { tenant: "t", id: "d" }) },
  mark: { letter: "k", read: fields },
  owner: { letter: "w", read: fields },
  schema: { letter: "m", read: fields },
  witness: { letter: "q", read: fields },
};

/** As JSON has it, bytes in hex. */
export function plain(value: unknown): unknown {
  const text = JSON.stringify(
    value,
    (_name, part) => part instanceof Uint8Array ? { hex: part.toHex() } : part,
  );
  return JSON.parse(text);
}
