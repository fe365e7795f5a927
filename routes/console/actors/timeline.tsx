/**
 * `?tab=timeline`: facts, refused commands and deliveries of one actor as one story.
 *
 * @module
 */
import { FactDetails } from "../events/rows.tsx";
import type { Markup } from "../page.ts";
import { NeedsScope } from "../parts/needs_scope.tsx";
import { Pager } from "../parts/pager.tsx";
import { Status } from "../parts/status.tsx";
import { Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import { orNull } from "../visit.ts";
import { Attempts } from "./attempts.tsx";
import { hrefTo, type Look } from "./look.ts";
import { cursorOf, merged, type Place, placesIn, type Read } from "./merge.ts";
import { Refused } from "./refused.tsx";
import type { Delivery, Fact, List, Told } from "./shown.ts";
import { spaced } from "../parts/words.ts";

type Moment =
  & { readonly id: string; readonly at: string }
  & (
    | { readonly kind: "event"; readonly fact: Fact }
    | { readonly kind: "command"; readonly told: Told }
    | { readonly kind: "delivery"; readonly delivery: Delivery }
  );

/** Of each log, at once. */
const ROWS = 50;

/** The newest first. */
export async function timelineTab(look: Look): Promise<Markup> {
  const { url } = look.visit;
  // at the same moment what came of a fact stands above it
  const places = placesIn(url.searchParams.get("cursor"), 3);
  const reads = await orNull(readAll(look, places));
  if (reads === null) return <NeedsScope what="The timeline" scope="events:read" />;
  const { rows, places: after } = merged(reads);
  // accepted commands are told by their facts
  const told = rows.filter((row) => row.kind !== "command" || row.told.refusal !== null);
  return (
    <>
      <Table label="Timeline, the newest first">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col" class="number">Version</th>
            <th scope="col">What happened</th>
            <th scope="col">Who</th>
            <th scope="col">Operation</th>
          </tr>
        </thead>
        <tbody>{told.map((moment) => <MomentRow look={look} moment={moment} />)}</tbody>
      </Table>
      <Pager url={url} next={cursorOf(after)} />
    </>
  );
}

function readAll(look: Look, [deliveries, commands, events]: ReadonlyArray<Place>) {
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

function MomentRow({ look, moment }: { readonly look: Look; readonly moment: Moment }): Markup {
  switch (moment.kind) {
    case "event":
      return <FactMoment look={look} fact={moment.fact} />;
    case "command":
      return <RefusedMoment told={moment.told} />;
    case "delivery":
      return <DeliveryMoment delivery={moment.delivery} />;
  }
}

function FactMoment({ look, fact }: { readonly look: Look; readonly fact: Fact }): Markup {
  const version = String(fact.version);
  return (
    <tr id={`v${version}`}>
      <td>
        <Time at={fact.at} />
      </td>
      <td class="number">
        <a href={hrefTo(look, { tab: "state", v: version })}>{version}</a>
      </td>
      <td>
        <details>
          <summary>{fact.sentence}</summary>
          <FactDetails fact={fact} />
        </details>
      </td>
      <td>{fact.key}</td>
      <td class="short">
        <Chain correlationId={fact.correlationId} />
      </td>
    </tr>
  );
}

function RefusedMoment({ told }: { readonly told: Told }): Markup {
  return (
    <tr>
      <td>
        <Time at={told.at} />
      </td>
      <td class="number">{told.version}</td>
      <td>
        <details>
          <summary>
            {spaced(told.type)}: <Status word="refused" />, {told.refusal?.rule}
          </summary>
          <Refused told={told} />
        </details>
      </td>
      <td>{told.key}</td>
      <td class="short">
        <Chain correlationId={told.correlationId} />
      </td>
    </tr>
  );
}

function DeliveryMoment({ delivery }: { readonly delivery: Delivery }): Markup {
  const { id, command, accessControl, status, createdAt, attemptCount } = delivery;
  const times = attemptCount === 1 ? "1 attempt" : `${attemptCount} attempts`;
  return (
    <tr>
      <td>
        <Time at={createdAt} />
      </td>
      <td class="number"></td>
      <td>
        <details>
          <summary>
            Told to {accessControl}: {spaced(command).toLowerCase()}, <Status word={status} />,{" "}
            {times}
          </summary>
          <p>
            <a href={`/console/deliveries/${encodeURIComponent(id)}`}>Delivery {id}</a>
          </p>
          <Attempts delivery={delivery} />
        </details>
      </td>
      <td>gatehouse</td>
      <td class="short">
        <Chain correlationId={delivery.correlationId} />
      </td>
    </tr>
  );
}

function Chain({ correlationId }: { readonly correlationId: string }): Markup {
  return (
    <a href={`/console/operations/${encodeURIComponent(correlationId)}`}>
      What followed
    </a>
  );
}
