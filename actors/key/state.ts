/**
 * An API key as its facts make it.
 *
 * @module
 */
import type { KeyEvent, RateLimit } from "./events.ts";

/** One secret that is, or was just now, the key. */
export interface KeySecret {
  readonly sha256: string;
  readonly generation: number;
  /** Milliseconds since the epoch; `null`: as long as the key. */
  readonly until: number | null;
}

/** Secrets that are valid at once: whoever rotates more often wants to be rid of the old. */
const SECRETS_MAX = 3;

/** The whole key. */
export interface KeyState {
  /** Newest first; none before it is created and after it is removed. */
  readonly secrets: ReadonlyArray<KeySecret>;
  readonly scopes: ReadonlyArray<string>;
  /** Milliseconds since the epoch; `null`: never. */
  readonly expiresAt: number | null;
  readonly rateLimit: RateLimit | null;
  /** Milliseconds since the epoch; `null`: not created yet. */
  readonly createdAt: number | null;
}

/** Not created yet. */
export const initial: KeyState = {
  secrets: [],
  scopes: [],
  expiresAt: null,
  rateLimit: null,
  createdAt: null,
};

/** Total and pure. */
export function evolve(state: KeyState, event: KeyEvent): KeyState {
  switch (event.type) {
    case "KeyCreated": {
      const { sha256, scopes, expiresAt, rateLimit, at } = event;
      const secrets = [{ sha256, generation: 1, until: null }];
      return { secrets, scopes, expiresAt, rateLimit, createdAt: at };
    }
    case "KeyRotated": {
      const { sha256, generation, previousUntil, at } = event;
      const before = state.secrets
        .map((one) => ({ ...one, until: Math.min(one.until ?? previousUntil, previousUntil) }))
        .filter(({ until }) => until > at);
      return {
        ...state,
        secrets: [{ sha256, generation, until: null }, ...before].slice(0, SECRETS_MAX),
      };
    }
    case "KeyExpired":
      return { ...state, expiresAt: event.expiresAt };
    case "KeyRemoved":
      return { ...state, secrets: [] };
  }
}

/** Whether no secret of it is valid any more, whatever is done. */
export function isOver({ secrets, expiresAt }: KeyState, now: number): boolean {
  return secrets.length === 0 || (expiresAt !== null && expiresAt <= now);
}
