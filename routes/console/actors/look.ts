/**
 * One look at one actor: which it is, where its page and its REST surface are.
 *
 * @module
 */
import type { Subject } from "../../subjects.ts";
import { hrefWith, type Visit } from "../visit.ts";

/** What the parts of an actor's page have in common. */
export interface Look {
  readonly subject: Subject;
  readonly id: string;
  /** Of the present state. */
  readonly version: number;
  /** The present state, as the key may see it. */
  readonly state: Readonly<Record<string, unknown>>;
  /** Of the REST surface, as `/v1/passes/P-1`. */
  readonly path: string;
  readonly visit: Visit;
}

/** Reads the present state. Throws `NotShown`: the actor is not there, or not for this key. */
export async function lookAt(subject: Subject, visit: Visit): Promise<Look> {
  const id = visit.params["id"] ?? "";
  const path = `/v1/${subject.plural}/${encodeURIComponent(id)}`;
  const state = await visit.read<Look["state"] & { readonly version: number }>(path);
  return { subject, id, version: state.version, state, path, visit };
}

/** The actor's own page with this query, and nothing of the present one. */
export function hrefTo(
  { visit }: Pick<Look, "visit">,
  query: Readonly<Record<string, string>>,
  fragment = "",
): string {
  const bare = new URL(visit.url.pathname, visit.url);
  return `${hrefWith(bare, query)}${fragment}`;
}

/** A whole number of the address; `null` where there is none. */
export function numberIn({ searchParams }: URL, name: string): number | null {
  const text = searchParams.get(name) ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
