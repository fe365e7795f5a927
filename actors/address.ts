/**
 * Who an actor is: its tenant, its kind and its id; and the branded strings that may not be mixed.
 *
 * @module
 */
import { Brand } from "effect";

/** What the access-control system scans. It was issued there, never made here. */
export type Barcode = Brand.Branded<string, "Barcode">;
export const Barcode = Brand.nominal<Barcode>();

/** Numeric id of a ticket for its performance inside the box office; no gate knows it. */
export type TicketNumber = Brand.Branded<string, "TicketNumber">;
export const TicketNumber = Brand.nominal<TicketNumber>();

/** Actors that hold a customer's rights. */
export const SUBJECT_KINDS = ["ticket", "pass"] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** Reference documents: actors too, so that every change of them is in the event log. */
export const REFERENCE_KINDS = [
  "performance",
  "pass-type",
  "bundle",
  "item",
  "ticket-template",
] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

/** Whether an actor of this kind is a reference document. */
export function isReferenceKind(kind: Kind): kind is ReferenceKind {
  return (REFERENCE_KINDS as ReadonlyArray<Kind>).includes(kind);
}

/** Actors with a chain that a route walks and states that a route rebuilds. */
const VERIFIABLE_KINDS: ReadonlyArray<Kind> = ["ticket", "pass", "order"];

/** Whether an actor of this kind can be found whole again while the service runs. */
export function isVerifiable(kind: Kind): boolean {
  return VERIFIABLE_KINDS.includes(kind);
}

/** Every kind of actor; with the id it names one inside its tenant. */
export type Kind =
  | SubjectKind
  | ReferenceKind
  | "order"
  | "import"
  | "webhook"
  | "key"
  | "audit"
  | "reconciliation";

/** An actor's place. Unique over all tenants. `tenant` comes from the API key, never from a body. */
export interface Address {
  readonly tenant: string;
  readonly kind: Kind;
  readonly id: string;
}

/** One string for one address, fit for a map key: ids cannot contain a slash. */
export function addressKey(address: Address): string {
  return `${address.tenant}/${address.kind}/${address.id}`;
}
