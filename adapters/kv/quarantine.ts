/**
 * What is known to be damaged: counted, so that somebody looks, and kept apart. Known since the
 * start only: the next process meets it again when it reads.
 *
 * @module
 */
import { type Address, addressKey } from "../../actors/address.ts";
import { Quarantined } from "../../actors/event_store.ts";

/** Of other records; beyond that the count stands still. */
const NAMES_MAX = 10_000;

/** Some 20 MB; beyond that a damaged actor is met anew at each read. */
const ACTORS_MAX = 100_000;

/** The damaged things that were met since the start. */
export class Quarantine {
  /** Why, by the actor. */
  readonly #actors = new Map<string, string>();
  readonly #names = new Set<string>();

  /** Nothing is appended to the actor from now on. Gives the error that its readers get. */
  actor(address: Address, reason: string): Quarantined {
    const name = addressKey(address);
    if (this.#actors.size < ACTORS_MAX) this.#actors.set(name, reason);
    return new Quarantined({ address, reason });
  }

  /** A stored state that is not needed, as the facts make it again: the actor goes on. */
  snapshot(address: Address, reason: string): Quarantined {
    this.note(snapshotsOf(addressKey(address)));
    return new Quarantined({ address, reason });
  }

  /** Remembers a damaged record that nobody's state hangs on, or that belongs to no single actor. */
  note(name: string): void {
    if (this.#names.size < NAMES_MAX) this.#names.add(name);
  }

  /** Why nothing may be appended to the actor; `null`: it may. Asked before each append. */
  refusal(address: Address): Quarantined | null {
    if (this.#actors.size === 0) return null;
    const reason = this.#actors.get(addressKey(address));
    return reason === undefined ? null : new Quarantined({ address, reason });
  }

  /** The whole actor was read and is sound: that its head decodes is not enough. */
  release(address: Address): void {
    const name = addressKey(address);
    this.#actors.delete(name);
    this.#names.delete(snapshotsOf(name));
  }

  get size(): number {
    return this.#actors.size + this.#names.size;
  }
}

function snapshotsOf(name: string): string {
  return `${name}/snapshots`;
}
