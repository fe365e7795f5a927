/**
 * Where actors stand, as last read or written, so that an append need not read.
 *
 * @module
 */
import { type Address, addressKey } from "../../actors/address.ts";
import { type KnownHead, NO_HEAD } from "./append.ts";
import { BoundedMap } from "./bounded_map.ts";
import type { Head } from "./records.ts";

/** Heads of the actors that were used most lately. */
export class KnownHeads {
  readonly #heads: BoundedMap<KnownHead>;
  readonly #doubted = new Set<string>();

  /** `headsMax`: beyond it the oldest are forgotten. */
  constructor(headsMax: number) {
    this.#heads = new BoundedMap(headsMax);
  }

  /** The head at `version`, if it is known to stand there. */
  at(address: Address, version: number): KnownHead | undefined {
    const known = this.#heads.get(addressKey(address));
    return known?.version === version ? known : undefined;
  }

  /**
   * Takes what was read; `null` for an actor without facts.
   *
   * Nothing that is known is replaced: a read can be overtaken by the append that wrote it.
   */
  learn(address: Address, head: Head | null): KnownHead {
    const read = head === null ? NO_HEAD : {
      version: head.version,
      inline: head.state !== null,
      snapshotVersion: head.snapshotVersion,
      link: head.link,
    };
    const name = addressKey(address);
    if (!this.#heads.has(name) && !this.#doubted.has(name)) this.#heads.set(name, read);
    return read;
  }

  /** Takes what is now on disk. */
  wrote(name: string, head: KnownHead): void {
    this.#heads.set(name, head);
  }

  /** After an append that may yet be written: until `trust`, what is read is not remembered. */
  doubt(name: string): void {
    this.#heads.delete(name);
    this.#doubted.add(name);
  }

  /** Nothing of old can be written any more. */
  trust(name: string): void {
    this.#doubted.delete(name);
  }

  /** Whether `trust` is still to be said. */
  isDoubted(name: string): boolean {
    return this.#doubted.has(name);
  }

  /** After an append that failed: only a read can tell. */
  forget(name: string): void {
    this.#heads.delete(name);
  }
}
