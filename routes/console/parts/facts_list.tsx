/**
 * Names and values, one pair a line.
 *
 * @module
 */
import type { Child } from "hono/jsx";
import type { Markup } from "../page.ts";

/** Pairs whose value is `null` are left out. */
export function FactsList(
  { facts }: { readonly facts: ReadonlyArray<readonly [string, Child]> },
): Markup {
  return (
    <dl>
      {facts.filter(([, value]) => value !== null).map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  );
}
