/**
 * How many requests may come: of a tenant, of a key beside that, and of an address without a key.
 *
 * @module
 */
import type { RateLimit } from "../actors/key/mod.ts";
import type { Key } from "./keys.ts";
import { type Problem, problem } from "./problem.ts";

/** Who shows no valid key: enough for a page that is left open over night, not for a flood. */
const STRANGER: RateLimit = { perSecond: 200, burst: 1_000 };

/** Addresses that are remembered, the latest: some 1 MB. */
const ADDRESSES_MAX = 10_000;

/** The other end of a connection. Stands where the server puts it, so no request can make one up. */
export class Peer {
  constructor(readonly address: string) {}
}

/** Asked once a request; each throws the 429 as a `Problem`, and then counts nothing. */
export interface RateLimits {
  /** A request with a valid key. Those of access controls, which answer us, are not limited. */
  readonly count: (caller: Key) => void;
  /** What a request that was let in asks for beside itself; never throws, the next one waits. */
  readonly charge: (caller: Key, more: number) => void;
  /** A request without one; an unknown peer is not limited. */
  readonly countStranger: (peer: unknown) => void;
}

/** What limits need. */
export interface RateLimitOptions {
  /** Of all keys of a tenant together; those of keys stand in the keys. */
  readonly limitOf: (tenant: string) => RateLimit | null;
  /** Told of each request that is refused; of a stranger the tenant is "". */
  readonly refused?: (tenant: string) => void;
  /** Milliseconds that only grow: a clock that is set back must shut nobody out. */
  readonly now?: () => number;
}

/** Limits with all buckets full. */
export function makeRateLimits(
  { limitOf, refused = () => {}, now = () => performance.now() }: RateLimitOptions,
): RateLimits {
  const tenants = new Buckets();
  const keys = new Buckets();
  const addresses = new Buckets(ADDRESSES_MAX);
  const ask = ({ tenant, id, accessControl, rateLimit }: Key): ReadonlyArray<Asked> => {
    if (accessControl !== null) return [];
    const at = now();
    const limit = limitOf(tenant);
    return [
      ...(limit === null ? [] : [tenants.ask(tenant, limit, at)]),
      ...(rateLimit === null ? [] : [keys.ask(`${tenant}/${id}`, rateLimit, at)]),
    ];
  };
  return {
    count: (caller) => settle(ask(caller), () => refused(caller.tenant)),
    charge: (caller, more) => ask(caller).forEach(({ take }) => take(more)),
    countStranger: (peer) => {
      if (!(peer instanceof Peer)) return;
      settle([addresses.ask(peer.address, STRANGER, now())], () => refused(""));
    },
  };
}

function settle(asked: ReadonlyArray<Asked>, refused: () => void): void {
  const waitMs = Math.max(0, ...asked.map(({ waitMs }) => waitMs));
  if (waitMs > 0) {
    refused();
    throw tooMany(waitMs);
  }
  for (const { take } of asked) take(1);
}

interface Asked {
  /** Milliseconds until there is room for one more; 0: there is. */
  readonly waitMs: number;
  /** More than there is room for makes the next one wait. */
  readonly take: (tokens: number) => void;
}

/** Token buckets by name, each kept as the time at which it is full again. */
class Buckets {
  readonly #fullAt = new Map<string, number>();

  constructor(readonly sizeMax: number = Infinity) {}

  ask(name: string, { perSecond, burst }: RateLimit, now: number): Asked {
    const tokenMs = 1000 / perSecond;
    const fullAt = Math.max(this.#fullAt.get(name) ?? 0, now);
    return {
      waitMs: Math.max(0, fullAt + tokenMs - now - burst * tokenMs),
      take: (tokens) => this.#put(name, fullAt + tokens * tokenMs),
    };
  }

  #put(name: string, fullAt: number): void {
    if (this.sizeMax < Infinity) this.#fullAt.delete(name);
    this.#fullAt.set(name, fullAt);
    if (this.#fullAt.size <= this.sizeMax) return;
    for (const oldest of this.#fullAt.keys()) {
      this.#fullAt.delete(oldest);
      return;
    }
  }
}

function tooMany(waitMs: number): Problem {
  const seconds = String(Math.ceil(waitMs / 1000));
  return problem("too-many-requests", { headers: { "retry-after": seconds } });
}
