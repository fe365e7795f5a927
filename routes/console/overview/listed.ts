/**
 * The newest that need a person, put together with those of before.
 *
 * @module
 */
import type * as v from "valibot";
import { type AttentionAnswer, COUNTED_MAX } from "../../attention.ts";
import type { Fact, Incident } from "./incidents.tsx";

/** What the list of those that need a person gives. */
export type Listed = Pick<v.InferOutput<typeof AttentionAnswer>, "data" | "count">;

/** Those of the list that are not named on the page. */
export interface Unnamed {
  readonly count: number;
  /** There can be more of them. */
  readonly isLeast: boolean;
}

interface Named {
  readonly incidents: ReadonlyArray<Incident>;
  readonly waiting: ReadonlyArray<Fact>;
}

/** Of each sort of lines. */
export const SHOWN_MAX = 10;

/** Both in one, each thing once and the newest first, up to `SHOWN_MAX`; and how many are left. */
export function nameAll(
  { data, count }: Listed,
  newest: Named,
): Named & { readonly more: Unnamed } {
  const listed = data.flatMap(({ actor, needs }) =>
    needs.map(({ what, since, sentence, scanId }) => ({
      what,
      scanId,
      fact: { actor, at: since, sentence },
    }))
  );
  const entries = listed.filter(({ what }) => what === "incident");
  const others = listed.filter(({ what }) => what === "attention").map(({ fact }) => fact);
  const incidents = firstOf([...newest.incidents, ...entries], ({ fact, scanId }) => ({
    name: `${nameOf(fact)} ${scanId}`,
    at: fact.at,
  }));
  const waiting = firstOf([...newest.waiting, ...others], (fact) => ({
    name: nameOf(fact),
    at: fact.at,
  }));
  const named = new Set([
    ...incidents.filter(({ scanId }) => scanId !== null).map(({ fact }) => nameOf(fact)),
    ...waiting.map(nameOf),
  ]);
  const more = { count: Math.max(0, count - named.size), isLeast: count >= COUNTED_MAX };
  return { incidents, waiting, more };
}

function firstOf<A>(
  all: ReadonlyArray<A>,
  placeOf: (one: A) => { readonly name: string; readonly at: string | null },
): ReadonlyArray<A> {
  const once = new Map<string, A>();
  for (const one of all) {
    const { name } = placeOf(one);
    if (!once.has(name)) once.set(name, one);
  }
  const timeOf = (one: A) => placeOf(one).at ?? "";
  return [...once.values()].sort((one, other) => timeOf(one) < timeOf(other) ? 1 : -1)
    .slice(0, SHOWN_MAX);
}

function nameOf({ actor: { kind, id } }: Fact): string {
  return `${kind}/${id}`;
}
