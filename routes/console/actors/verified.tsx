/**
 * `&verify=1`: every stored state held against what all facts make, byte for byte.
 *
 * @module
 */
import type * as v from "valibot";
import type { VerifyAnswer } from "../../inspect_past.ts";
import type { Markup } from "../page.ts";
import { Action } from "../parts/action.tsx";
import { FactsList } from "../parts/facts_list.tsx";
import { NeedsScope } from "../parts/needs_scope.tsx";
import { hrefTo, type Named } from "./look.ts";
import { valueWords } from "../parts/words.ts";

type Verdict = v.InferOutput<typeof VerifyAnswer>;

/** Places of one drift that are told. */
const PLACES_MAX = 20;

/** It changes nothing, so looking at the page again is safe. */
export async function verifiedPart(named: Named): Promise<Markup> {
  const { visit, path } = named;
  const verdict = await visit.ask<Verdict>(`${path}/verify`, {});
  const { ok, facts, snapshots, outdated, drift } = verdict;
  return (
    <section aria-labelledby="verified">
      <h3 id="verified">Verified by replay</h3>
      <p class={ok ? "note good" : "note bad"}>
        <span aria-hidden="true">{ok ? "✔" : "✖"}</span>{" "}
        {ok ? "The stored states are what the facts make." : "Something is not as it must be."}
      </p>
      <FactsList
        facts={[
          ["Facts folded from zero", String(facts)],
          ["Stored states compared", versionsIn(snapshots)],
          [
            "Not compared",
            outdated.length === 0 ? null : `${versionsIn(outdated)}: of an older form, folded anew`,
          ],
        ]}
      />
      {drift.map((one) => <Drift drift={one} />)}
      {!ok && <Rebuild named={named} />}
    </section>
  );
}

/** Facts are never rewritten, so that it can be pressed whenever something differs. */
function Rebuild({ named }: { readonly named: Named }): Markup {
  return named.visit.caller.scopes.has("admin")
    ? (
      <Action
        label="Rebuild from the facts"
        path={`${named.path}/snapshots/rebuild`}
        back={hrefTo(named, { tab: "snapshots", verify: "1" }, "#part")}
        done="The stored states are rebuilt"
      />
    )
    : <NeedsScope what="Rebuilding the stored states" scope="admin" />;
}

function versionsIn(versions: ReadonlyArray<number>): string {
  if (versions.length === 0) return "none";
  const told = versions.slice(-PLACES_MAX).join(", ");
  return versions.length > PLACES_MAX
    ? `${versions.length}, the newest at version ${told}`
    : `at version ${told}`;
}

function Drift({ drift: { kind, version, detail, patch } }: {
  readonly drift: Verdict["drift"][number];
}): Markup {
  return (
    <article class="card">
      <h4>
        {kind}
        {version !== null && <>at version {version}</>}
      </h4>
      <p>{detail}</p>
      <ul>
        {patch.slice(0, PLACES_MAX).map(({ op, path, value }) => (
          <li>
            {op} <code>{path}</code> {value !== undefined && valueWords(value)}
          </li>
        ))}
      </ul>
      {patch.length > PLACES_MAX && <p class="quiet">and {patch.length - PLACES_MAX} more</p>}
    </article>
  );
}
