/**
 * Which names were perhaps ever written, so that what is new is not looked for in vain.
 *
 * @module
 */

const BITS_PER_WORD = 32;

/** Room for a name, and the bits set for it: 1 in 80 new names is looked for all the same. */
const ROOM_PER_NAME = 10;
const BITS_PER_NAME = 4;

/**
 * A Bloom filter over everything that one key each is kept for.
 *
 * It knows nothing before `complete`: until all stored names have been added, none is new.
 */
export class WrittenNames {
  readonly #bits: number;
  readonly #words: Uint32Array;
  #isComplete = false;

  /** `namesMax`: beyond it more and more new names are looked for in vain. */
  constructor(namesMax: number) {
    // a power of two, so that an odd step comes to all bits before it repeats one
    this.#bits = 2 ** Math.ceil(Math.log2(namesMax * ROOM_PER_NAME));
    this.#words = new Uint32Array(this.#bits / BITS_PER_WORD);
  }

  /** Before the write leaves, so that nobody can miss it. */
  add(name: string): void {
    const [first, step] = hash(name, this.#bits);
    let bit = first;
    for (let i = 0; i < BITS_PER_NAME; i++) {
      const at = Math.floor(bit / BITS_PER_WORD);
      this.#words[at] = (this.#words[at] ?? 0) | (1 << (bit % BITS_PER_WORD));
      bit = (bit + step) % this.#bits;
    }
  }

  /** Every name that was stored before has been added. */
  complete(): void {
    this.#isComplete = true;
  }

  /** Never written, for certain. `false` says nothing. */
  isNew(name: string): boolean {
    if (!this.#isComplete) return false;
    const [first, step] = hash(name, this.#bits);
    let bit = first;
    for (let i = 0; i < BITS_PER_NAME; i++) {
      const word = this.#words[Math.floor(bit / BITS_PER_WORD)] ?? 0;
      if ((word & (1 << (bit % BITS_PER_WORD))) === 0) return true;
      bit = (bit + step) % this.#bits;
    }
    return false;
  }
}

/** The first of so many bits, and the way to the next. */
function hash(name: string, bits: number): [first: number, step: number] {
  let first = 0x811c9dc5;
  let step = 0x9747b28c;
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i);
    first = Math.imul(first ^ unit, 0x01000193);
    step = Math.imul(step ^ unit, 0x5bd1e995);
  }
  return [spread(first) % bits, (spread(step) % bits) | 1];
}

/** Lets the high bits act on the low ones; the finish of MurmurHash3. */
function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
