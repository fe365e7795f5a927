/**
 * Who is signed in to the console. Sessions live in this process only: a restart ends them.
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import type { FormFields } from "./form.ts";
import { fingerprint, type Key, type KeyRing, validKey } from "../keys.ts";

const SESSIONS_MAX = 1_000;

/** A session that nobody used for so long is over. */
export const SESSION_IDLE_S: number = 12 * 60 * 60;

/** Paths are compared as addresses have them. */
const ANYWHERE = "http://console.invalid";

/** What the last action came to, shown once on the next page. */
export interface Said {
  readonly isGood: boolean;
  readonly text: string;
  /** The form that it comes back with, as nothing was done. */
  readonly returned?: Returned;
}

/** A form as it was sent. */
export interface Returned {
  /** Where to, without the query. */
  readonly path: string;
  readonly fields: FormFields;
  /** What is wrong, by the name of the field. */
  readonly faults: Readonly<Record<string, string>>;
}

/** One browser that has shown a key. */
export interface Session {
  readonly caller: Key;
  /** Takes what is to be said on the page of this path; a second call gives `null`. */
  readonly takeSaid: (path: string) => Said | null;
  /** On the page that `href` leads to, over what was not said yet. */
  readonly say: (said: Said, href: string) => void;
}

interface Seat {
  /** Of the key, which itself is not kept. */
  readonly sha256: string;
  usedAt: number;
  said: { readonly said: Said; readonly path: string } | null;
}

/** All sessions, in the order of their last use; the least used give way above the bound. */
export class Sessions {
  readonly #keys: Pick<KeyRing, "find">;
  readonly #seats = new Map<string, Seat>();

  constructor(keys: Pick<KeyRing, "find">) {
    this.#keys = keys;
  }

  /** The new session's secret for the cookie; `null`: the key is none, or its time is over. */
  signIn(key: string): string | null {
    return this.open(fingerprint(key));
  }

  /** As `signIn`, by the key's SHA-256. A reply key of an access-control system opens nothing. */
  open(sha256: string): string | null {
    const key = validKey(this.#keys, sha256);
    if (key === null || key.accessControl !== null) return null;
    const secret = randomBytes(32).toString("base64url");
    this.#seats.set(fingerprint(secret), { sha256, usedAt: Date.now(), said: null });
    if (this.#seats.size > SESSIONS_MAX) {
      for (const oldest of this.#seats.keys()) {
        this.#seats.delete(oldest);
        break;
      }
    }
    return secret;
  }

  /** Looked up anew for each request, so that a key that is taken away ends its sessions. */
  find(secret: string): Session | null {
    const place = fingerprint(secret);
    const seat = this.#seats.get(place);
    if (seat === undefined) return null;
    this.#seats.delete(place);
    const caller = validKey(this.#keys, seat.sha256);
    const now = Date.now();
    if (caller === null || now - seat.usedAt > SESSION_IDLE_S * 1000) return null;
    seat.usedAt = now;
    this.#seats.set(place, seat);
    return {
      caller,
      takeSaid: (path) => {
        if (seat.said?.path !== path) return null;
        const { said } = seat.said;
        seat.said = null;
        return said;
      },
      say: (said, href) => {
        seat.said = { said, path: new URL(href, ANYWHERE).pathname };
      },
    };
  }

  signOut(secret: string): void {
    this.#seats.delete(fingerprint(secret));
  }
}
