/**
 * Where things have their pages.
 *
 * @module
 */
import type { Markup } from "../page.ts";

const PLURALS: Readonly<Record<string, string>> = {
  ticket: "tickets",
  pass: "passes",
  order: "orders",
};

/** Page of an actor; `null` for kinds that have none. */
export function actorHref(
  { kind, id }: { readonly kind: string; readonly id: string },
): string | null {
  const plural = PLURALS[kind];
  return plural === undefined ? null : `/console/${plural}/${encodeURIComponent(id)}`;
}

/** Path of an actor of the REST surface; `null` for kinds that have no page. */
export function pathOfActor(
  { kind, id }: { readonly kind: string; readonly id: string },
): string | null {
  const plural = PLURALS[kind];
  return plural === undefined ? null : `/v1/${plural}/${encodeURIComponent(id)}`;
}

/** Page of a customer, by reference or alias. */
export function customerHref(name: string): string {
  return `/console/customers?${new URLSearchParams({ q: name })}`;
}

/** `pass P-1001`, leading to its page if it has one. */
export function ActorLink(
  { actor }: { readonly actor: { readonly kind: string; readonly id: string } },
): Markup {
  const href = actorHref(actor);
  const text = `${actor.kind} ${actor.id}`;
  return href === null ? <span>{text}</span> : <a href={href}>{text}</a>;
}
