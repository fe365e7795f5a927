/**
 * An actor that something damaged was met of: what those who mend it have to know.
 *
 * @module
 */
import type { Address } from "./address.ts";

/** Named, with what is wrong. */
export interface DamagedActor {
  readonly address: Address;
  /** What was found last. */
  readonly reason: string;
  /** Milliseconds since the epoch: when it was met first. */
  readonly since: number;
}
