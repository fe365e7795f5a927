/**
 * A link to the console for whoever has started the service at a terminal.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { randomBytes, timingSafeEqual } from "node:crypto";
import { fingerprint } from "../keys.ts";

/** After the start; long enough to find the window with the link in it. */
const GOOD_FOR_MS = 60 * 60 * 1000;

/** Opens the console with one key, for an hour after the start. */
export interface Invitation {
  /** Path of the link, to which `&next=` may be added. */
  readonly path: string;
  /** SHA-256 of the key that the token opens; `null`: it opens nothing. */
  readonly accept: (token: string | undefined, now: number) => string | null;
}

/** For the key with this SHA-256. The token stands in browser histories, so its time is short. */
export function makeInvitation(sha256: string, madeAt: number): Invitation {
  const token = randomBytes(24).toString("base64url");
  const expected = Buffer.from(fingerprint(token));
  return {
    path: `/console/sign-in?invitation=${token}`,
    accept: (presented, now) => {
      if (presented === undefined || now - madeAt > GOOD_FOR_MS) return null;
      return timingSafeEqual(Buffer.from(fingerprint(presented)), expected) ? sha256 : null;
    },
  };
}
