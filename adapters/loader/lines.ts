/**
 * Reads a file line by line from a byte on, with a bound on the length of a line.
 *
 * @module
 */
import { Buffer } from "node:buffer";

/** More than any command's body: the service takes 64 KiB. */
export const LINE_BYTES_MAX = 80 * 1024;

/** One line, and where the next one begins. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** `null`: longer than a line may be. */
  readonly text: string | null;
  /** In bytes from the file's start. */
  readonly end: number;
}

const NEWLINE = 10;

/** Lines after `from.offset`. Memory is bounded by one line, however long it goes on. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  from: { readonly offset: number; readonly line: number },
): AsyncIterable<Line> {
  let { offset, line: number } = from;
  let kept: Array<Uint8Array> = [];
  let size = 0;
  const take = (bytes: Uint8Array) => {
    size += bytes.length;
    if (size <= LINE_BYTES_MAX) kept.push(bytes);
  };
  const finish = (newline: number): Line => {
    offset += size + newline;
    number += 1;
    // what is not UTF-8 becomes U+FFFD: the service says no to it, if it stands in an id
    const text = size > LINE_BYTES_MAX ? null : new TextDecoder().decode(Buffer.concat(kept));
    kept = [];
    size = 0;
    return { number, text, end: offset };
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start);
      if (end < 0) break;
      take(chunk.subarray(start, end));
      yield finish(1);
      start = end + 1;
    }
    if (start < chunk.length) take(chunk.slice(start));
  }
  if (size > 0) yield finish(0);
}
