/**
 * `?tab=state&v=&with=&at=&blame=`: what the actor was at any version, and what made it so.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { JsonTree } from "../parts/json_tree.tsx";
import { instantOf } from "../parts/moment.tsx";
import { NeedsScope } from "../parts/needs_scope.tsx";
import { orNull, type Visit } from "../visit.ts";
import { blamePart } from "./blame.tsx";
import { type Change, isChanged } from "./changes.ts";
import { Changes, readChanges } from "./diff.tsx";
import { hrefTo, type Look, numberIn, versionIn } from "./look.ts";
import { VersionForms } from "./version_forms.tsx";

/** The version that the address asks for, beside the one that it is compared with. */
export async function stateTab(look: Look): Promise<Markup> {
  const { url, caller } = look.visit;
  if (!caller.scopes.has("debug:read")) {
    return <NeedsScope what="Every state but the present one" scope="debug:read" />;
  }
  const asked = url.searchParams.get("at")?.trim() ?? "";
  const at = asked === "" ? null : instantOf(asked);
  const then = at === null ? null : await orNull(
    read(look.visit, `${look.path}?at=${encodeURIComponent(at)}`),
  );
  if (at !== null && then === null) {
    return (
      <>
        <VersionForms look={look} v={look.version} compared={look.version - 1} at={at} />
        <p class="note bad">At that time there was no {look.subject.kind} {look.id} yet.</p>
      </>
    );
  }
  const v = then?.version ?? versionIn(look).shown;
  const compared = inside(numberIn(url, "with") ?? v - 1, 0, look.version);
  const pointer = url.searchParams.get("blame");
  const [state, told, blame] = await Promise.all([
    then ?? read(look.visit, `${look.path}?version=${v}`),
    readChanges(look, { from: Math.min(v, compared), to: Math.max(v, compared) }),
    pointer === null ? null : blamePart(look, { pointer, shown: v }),
  ]);
  return (
    <>
      <VersionForms look={look} v={v} compared={compared} at={at} />
      {blame}
      <Changes look={look} told={told} />
      <StateTree look={look} v={v} state={state} changes={compared < v ? told.changes : []} />
    </>
  );
}

type Past = { readonly version: number };

function read(visit: Visit, path: string): Promise<Past> {
  return visit.read<Past>(path);
}

function inside(asked: number, least: number, most: number): number {
  return Math.min(Math.max(asked, least), most);
}

function StateTree({ look, v, state, changes }: {
  readonly look: Look;
  readonly v: number;
  readonly state: Past;
  readonly changes: ReadonlyArray<Change>;
}): Markup {
  const unblamed = ["/version", "/confirmed", `/${look.subject.idName}`];
  return (
    <>
      <h3 id="state">Version {v}</h3>
      <p class="quiet">Choose a field to see who changed it. Marked is what differs.</p>
      <JsonTree
        value={state}
        hrefOf={(pointer) =>
          unblamed.includes(pointer)
            ? null
            : hrefTo(look, { tab: "state", v: String(v), blame: pointer }, "#blame")}
        isMarked={(pointer) => isChanged(changes, pointer)}
      />
      <details>
        <summary>As JSON</summary>
        <p class="outlets">
          <a href={`/console${look.path}?version=${v}`}>By itself</a>
          <button type="button" class="plain" data-copy="state-json" hidden>Copy</button>
        </p>
        <pre id="state-json">{JSON.stringify(state, null, 2)}</pre>
      </details>
    </>
  );
}
