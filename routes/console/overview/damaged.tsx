/**
 * Actors that are known to be damaged, as lines of what needs a person.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { ActorLink } from "../parts/actor_link.tsx";
import { Time } from "../parts/time.tsx";
import type { Damaged, List } from "../shown.ts";

/** One line each, and one where there are more. */
export function DamagedItems({ damaged: { data, next } }: {
  readonly damaged: List<Damaged>;
}): Markup {
  return (
    <>
      {data.map(({ kind, id, reason, since }) => (
        <li>
          <Time at={since} /> <ActorLink actor={{ kind, id }} /> is damaged: {reason}
        </li>
      ))}
      {next !== null && (
        <li>
          More actors are damaged: <code>GET /v1/quarantine</code> names them all
        </li>
      )}
    </>
  );
}
