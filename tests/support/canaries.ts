/**
 * Values that stand out, and the places in which none of them may be found.
 *
 * @module
 */
import { hash } from "node:crypto";

/** What a value is: where it may stand depends on it. */
export type CanaryKind = "key" | "barcode" | "personal";

/** One planted value. */
export interface Canary {
  readonly kind: CanaryKind;
  /** What it was planted as. */
  readonly name: string;
  readonly value: string;
}

/** A text that was kept, and the kinds that may not be in it. */
interface Kept {
  readonly place: string;
  readonly text: string;
  readonly not: ReadonlyArray<CanaryKind>;
}

/** Where nothing that was planted may be. */
export const NOTHING: ReadonlyArray<CanaryKind> = ["key", "barcode", "personal"];

/** The planted values, and all texts that they are searched in at the end. */
export class Canaries {
  readonly planted: Array<Canary> = [];
  readonly #kept: Array<Kept> = [];
  readonly #seen = new Set<string>();

  /** Gives the value, so that it can be planted where it is named. */
  plant(kind: CanaryKind, name: string, value: string): string {
    this.planted.push({ kind, name, value });
    return value;
  }

  /** Keeps a text that may hold no value of these kinds. */
  keep(place: string, text: string, not: ReadonlyArray<CanaryKind>): void {
    this.#kept.push({ place, text, not });
  }

  /** A place where a value is meant to be: it shows that the value was planted at all. */
  expect(text: string): void {
    for (const { value } of this.planted) if (text.includes(value)) this.#seen.add(value);
  }

  /** Texts that were searched, and values that were planted. */
  get tried(): { readonly canaries: number; readonly texts: number; readonly characters: number } {
    return {
      canaries: this.planted.length,
      texts: this.#kept.length,
      characters: this.#kept.reduce((sum, { text }) => sum + text.length, 0),
    };
  }

  /** A sentence for each value that is where it must not be, or that was never planted. */
  found(): ReadonlyArray<string> {
    const leaks = this.#kept.flatMap(({ place, text, not }) =>
      this.planted
        .filter(({ kind, value }) => not.includes(kind) && formsOf(value).some(isIn(text)))
        .map(({ name }) => `${name} stands in ${place}: ${text.slice(0, 300)}`)
    );
    const absent = this.planted.filter(({ value }) => !this.#seen.has(value))
      .map(({ name }) => `${name} was never seen where it belongs`);
    return [...leaks, ...absent];
  }
}

function isIn(text: string) {
  return (form: string) => text.includes(form);
}

/** As it is, hashed as keys are stored, and as it travels in addresses, in bytes and in JSON. */
function formsOf(value: string): ReadonlyArray<string> {
  const base64 = btoa(value).replace(/=+$/, "");
  return [value, hash("sha256", value, "hex"), encodeURIComponent(value), base64.slice(0, -2)];
}
