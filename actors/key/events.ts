/**
 * Facts of one API key. Stored format: add, never rename. The key itself never stands in them.
 *
 * @module
 */

/** How many requests a key may send, beside what its tenant may. */
export interface RateLimit {
  /** What comes back to it each second. */
  readonly perSecond: number;
  /** What it may send at once after a rest. */
  readonly burst: number;
}

/** There is a key, and it is valid from now on. */
export interface KeyCreated {
  readonly type: "KeyCreated";
  /** In lower-case hex, of the key: all that is kept of it. Never shown. */
  readonly sha256: string;
  /** What it may do. */
  readonly scopes: ReadonlyArray<string>;
  /** Milliseconds since the epoch; `null`: never. */
  readonly expiresAt: number | null;
  /** `null`: it has none of its own. */
  readonly rateLimit: RateLimit | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Another secret is the key from now on, with all that it may do. */
export interface KeyRotated {
  readonly type: "KeyRotated";
  /** Of the new secret. Never shown. */
  readonly sha256: string;
  /** Of the new secret; the first one was 1. */
  readonly generation: number;
  /** Milliseconds since the epoch: until then the secret before is valid too. */
  readonly previousUntil: number;
  /** Milliseconds since the epoch: secrets that have ended by then are forgotten. */
  readonly at: number;
}

/** Its time is, or will be, over. */
export interface KeyExpired {
  readonly type: "KeyExpired";
  /** Milliseconds since the epoch: from then on no secret of it is valid. */
  readonly expiresAt: number;
}

/** It is over for good, and its id is never used again. */
export interface KeyRemoved {
  readonly type: "KeyRemoved";
}

/** Every fact of a key. */
export type KeyEvent = KeyCreated | KeyRotated | KeyExpired | KeyRemoved;
