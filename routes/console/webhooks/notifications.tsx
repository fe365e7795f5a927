/**
 * What one webhook is told, fact by fact, and what can be done about each.
 *
 * @module
 */
import type * as v from "valibot";
import type { NotificationAnswer } from "../../webhook_forms.ts";
import type { Markup } from "../page.ts";
import { Action } from "../parts/action.tsx";
import { ActorLink } from "../parts/actor_link.tsx";
import { Field } from "../parts/field.tsx";
import { Status } from "../parts/status.tsx";
import { Table } from "../parts/table.tsx";
import { duration, Time } from "../parts/time.tsx";
import { typedIn } from "../returned.ts";
import type { Visit } from "../visit.ts";

/** As the REST surface shows it. */
export type Notification = v.InferOutput<typeof NotificationAnswer>;

interface Place {
  readonly visit: Pick<Visit, "said">;
  /** Of the REST surface. */
  readonly path: string;
  readonly back: string;
}

/** The newest first; each can be sent again, and the one that blocks all others skipped. */
export function Notifications({ notifications, ...place }: Place & {
  readonly notifications: ReadonlyArray<Notification>;
}): Markup {
  if (notifications.length === 0) {
    return <p class="quiet">Nothing that it wants has happened yet.</p>;
  }
  return (
    <Table
      label="Notifications"
      columns={["Happened", "Of", "Fact", "State", "Last attempt", "Do"]}
    >
      {notifications.map((one) => <Row notification={one} {...place} />)}
    </Table>
  );
}

function Row(
  { notification, visit, path, back }: Place & { readonly notification: Notification },
): Markup {
  const { id, at, actor, type, status, attempts } = notification;
  const last = attempts.at(-1);
  const itsPath = `${path}/deliveries/${encodeURIComponent(id)}`;
  return (
    <tr>
      <td>
        <Time at={at} />
      </td>
      <td>
        <ActorLink actor={actor} />
      </td>
      <td>{type}</td>
      <td>
        <Status word={status} />
      </td>
      <td>{last === undefined ? "" : attemptWords(last)}</td>
      <td>
        <Action
          label="Send again"
          path={`${itsPath}/redeliver`}
          back={back}
          done="It was sent again"
        />
        {status === "failing" && <Skip visit={visit} path={`${itsPath}/skip`} back={back} />}
      </td>
    </tr>
  );
}

/** Nothing overtakes what fails: whoever is sure that it is never taken goes past it. */
function Skip({ visit, path, back }: Place): Markup {
  const typed = typedIn(visit, path);
  return (
    <details open={typed.said !== null}>
      <summary>Skip it …</summary>
      <p>It is never sent, and what waits behind it is sent now.</p>
      <Action label="Skip it" path={path} back={back} done="It is skipped">
        <Field typed={typed} name="reason" label="Reason" required maxlength={200} />
      </Action>
    </details>
  );
}

function attemptWords(
  { outcome, httpStatus, reason, durationMs }: Notification["attempts"][number],
): string {
  const status = httpStatus === null ? "" : ` with ${httpStatus}`;
  const why = reason === null ? "" : `: ${reason}`;
  return `${outcome}${status} in ${duration(durationMs)}${why}`;
}
