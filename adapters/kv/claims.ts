/**
 * Who holds which value: judged before a write is queued, reserved until it is settled.
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
import { claimKey, claimsKey, scopeKey } from "./keys.ts";
import type { KvEntry } from "./kv.ts";
import type { Quarantine } from "./quarantine.ts";
import { type Reader, SCAN_PAGE } from "./reader.ts";
import { unpackClaim } from "./records.ts";
import type { WrittenNames } from "./written_names.ts";

/** Gives back what was reserved. Harmless when called twice. */
export type Release = () => void;

/** For whom a claim is: the actor that appends, unless another is named. */
export function holderOf({ kind, id }: Address, claim: Claim): Claimed["holder"] {
  return claim.holder ?? { kind, id };
}

/** Who holds what, and who is about to. */
export class Claims {
  readonly #reader: Reader;
  readonly #quarantine: Quarantine;
  readonly #names: WrittenNames;
  /** What appends in the queue will write, by scope; several holders only of a holding. */
  readonly #reserved = new Map<string, ReadonlyArray<Claimed>>();

  /** `names` has every unique value's. */
  constructor(
    reader: Reader,
    { quarantine, names }: { readonly quarantine: Quarantine; readonly names: WrittenNames },
  ) {
    this.#reader = reader;
    this.#quarantine = quarantine;
    this.#names = names;
  }

  /**
   * Checks all claims of one append, in order, and reserves them until released.
   *
   * A value that another append has just reserved is taken already, even if that one fails later.
   */
  readonly take = Effect.fnUntraced(
    function* (this: Claims, address: Address, claims: ReadonlyArray<Claim>) {
      const reserved: Array<{ readonly name: string; readonly claimed: Claimed }> = [];
      const release: Release = () => {
        for (const { name, claimed } of reserved.splice(0)) this.#free(name, claimed);
      };
      for (const claim of claims) {
        const name = uniqueName(address.tenant, claim);
        const claimed = claimedBy(address, claim);
        const others = this.#reserved.get(name) ?? [];
        const foreign = others.filter((other) => !reserved.some((own) => own.claimed === other));
        const holder = rivalOf(claim, { claimed, held: claim.exclusive ? others : foreign });
        if (holder !== null) {
          release();
          return yield* new ClaimTaken({ claim, holder });
        }
        this.#reserved.set(name, [...others, claimed]);
        reserved.push({ name, claimed });
      }
      yield* Effect.onError(this.#judge(address, claims), () => Effect.sync(release));
      for (const claim of claims) this.#names.add(uniqueName(address.tenant, claim));
      return release;
    }.bind(this),
  );

  #free(name: string, claimed: Claimed): void {
    const left = this.#reserved.get(name)?.filter((other) => other !== claimed) ?? [];
    if (left.length === 0) this.#reserved.delete(name);
    else this.#reserved.set(name, left);
  }

  readonly #judge = Effect.fnUntraced(
    function* (this: Claims, address: Address, claims: ReadonlyArray<Claim>) {
      const { tenant } = address;
      const unique = claims.filter((claim) =>
        claim.space !== "holding" && !this.#names.isNew(uniqueName(tenant, claim))
      );
      const records = yield* this.#reader.getMany(unique.map((claim) => scopeKey(tenant, claim)));
      const values = new Map(unique.map((claim, i) => [claim, records[i] ?? null]));
      /** What this append itself has claimed so far. */
      const own = new Map<string, Claimed>();
      for (const claim of claims) {
        const claimed = claimedBy(address, claim);
        const name = JSON.stringify(claimKey(tenant, { claim, holder: claimed.holder }));
        const before = own.get(name);
        const stored = claim.space === "holding"
          ? yield* this.#otherHolders(tenant, { claim, own })
          : yield* this.#decode(tenant, { claim, record: values.get(claim) });
        const holder = rivalOf(claim, { claimed, held: before === undefined ? stored : [before] });
        if (holder !== null) return yield* new ClaimTaken({ claim, holder });
        own.set(name, claimed);
      }
    }.bind(this),
  );

  /** Those that stand against an exclusive holding, without the ones that this append gives up. */
  #otherHolders(
    tenant: string,
    { claim, own }: { readonly claim: Claim; readonly own: ReadonlyMap<string, Claimed> },
  ): Effect.Effect<ReadonlyArray<Claimed>, StoreUnavailable> {
    if (!isExclusive(claim)) return Effect.succeed([]);
    return Effect.map(
      this.#holders(tenant, scopeKey(tenant, claim)),
      (stored) =>
        stored.filter(({ holder }) =>
          own.get(JSON.stringify(claimKey(tenant, { claim, holder })))?.state !== "dead"
        ),
    );
  }

  #decode(
    tenant: string,
    { claim, record }: { readonly claim: Claim; readonly record: unknown },
  ): Effect.Effect<ReadonlyArray<Claimed>, StoreUnavailable> {
    if (record === null || record === undefined) return Effect.succeed([]);
    const claimed = unpackClaim(record, claim.scope);
    return claimed === null
      ? Effect.fail(this.#damaged(uniqueName(tenant, claim)))
      : Effect.succeed([claimed]);
  }

  /** Holders of a value in any scope. */
  holders(
    tenant: string,
    space: Claim["space"],
    value: string,
  ): Effect.Effect<ReadonlyArray<Claimed>, StoreUnavailable> {
    return this.#holders(tenant, claimsKey(tenant, space, value));
  }

  readonly #holders = Effect.fnUntraced(
    function* (this: Claims, tenant: string, prefix: Deno.KvKey) {
      const entries: ReadonlyArray<KvEntry> = yield* this.#reader.list(
        { prefix },
        { limit: SCAN_PAGE },
      );
      const holders: Array<Claimed> = [];
      for (const { key, value } of entries) {
        const claimed = unpackClaim(value, String(key[3]));
        if (claimed === null) return yield* this.#damaged(`${tenant}/claim/${key.join("/")}`);
        holders.push(claimed);
      }
      return holders;
    }.bind(this),
  );

  /** No actor can be named, and to go on could give a value away twice. */
  #damaged(name: string): StoreUnavailable {
    this.#quarantine.note(name);
    const reason = "The stored holder of a value does not decode";
    return new StoreUnavailable({ reason, isDamage: true });
  }
}

function isExclusive({ exclusive, state }: Claim): boolean {
  return exclusive === true && state === "live";
}

/**
 * Whoever stands against a claim. A holding has several holders, and only an exclusive one asks
 * for the others; of any other value there is one, whose own claim may change or die but never
 * live again.
 */
function rivalOf(
  claim: Claim,
  { claimed, held }: { readonly claimed: Claimed; readonly held: ReadonlyArray<Claimed> },
): Claimed | null {
  const isOwn = ({ holder }: Claimed) =>
    holder.kind === claimed.holder.kind && holder.id === claimed.holder.id;
  if (claim.space === "holding") {
    if (!isExclusive(claim)) return null;
    return held.find((other) => !isOwn(other) && other.state === "live") ?? null;
  }
  const revives = (own: Claimed) => own.state === "dead" && claim.state === "live";
  return held.find((other) => !isOwn(other) || revives(other)) ?? null;
}

function claimedBy(address: Address, claim: Claim): Claimed {
  const { scope, state, note } = claim;
  return { holder: holderOf(address, claim), scope, state, note };
}

/** One string for one value in one scope, fit for a map key. */
export function uniqueName(
  tenant: string,
  { space, value, scope }: Pick<Claim, "space" | "value" | "scope">,
): string {
  return `${tenant}/${space}/${scope}/${value}`;
}
