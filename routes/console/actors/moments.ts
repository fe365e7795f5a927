/**
 * What stands in the timeline of an actor, read from its three logs.
 *
 * @module
 */
import type { Look } from "./look.ts";
import type { Place, Read, Row } from "./merge.ts";
import type { Delivery, Fact, List, Told } from "../shown.ts";

/** A row of one of the logs. */
export type Moment =
  & Row
  & (
    | { readonly kind: "event"; readonly fact: Fact }
    | { readonly kind: "command"; readonly told: Told }
    | { readonly kind: "delivery"; readonly delivery: Delivery }
  );

/** Of each log, at once. */
const ROWS = 50;

/** How many logs there are. */
export const LOGS = 3;

/**
 * A page of each log that is not read to its end. Deliveries go first: at the same moment, what
 * came of a fact stands above it.
 */
export function readLogs(
  look: Look,
  [deliveries, commands, events]: ReadonlyArray<Place>,
): Promise<ReadonlyArray<Read<Moment> | null>> {
  const { path, subject, id } = look;
  const actor = `actor=${subject.kind}/${encodeURIComponent(id)}&sort=newest`;
  return Promise.all([
    readFrom<Delivery>(look, `${path}/deliveries?`, deliveries, (delivery) => ({
      kind: "delivery",
      id: delivery.id,
      at: delivery.createdAt,
      delivery,
    })),
    readFrom<Told>(look, `${path}/commands?`, commands, (told) => ({
      kind: "command",
      id: told.commandId,
      at: told.at,
      told,
    })),
    readFrom<Fact>(look, `/v1/events?${actor}&`, events, (fact) => ({
      kind: "event",
      id: String(fact.position),
      at: fact.at,
      fact,
    })),
  ]);
}

/** The next page of one log; `null`: it is read to its end. */
async function readFrom<A>(
  { visit }: Look,
  list: string,
  place: Place | undefined,
  momentOf: (item: A) => Moment,
): Promise<Read<Moment> | null> {
  if (place === null || place === undefined) return null;
  const search = new URLSearchParams({ limit: String(ROWS) });
  if (place.cursor !== null) search.set("cursor", place.cursor);
  const { data, next } = await visit.read<List<A>>(`${list}${search}`);
  return { place, rows: data.map(momentOf), next };
}
