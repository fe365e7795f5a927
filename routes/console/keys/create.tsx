/**
 * The form for another key.
 *
 * @module
 */
import { type Key, type Scope, SCOPES } from "../../keys.ts";
import type { Markup } from "../page.ts";
import { OnceOnly } from "./once_only.tsx";

/** What each scope is for, as somebody asks who hands out keys. */
const MEANINGS: Readonly<Record<Scope, string>> = {
  "commands:write": "gives commands to orders, passes and tickets",
  "read": "reads what things are now, and asks the gate check",
  "events:read": "reads the log, deliveries and systems",
  "debug:read": "reads what things were, and snapshots",
  "barcode:read": "sees barcodes and cards whole",
  "admin": "manages reference data, systems, webhooks and keys",
  "metrics": "reads the figures",
};

/** It offers what the key of the session may do itself: nobody can give more. */
export function CreateForm({ caller }: { readonly caller: Pick<Key, "scopes"> }): Markup {
  return (
    <form class="command" method="post" action="/console/keys">
      <OnceOnly />
      <label>
        <span>
          Id <span class="quiet">(stands in the log as who asked, for ever)</span>
        </span>
        <input name="id" required maxlength={64} placeholder="till-7" autocomplete="off" />
      </label>
      <fieldset>
        <legend>May do</legend>
        {SCOPES.filter((scope) => caller.scopes.has(scope)).map((scope) => (
          <label class="flag">
            <input type="checkbox" name="scopes[]" value={scope} /> <code>{scope}</code>{" "}
            {MEANINGS[scope]}
          </label>
        ))}
      </fieldset>
      <label>
        <span>
          Ends <span class="quiet">(may be left empty: never)</span>
        </span>
        <input name="expiresAt" maxlength={40} placeholder="2027-05-01T18:00:00Z" />
      </label>
      <div class="outlets">
        <button type="submit">Make the key</button>
      </div>
    </form>
  );
}
