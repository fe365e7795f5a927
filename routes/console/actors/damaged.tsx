/**
 * An actor of which something stored is damaged: what can be said of it, and what may mend it.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { NeedsScope } from "../parts/needs_scope.tsx";
import { spaced } from "../parts/words.ts";
import type { Damaged, List } from "../shown.ts";
import { type NotShown, orNull } from "../visit.ts";
import { hrefTo, type Named } from "./look.ts";

/** In place of the header, where the state cannot be read. */
export function NameOnly({ named: { subject, id } }: { readonly named: Named }): Markup {
  return <h1>{spaced(subject.kind)} {id}</h1>;
}

/** As many as the service names at once. */
const LISTED_MAX = 500;

/**
 * What is known to be damaged, asked after all that is shown was read: reading finds it. `met` is
 * what a read failed with, for keys that may not see the list.
 */
export async function damageOf(
  { visit, subject, id }: Named,
  met: NotShown | null,
): Promise<string | null> {
  const list = await orNull(visit.read<List<Damaged>>(`/v1/quarantine?limit=${LISTED_MAX}`));
  const found = list?.data.find((one) => one.kind === subject.kind && one.id === id);
  if (found === undefined) return met?.problem.detail ?? null;
  return `What is stored of it is damaged: ${found.reason}. It takes no command until it is whole.`;
}

/** What is damaged, and the way to look at all of it. */
export function DamageNote({ named, damage }: {
  readonly named: Named;
  readonly damage: string;
}): Markup {
  return (
    <>
      <p class="note bad">
        <span aria-hidden="true">✖</span> {damage}
      </p>
      {named.visit.caller.scopes.has("debug:read")
        ? (
          <p>
            <a href={hrefTo(named, { tab: "snapshots", verify: "1" }, "#part")}>Verify by replay</a>
            {" "}
            says all that is wrong, and offers what can be mended from here.
          </p>
        )
        : <NeedsScope what="Verifying it" scope="debug:read" />}
    </>
  );
}
