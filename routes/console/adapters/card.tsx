/**
 * An access-control system in a few figures.
 *
 * @module
 */
import type * as v from "valibot";
import type { AdapterAnswer } from "../../answers.ts";
import type { Markup } from "../page.ts";
import { ActorLink } from "../parts/actor_link.tsx";
import { Status } from "../parts/status.tsx";
import { Table } from "../parts/table.tsx";
import { duration, Time } from "../parts/time.tsx";
import { counted } from "../parts/words.ts";

/** As the REST surface shows it. */
export type Adapter = v.InferOutput<typeof AdapterAnswer>;

/** Its name leads to its page; `heading` is one below that of the part it stands in. */
export function AdapterCard({ adapter, heading: Heading }: {
  readonly adapter: Adapter;
  readonly heading: "h2" | "h3";
}): Markup {
  return (
    <article class="card">
      <Heading>
        <a href={adapterHref(adapter)}>{adapter.name}</a> <AdapterStatus adapter={adapter} />
      </Heading>
      <AdapterFigures adapter={adapter} />
    </article>
  );
}

/** Its page. */
export function adapterHref({ name }: Pick<Adapter, "name">): string {
  return `/console/adapters/${encodeURIComponent(name)}`;
}

/** Up, down or held by somebody. */
export function AdapterStatus({ adapter: { status } }: { readonly adapter: Adapter }): Markup {
  const tone = { up: "good", down: "bad", paused: "busy" } as const;
  return <Status word={status} tone={tone[status]} />;
}

/** What is waiting, and for how long. */
export function AdapterFigures({ adapter }: { readonly adapter: Adapter }): Markup {
  const { name, kind, tickets, breaker, reason, backlog, dead, oldestAgeMs, exposure } = adapter;
  const { lastPolledAt } = adapter.scans;
  const of = new URLSearchParams({ accessControl: name });
  const deadOnes = new URLSearchParams({ accessControl: name, status: "dead" });
  return (
    <dl>
      {reason !== null && (
        <>
          <dt>Because</dt>
          <dd>{reason}</dd>
        </>
      )}
      <dt>Wire</dt>
      <dd>
        {kind}: {tickets === "barcode" ? "it sends barcodes back" : "it prints tickets itself"}
      </dd>
      <dt>Breaker</dt>
      <dd>
        <Status word={breaker} tone={breaker === "closed" ? "good" : "bad"} />
      </dd>
      <dt>Scans last given</dt>
      <dd>{lastPolledAt === null ? "not since the start" : <Time at={lastPolledAt} />}</dd>
      <dt>Waiting</dt>
      <dd>
        <a href={`/console/deliveries?${of}`}>{backlog}</a>
      </dd>
      <dt>Dead</dt>
      <dd>
        <a href={`/console/deliveries?${deadOnes}`}>{dead}</a>
      </dd>
      {oldestAgeMs !== null && (
        <>
          <dt>Oldest waiting</dt>
          <dd>for {duration(oldestAgeMs)}</dd>
        </>
      )}
      <dt>Exposed</dt>
      <dd>{exposure.length === 0 ? "nothing" : counted(exposure.length, "credential")}</dd>
    </dl>
  );
}

/** What is revoked here and still opens there. */
export function ExposureTable({ exposure }: { readonly exposure: Adapter["exposure"] }): Markup {
  if (exposure.length === 0) {
    return <p class="quiet">All that is revoked here is revoked at the gates.</p>;
  }
  return (
    <Table
      label="Revoked here, still open there"
      columns={["Of", "Credential", "Open since", "Delivery"]}
    >
      {exposure.map(({ actor, credential, since, delivery }) => (
        <tr>
          <td>
            <ActorLink actor={actor} />
          </td>
          <td>{credential ?? "not known"}</td>
          <td>
            <Time at={since} />
          </td>
          <td>
            <a href={`/console/deliveries/${encodeURIComponent(delivery)}`}>look at it</a>
          </td>
        </tr>
      ))}
    </Table>
  );
}
