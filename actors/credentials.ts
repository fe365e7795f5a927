/**
 * What an actor has been given to open gates with: bound once, dead for ever after.
 *
 * @module
 */
import type { Claim } from "./event_store.ts";
import type { Credential, Done } from "./access_control.ts";
import type { TicketNumber } from "./address.ts";
import type { Ownership, SyncCommand } from "./sync.ts";

/** A value that the access control issued for one generation of a ticket or card. */
export interface BoundCredential extends Credential {
  readonly generation: number;
  /** `live` until it is revoked here; never live again. */
  readonly state: "live" | "dead";
  /** It may open gates there: until the access control has confirmed the revocation. */
  readonly open: boolean;
  /** Milliseconds since the epoch: when it was revoked here. `null`: it is live, or never was. */
  readonly deadSince: number | null;
}

/** Why the credentials of an answer cannot be bound. */
export type CredentialFault =
  /** One of them was revoked before, by anyone. */
  | "barcode-tombstoned"
  /** One of them belongs to somebody else. */
  | "barcode-foreign"
  /** One of them equals a ticket number. */
  | "identity-collision"
  /** Not the set that the command asks for. */
  | "no-credential";

/** The same for people. */
export const FAULTS: Record<CredentialFault, string> = {
  "barcode-tombstoned": "The access control issued a barcode that was revoked before",
  "barcode-foreign": "The access control issued a barcode that belongs to somebody else",
  "identity-collision": "The access control issued a barcode that equals a ticket number",
  "no-credential": "The access control did not issue the credentials that were asked for",
};

/** Ownership as looked up just before, one for each value. */
export type Owners = Extract<SyncCommand, { readonly type: "RecordAnswer" }>["owners"];

/** Dead and closed ones beyond this are forgotten here, oldest first; their tombstones stay. */
export const CREDENTIALS_KEPT_MAX = 50;

/** Adds values; one that is here already stays as it is, so that nothing dead comes alive. */
export function bind(
  held: ReadonlyArray<BoundCredential>,
  added: ReadonlyArray<Credential>,
  as: Pick<BoundCredential, "generation" | "state">,
): ReadonlyArray<BoundCredential> {
  const news = added.filter(({ value }) => !held.some((known) => known.value === value));
  const { generation, state } = as;
  const bound = news.map(({ kind, value }): BoundCredential => ({
    kind,
    value,
    generation,
    state,
    open: true,
    deadSince: null,
  }));
  return forgetOldest([...held, ...bound]);
}

/** Dead here and open there, whether they were known or not; a live one stays as it is. */
export function expose(
  held: ReadonlyArray<BoundCredential>,
  found: ReadonlyArray<Credential>,
  generation: number,
): ReadonlyArray<BoundCredential> {
  const values = new Set(found.map(({ value }) => value));
  const opened = held.map((one) =>
    one.state === "dead" && values.has(one.value) ? { ...one, open: true } : one
  );
  return bind(opened, found, { generation, state: "dead" });
}

/** Revokes here whatever is live; it stays open until that is confirmed. */
export function tombstone(held: ReadonlyArray<BoundCredential>): ReadonlyArray<BoundCredential> {
  return held.map((one): BoundCredential => one.state === "live" ? { ...one, state: "dead" } : one);
}

/** As `tombstone`, and the named ones are known to be dead since `at`. */
export function tombstoneAt(
  held: ReadonlyArray<BoundCredential>,
  { credentials, at }: { readonly credentials: ReadonlyArray<Credential>; readonly at: number },
): ReadonlyArray<BoundCredential> {
  const values = new Set(credentials.map(({ value }) => value));
  return tombstone(held).map((one) =>
    values.has(one.value) ? { ...one, deadSince: one.deadSince ?? at } : one
  );
}

/** The access control has confirmed that these open nothing any more. */
export function shut(
  held: ReadonlyArray<BoundCredential>,
  gone: ReadonlyArray<Credential>,
): ReadonlyArray<BoundCredential> {
  const values = new Set(gone.map(({ value }) => value));
  return held.map((one): BoundCredential =>
    values.has(one.value) ? { ...one, state: "dead", open: false } : one
  );
}

/** Those of the current generation. */
export function live(held: ReadonlyArray<BoundCredential>): ReadonlyArray<BoundCredential> {
  return held.filter((one) => one.state === "live");
}

/** Revoked here, and perhaps still opening gates. */
export function exposed(held: ReadonlyArray<BoundCredential>): ReadonlyArray<BoundCredential> {
  return held.filter((one) => one.state === "dead" && one.open);
}

/** Without what only this actor remembers about them. */
export function bare(held: ReadonlyArray<BoundCredential>): ReadonlyArray<Credential> {
  return held.map(({ kind, value }) => ({ kind, value }));
}

/** What is wrong with newly issued values, the worst first; `null`: they can be bound. */
export function faultOf(
  held: ReadonlyArray<BoundCredential>,
  issued: ReadonlyArray<Credential>,
  { owners, ticketNumber, isComplete }: {
    readonly owners: Owners;
    readonly ticketNumber: TicketNumber | null;
    readonly isComplete: (issued: ReadonlyArray<Credential>) => boolean;
  },
): CredentialFault | null {
  const found = new Set(issued.map((one) => ownerOf(held, one, owners)));
  const collides = issued.some(({ value }) => String(value) === String(ticketNumber));
  if (found.has("dead")) return "barcode-tombstoned";
  if (found.has("foreign")) return "barcode-foreign";
  if (found.has("ticket-number") || collides) return "identity-collision";
  const distinct = new Set(issued.map(({ value }) => value)).size === issued.length;
  return distinct && isComplete(issued) ? null : "no-credential";
}

/** Values of an unexpected answer that nobody has: they may open gates, so they must be revoked. */
export function strays(
  held: ReadonlyArray<BoundCredential>,
  done: Done,
  owners: Owners,
): ReadonlyArray<Credential> {
  return done.credentials.filter((one, index) =>
    ownerOf(held, one, owners) === "free" &&
    done.credentials.findIndex(({ value }) => value === one.value) === index
  );
}

/** What a revocation of these says of those that were never live here. */
export function strayCount(
  held: ReadonlyArray<BoundCredential>,
  gone: ReadonlyArray<Credential>,
): { readonly strays?: number } {
  const values = new Set(gone.map(({ value }) => value));
  const { length: strays } = held.filter((one) => values.has(one.value) && wasNeverLive(one));
  return strays === 0 ? {} : { strays };
}

/** It was dead here when it was found: of no print that is known here. Somebody may hold it. */
export function wasNeverLive(
  { state, deadSince }: Pick<BoundCredential, "state" | "deadSince">,
): boolean {
  return state === "dead" && deadSince === null;
}

/** A value that was not looked up is nobody's to bind. */
function ownerOf(
  held: ReadonlyArray<BoundCredential>,
  { value }: Credential,
  owners: Owners,
): Ownership {
  const known = held.find((one) => one.value === value);
  if (known !== undefined) return known.state === "dead" ? "dead" : "own";
  return owners.find((one) => one.value === value)?.owner ?? "foreign";
}

function forgetOldest(
  held: ReadonlyArray<BoundCredential>,
): ReadonlyArray<BoundCredential> {
  const isGone = (one: BoundCredential) => one.state === "dead" && !one.open;
  let surplus = held.filter(isGone).length - CREDENTIALS_KEPT_MAX;
  return surplus <= 0 ? held : held.filter((one) => !isGone(one) || surplus-- <= 0);
}

/** Every value is unique in the whole tenant; dead, it stays claimed for ever. */
export function credentialClaims(
  { generation, credentials }: {
    readonly generation: number;
    readonly credentials: ReadonlyArray<Credential>;
  },
  state: Claim["state"],
): ReadonlyArray<Claim> {
  return credentials.map(({ kind, value }): Claim => ({
    space: "barcode",
    value,
    scope: "",
    state,
    note: `${generation}:${kind}`,
  }));
}
