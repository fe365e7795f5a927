/**
 * Port: who is behind the aliases that stand for customers in facts, states, indexes and messages.
 *
 * @module
 */
import { Context, type Effect } from "effect";
import type { StoreUnavailable } from "./event_store.ts";

/** One customer of one tenant. */
export interface Customer {
  readonly tenant: string;
  /** What facts say instead of the reference; it tells nothing by itself. */
  readonly alias: string;
  /** What the box office calls the customer; `null`: erased. */
  readonly reference: string | null;
}

/** The one place that knows customers by the references of the box office. */
export class Customers extends Context.Service<Customers, {
  /** The customer's alias; a first one is made, and is on disk when this succeeds. */
  readonly register: (tenant: string, name: string) => Effect.Effect<string, StoreUnavailable>;
  /** The alias of a reference or of an alias, erased ones too; `null`: it names nobody here. */
  readonly aliasOf: (tenant: string, name: string) => string | null;
  /** `null`: erased, of another tenant, or no alias. */
  readonly referenceOf: (tenant: string, alias: string) => string | null;
  /** Forgets the reference for good; it is off the disk when this succeeds. Repeats do no harm. */
  readonly erase: (tenant: string, alias: string) => Effect.Effect<void, StoreUnavailable>;
}>()("gatehouse/actors/Customers") {}

/** What every alias begins with. */
export const ALIAS_PREFIX = "cu_";

/** What follows: 132 random bits in base64url, so that nobody guesses one and no two meet. */
export const ALIAS_RANDOM_LENGTH = 22;

const ALIASES = new RegExp(`${ALIAS_PREFIX}[A-Za-z0-9_-]{${ALIAS_RANDOM_LENGTH}}`, "g");

/** The text with what `replace` gives for each thing in it that looks like an alias. */
export function replaceAliases(text: string, replace: (alias: string) => string): string {
  return text.includes(ALIAS_PREFIX) ? text.replace(ALIASES, replace) : text;
}

/** All customers, in memory. */
export class CustomerBook {
  readonly #byAlias = new Map<string, Customer>();
  /** By tenant, then by reference; the first one that was added counts. */
  readonly #aliases = new Map<string, Map<string, string>>();

  /** Takes a customer in, or its erasure. */
  add(customer: Customer): void {
    const { tenant, alias, reference } = customer;
    const before = this.#byAlias.get(alias)?.reference ?? null;
    this.#byAlias.set(alias, customer);
    const aliases = this.#aliases.get(tenant) ?? new Map<string, string>();
    this.#aliases.set(tenant, aliases);
    if (reference !== null) aliases.set(reference, aliases.get(reference) ?? alias);
    else if (before !== null) aliases.delete(before);
  }

  /** As `Customers.aliasOf`. */
  aliasOf(tenant: string, name: string): string | null {
    if (this.#byAlias.get(name)?.tenant === tenant) return name;
    return this.#aliases.get(tenant)?.get(name) ?? null;
  }

  /** As `Customers.referenceOf`. */
  referenceOf(tenant: string, alias: string): string | null {
    const customer = this.#byAlias.get(alias);
    return customer?.tenant === tenant ? customer.reference : null;
  }
}
