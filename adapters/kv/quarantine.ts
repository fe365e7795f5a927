/**
 * Which stored records do not decode: counted, so that somebody looks, and kept apart.
 *
 * @module
 */
import { type Address, addressKey } from "../../actors/address.ts";
import { Quarantined } from "../../actors/event_store.ts";

/** Names kept; beyond that the count stands still, the refusals do not. */
const NAMES_MAX = 10_000;

/** The damaged things that were met since the start. */
export class Quarantine {
  readonly #names = new Set<string>();

  /** Remembers a damaged actor and gives the error that its readers get. */
  actor(address: Address, reason: string): Quarantined {
    this.note(addressKey(address));
    return new Quarantined({ address, reason });
  }

  /** Remembers a damaged record that belongs to no single actor, or that a list leaves out. */
  note(name: string): void {
    if (this.#names.size < NAMES_MAX) this.#names.add(name);
  }

  /** Whole again: the record was repaired or rewritten. */
  release(name: string): void {
    if (this.#names.size > 0) this.#names.delete(name);
  }

  get size(): number {
    return this.#names.size;
  }
}
