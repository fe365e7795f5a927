/**
 * `/console/deliveries/{id}`: one message, every attempt, and what an operator can do.
 *
 * @module
 */
import type { Markup, Page } from "../page.ts";
import { Attempts } from "../actors/attempts.tsx";
import { Mends } from "./mends.tsx";
import { ActorLink } from "../parts/actor_link.tsx";
import { Status } from "../parts/status.tsx";
import { Time } from "../parts/time.tsx";
import { spaced } from "../parts/words.ts";
import type { Visit } from "../visit.ts";
import type { Delivery } from "../shown.ts";

/** One delivery. */
export const DELIVERY: Page = {
  path: "/deliveries/:id",
  section: "Deliveries",
  show: async (visit) => {
    const id = encodeURIComponent(visit.params["id"] ?? "");
    const delivery = await visit.read<Delivery>(`/v1/deliveries/${id}`);
    return {
      title: `Delivery ${delivery.command}`,
      body: <OneDelivery visit={visit} delivery={delivery} />,
    };
  },
};

function OneDelivery({ visit, delivery }: {
  readonly visit: Visit;
  readonly delivery: Delivery;
}): Markup {
  const { id, actor, accessControl, command, status, createdAt, seq, revokes } = delivery;
  const operation = delivery.correlationId;
  return (
    <>
      <h1>
        {spaced(command)} <Status word={status} />
      </h1>
      <dl>
        <dt>Of</dt>
        <dd>
          <ActorLink actor={actor} />, number {seq}
        </dd>
        <dt>To</dt>
        <dd>
          <a href={`/console/adapters/${encodeURIComponent(accessControl)}`}>{accessControl}</a>
        </dd>
        <dt>Queued</dt>
        <dd>
          <Time at={createdAt} />
        </dd>
        <dt>Takes away</dt>
        <dd>{revokes ? "Yes: it goes before what only gives" : "No"}</dd>
        <dt>Operation</dt>
        <dd>
          <a href={`/console/operations/${encodeURIComponent(operation)}`}>{operation}</a>
        </dd>
        <dt>Id</dt>
        <dd>
          <code>{id}</code>
        </dd>
      </dl>
      <Mends visit={visit} delivery={delivery} />
      <h2>Attempts</h2>
      <Attempts delivery={delivery} />
    </>
  );
}
