/**
 * What a list says of what is not in it.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import type { Log } from "../shown.ts";
import { ActorLink } from "./actor_link.tsx";

/** Who, or whose facts, are missing as they are damaged, each with the way to where more is said. */
export function Missing(
  { from: { quarantined = [] }, what = "Facts" }: {
    readonly from: Pick<Log, "quarantined">;
    /** Of the list, in the plural. */
    readonly what?: string;
  },
): Markup | null {
  if (quarantined.length === 0) return null;
  return (
    <p class="note bad">
      <span aria-hidden="true">✖</span> {what} are missing here: what is stored of{" "}
      {quarantined.map((actor, at) => (
        <>
          {at > 0 && ", "}
          <ActorLink actor={actor} />
        </>
      ))} is damaged.
    </p>
  );
}
