/**
 * A map that forgets what was written longest ago, for knowledge that can be read again.
 *
 * @module
 */

/**
 * Holds the newest `sizeMax / 2` entries surely, and at most `sizeMax`.
 *
 * Two generations, the older dropped as a whole: to delete the oldest entry of one `Map` again and
 * again costs a walk over all that was deleted before.
 */
export class BoundedMap<Value> {
  readonly #generationMax: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  constructor(sizeMax: number) {
    this.#generationMax = Math.max(1, Math.floor(sizeMax / 2));
  }

  get(key: string): Value | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  has(key: string): boolean {
    return this.#young.has(key) || this.#old.has(key);
  }

  set(key: string, value: Value): void {
    this.#young.set(key, value);
    if (this.#young.size < this.#generationMax) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  delete(key: string): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }
}
