/**
 * How a delivery went: each call with what the access control answered, and what was sent.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { Table } from "../parts/table.tsx";
import { duration, Time } from "../parts/time.tsx";
import type { Delivery } from "../shown.ts";

/** The kept attempts, the newest first, and the message. */
export function Attempts({ delivery }: { readonly delivery: Delivery }): Markup {
  const { attempts, attemptCount, reason, nextAttemptAt, body, id } = delivery;
  const forgotten = attemptCount - attempts.length;
  return (
    <>
      {reason !== null && <p>{reason}</p>}
      {nextAttemptAt !== null && (
        <p>
          Next attempt <Time at={nextAttemptAt} />
        </p>
      )}
      {attempts.length === 0
        ? <p class="quiet">Not sent yet.</p>
        : <AttemptTable id={id} attempts={attempts.toReversed()} />}
      {forgotten > 0 && <p class="quiet">{forgotten} older attempts are no longer kept.</p>}
      <details>
        <summary>What was sent</summary>
        <pre>{JSON.stringify(body, null, 2)}</pre>
      </details>
    </>
  );
}

function AttemptTable({ id, attempts }: {
  readonly id: string;
  readonly attempts: Delivery["attempts"];
}): Markup {
  return (
    <Table
      label={`Attempts of delivery ${id}`}
      columns={["Attempt", "Took", "HTTP", "Outcome", "Answer"]}
    >
      {attempts.map(({ at, durationMs, httpStatus, outcome, answer }) => (
        <tr>
          <td>
            <Time at={at} />
          </td>
          <td>{duration(durationMs)}</td>
          <td>{httpStatus ?? "no answer"}</td>
          <td>{outcome}</td>
          <td>
            <code>{JSON.stringify(answer)}</code>
          </td>
        </tr>
      ))}
    </Table>
  );
}
