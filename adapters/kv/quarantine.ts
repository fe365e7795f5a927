/**
 * What is known to be damaged: counted, so that somebody looks, and kept apart. Known since the
 * start only: the next process meets it again when it reads.
 *
 * @module
 */
import { type Address, addressKey, isVerifiable } from "../../actors/address.ts";
import type { DamagedActor } from "../../actors/damaged_actor.ts";
import { Quarantined } from "../../actors/event_store.ts";

/** Of other records; beyond that the count stands still. */
const NAMES_MAX = 10_000;

/** Some 20 MB; beyond that a damaged actor is met anew at each read. */
const ACTORS_MAX = 100_000;

/** What a quarantine needs of the process around it. */
export interface QuarantineDesk {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Called once for each actor, when it is met first. */
  readonly tell: (damaged: DamagedActor) => void;
}

/** The damaged things that were met since the start. */
export class Quarantine {
  readonly #desk: QuarantineDesk;
  readonly #actors = new Map<string, DamagedActor>();
  readonly #names = new Set<string>();

  constructor(desk: QuarantineDesk) {
    this.#desk = desk;
  }

  /** From now on it counts, and `refusal` knows of it. Gives the error that its readers get. */
  actor(address: Address, reason: string): Quarantined {
    const name = addressKey(address);
    const known = this.#actors.get(name);
    if (known !== undefined) this.#actors.set(name, { ...known, reason });
    else if (this.#actors.size < ACTORS_MAX) {
      const met = { address, reason, since: this.#desk.now() };
      this.#actors.set(name, met);
      this.#desk.tell(met);
    }
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

  /**
   * Why nothing may be appended to the actor; `null`: it may. Asked before each append.
   *
   * Only what a route verifies is held: that is how it is let go again. Everything else, as the
   * day's audit, a key or a performance, could be let go by nobody, and whoever needs it would be
   * refused with it. Its commands replace or end what is there, and are decided on its state: while
   * that can be read they go on, and where it cannot they fail by themselves.
   */
  refusal(address: Address): Quarantined | null {
    if (this.#actors.size === 0 || !isVerifiable(address.kind)) return null;
    const known = this.#actors.get(addressKey(address));
    return known === undefined ? null : new Quarantined({ address, reason: known.reason });
  }

  /** Those of the tenant, in the order in which they were met. */
  of(tenant: string): ReadonlyArray<DamagedActor> {
    return [...this.#actors.values()].filter(({ address }) => address.tenant === tenant);
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
