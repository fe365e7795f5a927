/**
 * `/console`: how the access-control systems are doing, and what needs a person.
 *
 * @module
 */
import type * as v from "valibot";
import type { TrendsAnswer } from "../../trends.ts";
import { type Adapter, AdapterCard } from "../adapters/card.tsx";
import type { Markup, Page } from "../page.ts";
import { Attention, type Concerns, readConcerns } from "./attention.tsx";
import type { Fact, List } from "../shown.ts";
import { FirstSteps } from "./first_steps.tsx";
import { Plot } from "./plot.tsx";
import { Refusals } from "./refusals.tsx";

type Trends = v.InferOutput<typeof TrendsAnswer>;

/** The first page. */
export const OVERVIEW: Page = {
  path: "/",
  section: "Overview",
  show: async ({ read, caller }) => {
    const [{ data: adapters }, trends, { data: facts, next }] = await Promise.all([
      read<{ readonly data: ReadonlyArray<Adapter> }>("/v1/adapters"),
      read<Trends>("/v1/trends"),
      read<List<Fact>>("/v1/events?limit=1"),
    ]);
    const concerns = await readConcerns(read, { adapters, noted: trends.concerns });
    return {
      title: "Overview",
      body: (
        <Overview
          isEmpty={facts.length === 0 && next === null}
          concerns={concerns}
          trends={trends}
          mayAct={caller.scopes.has("commands:write")}
        />
      ),
    };
  },
};

function Overview({ isEmpty, concerns, trends, mayAct }: {
  readonly isEmpty: boolean;
  readonly concerns: Concerns;
  readonly trends: Trends;
  readonly mayAct: boolean;
}): Markup {
  return (
    <>
      <h1>Overview</h1>
      {isEmpty && <FirstSteps />}
      <section aria-labelledby="attention">
        <h2 id="attention">Needs attention</h2>
        <Attention concerns={concerns} mayAct={mayAct} />
      </section>
      <section aria-labelledby="systems">
        <h2 id="systems">Access control</h2>
        <div class="cards">
          {concerns.adapters.map((adapter) => <AdapterCard adapter={adapter} heading="h3" />)}
        </div>
      </section>
      <section aria-labelledby="hour">
        <h2 id="hour">The last hour</h2>
        <LastHour trends={trends} />
      </section>
    </>
  );
}

function commandsWere(count: number): string {
  return count === 1 ? "1 command was" : `${count === 0 ? "No" : count} commands were`;
}

function LastHour({ trends: { data: minutes, refusals } }: { readonly trends: Trends }): Markup {
  const times = minutes.map(({ at }) => at);
  const refused = minutes.reduce((sum, one) => sum + one.refused, 0);
  const series = (name: string, of: (one: typeof minutes[number]) => number | null) => ({
    name,
    values: minutes.map(of),
  });
  return (
    <>
      <p>
        {commandsWere(refused)} refused in this hour, or since the start.
      </p>
      {refusals.length > 0 && <Refusals refusals={refusals} />}
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
          unitOfOne="delivery"
          times={times}
          series={[series("waiting", ({ backlog }) => backlog)]}
        />
        <Plot
          title="Until the gate has confirmed"
          unit="ms"
          times={times}
          series={[
            series("median", ({ p50Ms }) => p50Ms),
            series("95th percentile", ({ p95Ms }) => p95Ms),
          ]}
        />
      </div>
    </>
  );
}
