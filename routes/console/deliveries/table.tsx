/**
 * Deliveries side by side.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { ActorLink } from "../parts/actor_link.tsx";
import { Status } from "../parts/status.tsx";
import { Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import { spaced } from "../parts/words.ts";
import type { Delivery } from "../shown.ts";

/** Each leads to its own page. */
export function DeliveryTable({ label, deliveries }: {
  readonly label: string;
  readonly deliveries: ReadonlyArray<Delivery>;
}): Markup {
  return (
    <Table
      label={label}
      columns={["Delivery", "Of", "To", "Status", "Since", { number: "Attempts" }, "Why it waits"]}
    >
      {deliveries.map((one) => (
        <tr>
          <td>
            <a href={`/console/deliveries/${encodeURIComponent(one.id)}`}>
              {spaced(one.command)}
            </a>
          </td>
          <td>
            <ActorLink actor={one.actor} />
          </td>
          <td>{one.accessControl}</td>
          <td>
            <Status word={one.status} />
          </td>
          <td>
            <Time at={one.createdAt} />
          </td>
          <td class="number">{one.attemptCount}</td>
          <td>{one.reason ?? ""}</td>
        </tr>
      ))}
    </Table>
  );
}
