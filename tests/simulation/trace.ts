/**
 * What happened in one run, in order: a fingerprint of all of it, and its words when asked for.
 *
 * @module
 */

/** Two runs of one seed have the same. */
export class Trace {
  /** All lines; empty unless they are kept. */
  readonly lines: Array<string> = [];
  readonly #keeps: boolean;
  #low = 0x811c9dc5;
  #high = 0x9747b28c;

  constructor(keeps: boolean) {
    this.#keeps = keeps;
  }

  /** Adds one thing that happened. */
  note(at: number, line: string): void {
    this.#mix(at);
    for (let i = 0; i < line.length; i++) this.#mix(line.charCodeAt(i));
    if (this.#keeps) this.lines.push(`${new Date(at).toISOString().slice(11)} ${line}`);
  }

  /** Adds bytes that lie somewhere. */
  noteBytes(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) this.#mix(bytes[i] ?? 0);
  }

  /** 64 bits of all that was added. */
  get fingerprint(): string {
    return [this.#high, this.#low].map((half) => (half >>> 0).toString(16).padStart(8, "0"))
      .join("");
  }

  #mix(unit: number): void {
    this.#low = Math.imul(this.#low ^ unit, 0x01000193);
    this.#high = Math.imul(this.#high ^ (unit + 0x5bd1), 0x5bd1e995) ^ (this.#high >>> 13);
  }
}
