/**
 * `/console`: how the access-control systems are doing, and what needs a person.
 *
 * @module
 */
import type * as v from "valibot";
import type { AdapterAnswer, DeliveryAnswer } from "../../answers.ts";
import type { Markup, Page } from "../page.ts";
import { ActorLink } from "../parts/actor_link.tsx";
import { Status } from "../parts/status.tsx";
import { duration, Time } from "../parts/time.tsx";

type Adapter = v.InferOutput<typeof AdapterAnswer>;
type Delivery = v.InferOutput<typeof DeliveryAnswer>;

interface List<A> {
  readonly data: ReadonlyArray<A>;
  readonly next: string | null;
}

/** The first page. */
export const OVERVIEW: Page = {
  path: "/",
  section: "Overview",
  show: async ({ read }) => {
    const [adapters, dead] = await Promise.all([
      read<List<Adapter>>("/v1/adapters"),
      read<List<Delivery>>("/v1/deliveries?status=dead&limit=10"),
    ]);
    return { title: "Overview", body: <Overview adapters={adapters.data} dead={dead} /> };
  },
};

function Overview({ adapters, dead }: {
  readonly adapters: ReadonlyArray<Adapter>;
  readonly dead: List<Delivery>;
}): Markup {
  return (
    <>
      <h1>Overview</h1>
      <section aria-labelledby="systems">
        <h2 id="systems">Access control</h2>
        <div class="cards">{adapters.map((adapter) => <AdapterCard adapter={adapter} />)}</div>
      </section>
      <section aria-labelledby="attention">
        <h2 id="attention">Needs attention</h2>
        {dead.data.length === 0
          ? <p class="quiet">No delivery is dead.</p>
          : <DeadDeliveries dead={dead} />}
      </section>
    </>
  );
}

function AdapterCard({ adapter }: { readonly adapter: Adapter }): Markup {
  return (
    <article class="card">
      <h3>
        <a href={`/console/adapters/${encodeURIComponent(adapter.name)}`}>{adapter.name}</a>
      </h3>
      <p>{JSON.stringify(adapter)}</p>
      <p>{duration(0)}</p>
    </article>
  );
}

function DeadDeliveries({ dead }: { readonly dead: List<Delivery> }): Markup {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Delivery</th>
          <th scope="col">Of</th>
          <th scope="col">Status</th>
          <th scope="col">Since</th>
        </tr>
      </thead>
      <tbody>
        {dead.data.map(({ id, actor, command, status, createdAt }) => (
          <tr>
            <td>
              <a href={`/console/deliveries/${id}`}>{command}</a>
            </td>
            <td>
              <ActorLink actor={actor} />
            </td>
            <td>
              <Status word={status} />
            </td>
            <td>
              <Time at={createdAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
