/**
 * What can be done about a delivery that is not confirmed.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { Action } from "../parts/action.tsx";
import { Field } from "../parts/field.tsx";
import { NeedsScope } from "../parts/needs_scope.tsx";
import { typedIn } from "../returned.ts";
import type { Visit } from "../visit.ts";
import type { Delivery } from "../shown.ts";

const OPEN: ReadonlyArray<Delivery["status"]> = ["pending", "sending", "retrying", "dead"];

/** `null` when it is settled: there is nothing to mend. */
export function Mends({ visit, delivery: { id, status } }: {
  readonly visit: Visit;
  readonly delivery: Pick<Delivery, "id" | "status">;
}): Markup | null {
  if (!OPEN.includes(status)) return null;
  if (!visit.caller.scopes.has("admin")) {
    return <NeedsScope what="Trying again or giving up" scope="admin" />;
  }
  const back = `${visit.url.pathname}${visit.url.search}`;
  const path = `/v1/deliveries/${encodeURIComponent(id)}`;
  return (
    <div class="outlets">
      <Action label="Try again" path={`${path}/retry`} back={back} done="It is tried again" />
      <Action label="Give up" path={`${path}/discard`} back={back} done="It is given up">
        <Field
          typed={typedIn(visit, `${path}/discard`)}
          name="reason"
          label="Reason"
          required
          maxlength={200}
        />
      </Action>
    </div>
  );
}
