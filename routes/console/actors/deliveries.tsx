/**
 * `?tab=deliveries`: what was told to the access control, every attempt, and what can be done.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { Mends } from "../deliveries/mends.tsx";
import { ActorLink } from "../parts/actor_link.tsx";
import { NeedsScope } from "../parts/needs_scope.tsx";
import { Pager } from "../parts/pager.tsx";
import { Status } from "../parts/status.tsx";
import { Time } from "../parts/time.tsx";
import { orNull } from "../visit.ts";
import { Attempts } from "./attempts.tsx";
import type { Look } from "./look.ts";
import type { Delivery, List } from "../shown.ts";
import { spaced } from "../parts/words.ts";

/** Each is shown with its attempts. */
const SHOWN = 20;

/** The newest first. */
export async function deliveriesTab(look: Look): Promise<Markup> {
  const { visit, path, subject } = look;
  const search = new URLSearchParams({ limit: String(SHOWN) });
  const cursor = visit.url.searchParams.get("cursor");
  if (cursor !== null) search.set("cursor", cursor);
  const list = await orNull(visit.read<List<Delivery>>(`${path}/deliveries?${search}`));
  if (list === null) return <NeedsScope what="The list of deliveries" scope="events:read" />;
  if (list.data.length === 0) {
    return (
      <p class="quiet">
        Nothing was told to the access control about this {subject.kind}{" "}
        yet: a print is the first to do so.
      </p>
    );
  }
  return (
    <>
      {list.data.map((delivery) => <DeliveryCard look={look} delivery={delivery} />)}
      <Pager url={visit.url} next={list.next} />
    </>
  );
}

function DeliveryCard({ look, delivery }: {
  readonly look: Look;
  readonly delivery: Delivery;
}): Markup {
  const { id, command, accessControl, status, createdAt, seq, actor } = delivery;
  return (
    <article class="card">
      <h3>
        <a href={`/console/deliveries/${encodeURIComponent(id)}`}>{spaced(command)}</a>{" "}
        <Status word={status} />
      </h3>
      <p>
        Number {seq} to {accessControl}, <Time at={createdAt} />
        {look.subject.kind === "order" && (
          <>
            , for <ActorLink actor={actor} />
          </>
        )}
      </p>
      <Attempts delivery={delivery} />
      <Mends visit={look.visit} delivery={delivery} />
    </article>
  );
}
