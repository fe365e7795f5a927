/**
 * Which names were perhaps ever written, so that what is new is not looked for in vain.
 *
 * @module
 */

/** 8 MiB, of which only touched pages count: six million names at ten bits each. */
const BITS = 2 ** 26;
const BITS_PER_WORD = 32;

/** With these many bits set a name, 1 in 80 new names is looked for all the same when it is full. */
const BITS_PER_NAME = 4;

/**
 * A Bloom filter over everything that one key each is kept for.
 *
 * It knows nothing before `complete`: until all stored names have been added, none is new.
 */
export class WrittenNames {
  readonly #words = new Uint32Array(BITS / BITS_PER_WORD);
  #isComplete = false;

  /** Before the write leaves, so that nobody can miss it. */
  add(name: string): void {
    const [first, step] = hash(name);
    let bit = first;
    for (let i = 0; i < BITS_PER_NAME; i++) {
      const at = Math.floor(bit / BITS_PER_WORD);
      this.#words[at] = (this.#words[at] ?? 0) | (1 << (bit % BITS_PER_WORD));
      bit = (bit + step) % BITS;
    }
  }

  /** Every name that was stored before has been added. */
  complete(): void {
    this.#isComplete = true;
  }

  /** Never written, for certain. `false` says nothing. */
  isNew(name: string): boolean {
    if (!this.#isComplete) return false;
    const [first, step] = hash(name);
    let bit = first;
    for (let i = 0; i < BITS_PER_NAME; i++) {
      const word = this.#words[Math.floor(bit / BITS_PER_WORD)] ?? 0;
      if ((word & (1 << (bit % BITS_PER_WORD))) === 0) return true;
      bit = (bit + step) % BITS;
    }
    return false;
  }
}

/** The first bit and the way to the next; an odd step comes to all bits before it repeats one. */
function hash(name: string): [first: number, step: number] {
  let first = 0x811c9dc5;
  let step = 0x9747b28c;
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i);
    first = Math.imul(first ^ unit, 0x01000193);
    step = Math.imul(step ^ unit, 0x5bd1e995);
  }
  return [spread(first) % BITS, (spread(step) % BITS) | 1];
}

/** Lets the high bits act on the low ones; the finish of MurmurHash3. */
function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
