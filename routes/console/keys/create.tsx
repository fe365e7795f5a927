/**
 * The form for another key.
 *
 * @module
 */
import { type Scope, SCOPES } from "../../keys.ts";
import type { Markup } from "../page.ts";
import { Fault, Field } from "../parts/field.tsx";
import { typedIn } from "../returned.ts";
import type { Visit } from "../visit.ts";
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
export function CreateForm({ visit }: { readonly visit: Visit }): Markup {
  const { caller: { scopes } } = visit;
  const typed = typedIn(visit, "/console/keys");
  return (
    <form class="command" method="post" action="/console/keys">
      <OnceOnly />
      <Field
        typed={typed}
        name="id"
        label={
          <>
            Id <span class="quiet">(stands in the log as who asked, for ever)</span>
          </>
        }
        required
        maxlength={64}
        placeholder="till-7"
      />
      <fieldset>
        <legend>May do</legend>
        {SCOPES.filter((scope) => scopes.has(scope)).map((scope) => (
          <label class="flag">
            <input
              type="checkbox"
              name="scopes[]"
              value={scope}
              checked={typed.isTicked("scopes[]", scope)}
            />{" "}
            <code>{scope}</code> {MEANINGS[scope]}
          </label>
        ))}
        <Fault typed={typed} name="scopes" />
      </fieldset>
      <Field
        typed={typed}
        name="expiresAt"
        label={
          <>
            Ends <span class="quiet">(may be left empty: never)</span>
          </>
        }
        maxlength={40}
        placeholder="2027-05-01T18:00:00Z"
      />
      <div class="outlets">
        <button type="submit">Make the key</button>
      </div>
    </form>
  );
}
