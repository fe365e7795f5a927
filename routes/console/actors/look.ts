/**
 * One look at one actor: which it is, where its page and its REST surface are.
 *
 * @module
 */
import type { Subject } from "../../subjects.ts";
import { hrefWith, type Visit } from "../visit.ts";

/** Which actor is looked at, whatever of it can be read. */
export interface Named {
  readonly subject: Subject;
  readonly id: string;
  /** Of the REST surface, as `/v1/passes/P-1`. */
  readonly path: string;
  readonly visit: Visit;
}

/** What the parts of an actor's page have in common. */
export interface Look extends Named {
  /** Of the present state. */
  readonly version: number;
  /** The present state, as the key may see it. */
  readonly state: Readonly<Record<string, unknown>>;
}

/** Of the actor that the address names. Nothing is read. */
export function namedIn(subject: Subject, visit: Visit): Named {
  const id = visit.params["id"] ?? "";
  return { subject, id, path: `/v1/${subject.plural}/${encodeURIComponent(id)}`, visit };
}

/** Reads the present state. Throws `NotShown`: the actor is not there, or not for this key. */
export async function lookAt(named: Named): Promise<Look> {
  const state = await named.visit.read<Look["state"] & { readonly version: number }>(named.path);
  return { ...named, version: state.version, state };
}

/** The actor's own page with this query, and nothing of the present one. */
export function hrefTo(
  { visit }: Pick<Named, "visit">,
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

/** The version that the address asks for: the newest where it names none that there is. */
export function versionIn(
  { visit: { url }, version }: Pick<Look, "visit" | "version">,
): {
  readonly shown: number;
  /** As it was asked for; `null`: there is such a version, or none was asked for. */
  readonly unknown: string | null;
} {
  const asked = numberIn(url, "v");
  if (asked !== null && asked >= 1 && asked <= version) return { shown: asked, unknown: null };
  return { shown: version, unknown: url.searchParams.get("v") || null };
}
