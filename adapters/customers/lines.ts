/**
 * The lines of the registry: a customer each, `{tenant, alias, customerId}`, or one that was erased.
 *
 * @module
 */
import type { Customer } from "../../actors/customers.ts";

/** One line and where in the file it begins, in bytes. */
export interface Line {
  readonly at: number;
  /** Without its line break; one character a byte. */
  readonly text: string;
  /** The file ends inside of it: it was never answered for. */
  readonly torn: boolean;
}

/** Comes first, so that a line is known whatever a loss of power leaves behind it. */
const ERASED = '{"erased":true';

const PIECE_BYTES = 1024 * 1024;

/** Reads only what is ASCII, so that places in texts are places in the file. */
const decoder = new TextDecoder("latin1");

/** All lines from a line on, as many at once as a piece of the file has: it may be large. */
export async function* readLines(
  path: string,
  from: number,
): AsyncGenerator<ReadonlyArray<Line>> {
  using file = await Deno.open(path, { read: true });
  await file.seek(from, Deno.SeekMode.Start);
  const piece = new Uint8Array(PIECE_BYTES);
  let at = from;
  let rest = "";
  for (let read = await file.read(piece); read !== null; read = await file.read(piece)) {
    const texts = (rest + decoder.decode(piece.subarray(0, read))).split("\n");
    rest = texts.pop() ?? "";
    yield texts.map((text) => {
      const line = { at, text, torn: false };
      at += text.length + 1;
      return line;
    });
  }
  if (rest !== "") yield [{ at, text: rest, torn: true }];
}

/** As a line of the file, with its break. */
export function writeLine({ tenant, alias, reference }: Customer): string {
  return `${JSON.stringify({ tenant, alias, customerId: reference })}\n`;
}

/** What stands where the customer stood: never longer than their line. */
export function writeErased({ tenant, alias }: Customer): string {
  return JSON.stringify({ erased: true, tenant, alias });
}

/**
 * What a line says: a customer, or nothing.
 *
 * `half-erased` is an erasure that was under way when the power went: its rest is to go.
 */
export function parseLine({ text }: Line): Customer | "blank" | "half-erased" | "unreadable" {
  if (text.trim() === "") return "blank";
  const { tenant, alias, customerId = null } = parse(text) ?? {};
  const isNamed = typeof tenant === "string" && typeof alias === "string";
  if (text.startsWith(ERASED)) {
    return isNamed && customerId === null ? { tenant, alias, reference: null } : "half-erased";
  }
  const isWhole = isNamed && typeof customerId === "string";
  return isWhole ? { tenant, alias, reference: customerId } : "unreadable";
}

function parse(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
