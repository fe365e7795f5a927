/**
 * What a log says of facts that are not in it.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import type { Log } from "../shown.ts";
import { ActorLink } from "./actor_link.tsx";

/** Whose facts are missing, as they are damaged, each with the way to where more is said. */
export function Missing(
  { log: { quarantined = [] } }: { readonly log: Pick<Log, "quarantined"> },
): Markup | null {
  if (quarantined.length === 0) return null;
  return (
    <p class="note bad">
      <span aria-hidden="true">✖</span> Facts are missing here: what is stored of{" "}
      {quarantined.map((actor, at) => (
        <>
          {at > 0 && ", "}
          <ActorLink actor={actor} />
        </>
      ))} is damaged.
    </p>
  );
}
