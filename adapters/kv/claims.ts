/**
 * Uniqueness of barcodes and ticket numbers: judged before a write is queued, reserved until it is
 * settled.
 *
 * @module
 */
import { Effect } from "effect";
import type { Address } from "../../actors/address.ts";
import {
  type Claim,
  type Claimed,
  ClaimTaken,
  StoreUnavailable,
} from "../../actors/event_store.ts";
import { claimKey, claimsKey } from "./keys.ts";
import type { Quarantine } from "./quarantine.ts";
import { type Reader, SCAN_PAGE } from "./reader.ts";
import { unpackClaim } from "./records.ts";

/** Gives back what was reserved. Harmless when called twice. */
export type Release = () => void;

/** Who holds what, and who is about to. */
export class Claims {
  readonly #reader: Reader;
  readonly #quarantine: Quarantine;
  readonly #reserved = new Map<string, Claimed>();

  constructor(reader: Reader, quarantine: Quarantine) {
    this.#reader = reader;
    this.#quarantine = quarantine;
  }

  /**
   * Checks all claims of one append, in order, and reserves their values until released.
   *
   * A value that another append has just reserved is taken already, even if that one fails later.
   */
  readonly take = Effect.fnUntraced(
    function* (this: Claims, address: Address, claims: ReadonlyArray<Claim>) {
      const reserved: Array<string> = [];
      const release: Release = () => {
        for (const name of reserved.splice(0)) this.#reserved.delete(name);
      };
      for (const claim of claims) {
        const name = nameOf(address.tenant, claim);
        if (reserved.includes(name)) continue;
        const holder = this.#reserved.get(name);
        if (holder !== undefined) {
          release();
          return yield* new ClaimTaken({ claim, holder });
        }
        this.#reserved.set(name, claimedBy(address, claim));
        reserved.push(name);
      }
      yield* Effect.onError(this.#judge(address, claims), () => Effect.sync(release));
      return release;
    }.bind(this),
  );

  readonly #judge = Effect.fnUntraced(
    function* (this: Claims, address: Address, claims: ReadonlyArray<Claim>) {
      const { tenant } = address;
      const records = yield* this.#reader.getMany(claims.map((claim) => claimKey(tenant, claim)));
      const held = new Map<string, Claimed>();
      for (const [i, claim] of claims.entries()) {
        const name = nameOf(tenant, claim);
        const record = records[i] ?? null;
        const stored = record === null ? null : unpackClaim(record, claim.scope);
        if (record !== null && stored === null) return yield* this.#damaged(name);
        const holder = held.get(name) ?? stored;
        if (holder !== null && !mayTake(address, { claim, holder })) {
          return yield* new ClaimTaken({ claim, holder });
        }
        held.set(name, claimedBy(address, claim));
      }
    }.bind(this),
  );

  /** Holders of a value in any scope. */
  readonly holders = Effect.fnUntraced(
    function* (this: Claims, tenant: string, space: Claim["space"], value: string) {
      const entries = yield* this.#reader.list(
        { prefix: claimsKey(tenant, space, value) },
        { limit: SCAN_PAGE },
      );
      const holders: Array<Claimed> = [];
      for (const entry of entries) {
        const scope = String(entry.key.at(-1));
        const claimed = unpackClaim(entry.value, scope);
        if (claimed === null) return yield* this.#damaged(nameOf(tenant, { space, value, scope }));
        holders.push(claimed);
      }
      return holders;
    }.bind(this),
  );

  /** No actor can be named, and to go on could give a value away twice. */
  #damaged(name: string): StoreUnavailable {
    this.#quarantine.note(name);
    return new StoreUnavailable({ reason: "The stored holder of a value does not decode" });
  }
}

/** Another's is taken for ever; one's own may change or die, but never live again. */
function mayTake(
  { kind, id }: Address,
  { claim, holder }: { readonly claim: Claim; readonly holder: Claimed },
): boolean {
  const own = holder.holder.kind === kind && holder.holder.id === id;
  return own && (holder.state === "live" || claim.state === "dead");
}

function claimedBy({ kind, id }: Address, { scope, state, note }: Claim): Claimed {
  return { holder: { kind, id }, scope, state, note };
}

function nameOf(tenant: string, { space, value, scope }: Pick<Claim, "space" | "value" | "scope">) {
  return `${tenant}/${space}/${scope}/${value}`;
}
