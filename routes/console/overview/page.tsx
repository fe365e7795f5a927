/**
 * `/console`: how the access-control systems are doing, and what needs a person.
 *
 * @module
 */
import type * as v from "valibot";
import type { TrendsAnswer } from "../../trends.ts";
import { type Adapter, AdapterCard } from "../adapters/card.tsx";
import type { Reconciliation } from "../adapters/pages.tsx";
import type { Delivery } from "../deliveries/list.tsx";
import { DeliveryTable } from "../deliveries/table.tsx";
import type { Markup, Page } from "../page.ts";
import { orNull, type Visit } from "../visit.ts";
import { Plot } from "./plot.tsx";

type Trends = v.InferOutput<typeof TrendsAnswer>["data"];

interface Seen {
  readonly adapters: ReadonlyArray<Adapter>;
  readonly dead: ReadonlyArray<Delivery>;
  readonly trends: Trends;
  /** By the name of the system; only those with something to decide. */
  readonly proposals: ReadonlyArray<{ readonly name: string; readonly count: number }>;
}

const DEAD_SHOWN = 10;

/** The first page. */
export const OVERVIEW: Page = {
  path: "/",
  section: "Overview",
  show: async ({ read }) => {
    const [{ data: adapters }, { data: dead }, { data: trends }] = await Promise.all([
      read<{ readonly data: ReadonlyArray<Adapter> }>("/v1/adapters"),
      read<{ readonly data: ReadonlyArray<Delivery> }>(
        `/v1/deliveries?status=dead&limit=${DEAD_SHOWN}`,
      ),
      read<{ readonly data: Trends }>("/v1/trends"),
    ]);
    const proposals = await Promise.all(adapters.map((one) => proposalsOf(read, one)));
    const seen = { adapters, dead, trends, proposals: proposals.filter(({ count }) => count > 0) };
    return { title: "Overview", body: <Overview {...seen} /> };
  },
};

async function proposalsOf(read: Visit["read"], { name }: Adapter) {
  const path = `/v1/adapters/${encodeURIComponent(name)}/reconciliation`;
  const found = await orNull(read<Reconciliation>(path));
  const open = found?.differences.filter(({ state }) => state === "proposed") ?? [];
  return { name, count: open.length };
}

function Overview({ adapters, dead, trends, proposals }: Seen): Markup {
  return (
    <>
      <h1>Overview</h1>
      <section aria-labelledby="attention">
        <h2 id="attention">Needs attention</h2>
        <Attention adapters={adapters} proposals={proposals} dead={dead} />
      </section>
      <section aria-labelledby="systems">
        <h2 id="systems">Access control</h2>
        <div class="cards">
          {adapters.map((adapter) => <AdapterCard adapter={adapter} heading="h3" />)}
        </div>
      </section>
      <section aria-labelledby="hour">
        <h2 id="hour">The last hour</h2>
        <LastHour trends={trends} />
      </section>
    </>
  );
}

function Attention({ adapters, dead, proposals }: Omit<Seen, "trends">): Markup {
  const down = adapters.filter(({ status }) => status !== "up");
  const exposed = adapters.filter(({ exposure }) => exposure.length > 0);
  const isCalm = down.length + exposed.length + dead.length + proposals.length === 0;
  if (isCalm) {
    return <p class="note good">✔ Nothing: every system is up, and no delivery is dead.</p>;
  }
  return (
    <>
      <ul>
        {down.map(({ name, status, reason }) => (
          <li>
            <AdapterLink name={name} /> is {status}: {reason ?? "it does not answer"}
          </li>
        ))}
        {exposed.map(({ name, exposure }) => (
          <li>
            <AdapterLink name={name} /> may still open for {exposure.length} revoked credentials
          </li>
        ))}
        {proposals.map(({ name, count }) => (
          <li>
            <AdapterLink name={name} /> and Gatehouse differ in {count} credentials
          </li>
        ))}
        {dead.length > 0 && (
          <li>
            <a href="/console/deliveries?status=dead">Deliveries are dead</a>: they wait for a
            person
          </li>
        )}
      </ul>
      {dead.length > 0 && <DeliveryTable label="The newest dead deliveries" deliveries={dead} />}
    </>
  );
}

function AdapterLink({ name }: { readonly name: string }): Markup {
  return <a href={`/console/adapters/${encodeURIComponent(name)}`}>{name}</a>;
}

function LastHour({ trends }: { readonly trends: Trends }): Markup {
  const times = trends.map(({ at }) => at);
  const refused = trends.reduce((sum, one) => sum + one.refused, 0);
  const series = (name: string, of: (one: Trends[number]) => number | null) => ({
    name,
    values: trends.map(of),
  });
  return (
    <>
      <p>
        {refused === 0 ? "No command was refused" : `${refused} commands were refused`}{" "}
        in this hour, or since the start.
      </p>
      <div class="cards">
        <Plot
          title="Commands a minute"
          unit="a minute"
          times={times}
          series={[
            series("carried out", ({ commands }) => commands),
            series("refused", (one) => one.refused),
          ]}
        />
        <Plot
          title="Deliveries waiting"
          unit="deliveries"
          times={times}
          series={[series("waiting", ({ backlog }) => backlog)]}
        />
        <Plot
          title="Until the gate has confirmed"
          unit="ms"
          times={times}
          series={[series("half", ({ p50Ms }) => p50Ms), series("19 of 20", ({ p95Ms }) => p95Ms)]}
        />
      </div>
    </>
  );
}
