/**
 * Heads of an earlier copy: whatever was made anew since, the chain of each actor still leads
 * through the commit that they name.
 *
 * @module
 */
import type { Address } from "../../../actors/address.ts";
import type { ChainPlace } from "../chain.ts";
import { HEADS } from "../keys.ts";
import type { Kv } from "../kv.ts";
import { type Head, unpackHead } from "../records.ts";
import { ActorEntries } from "./entries.ts";

/** The heads in the order in which actors are judged. */
export class Anchors {
  readonly #heads: ActorEntries | null;

  private constructor(heads: ActorEntries | null) {
    this.#heads = heads;
  }

  /** `null`: there is no earlier copy, and so none of any actor. */
  static async open(kv: Kv | null): Promise<Anchors> {
    return new Anchors(kv === null ? null : await ActorEntries.open(kv, HEADS));
  }

  /** Of whom the next head is; `null` at the end. */
  get actor(): Address | null {
    return this.#heads?.actor ?? null;
  }

  /** The actor's head of then; `null` when it had none that decodes. */
  async take(address: Address): Promise<Head | null> {
    return unpackHead((await this.#heads?.take(address))?.value);
  }
}

/** Whether the chain, as it goes on from `place`, is not the one that the anchor is in. */
export function isOff(anchor: Head | null, { version, link }: ChainPlace): boolean {
  return anchor !== null && version === anchor.version + 1 && link !== anchor.link;
}

/** Whether a chain that ends at `place` ends before the anchor. */
export function isShort(anchor: Head | null, { version }: ChainPlace): boolean {
  return anchor !== null && version <= anchor.version;
}
