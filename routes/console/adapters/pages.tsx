/**
 * `/console/adapters`: the access-control systems, and one of them with all that can be done.
 *
 * @module
 */
import type { Markup, Page } from "../page.ts";
import { Action } from "../parts/action.tsx";
import { Field } from "../parts/field.tsx";
import { NeedsScope } from "../parts/needs_scope.tsx";
import { typedIn } from "../returned.ts";
import type { Reconciliation } from "../shown.ts";
import { orNull, type Visit } from "../visit.ts";
import {
  type Adapter,
  AdapterCard,
  AdapterFigures,
  adapterHref,
  AdapterStatus,
  ExposureTable,
} from "./card.tsx";
import { Comparison } from "./comparison.tsx";
import { Configuration } from "./configuration.tsx";

/** All of the tenant's. */
export const ADAPTERS: Page = {
  path: "/adapters",
  section: "Adapters",
  show: async ({ read }) => {
    const { data } = await read<{ readonly data: ReadonlyArray<Adapter> }>("/v1/adapters");
    return { title: "Adapters", body: <Adapters adapters={data} /> };
  },
};

/** One. */
export const ADAPTER: Page = {
  path: "/adapters/:name",
  section: "Adapters",
  show: async (visit) => {
    const path = `/v1/adapters/${encodeURIComponent(visit.params["name"] ?? "")}`;
    const [adapter, found] = await Promise.all([
      visit.read<Adapter>(path),
      orNull(visit.read<Reconciliation>(`${path}/reconciliation`)),
    ]);
    return {
      title: `Adapter ${adapter.name}`,
      body: <OneAdapter visit={visit} adapter={adapter} found={found} />,
    };
  },
};

function Adapters({ adapters }: { readonly adapters: ReadonlyArray<Adapter> }): Markup {
  return (
    <>
      <h1>Adapters</h1>
      {adapters.length === 0 && (
        <p class="quiet">This tenant has no access control: the configuration file names them.</p>
      )}
      <div class="cards">
        {adapters.map((adapter) => <AdapterCard adapter={adapter} heading="h2" />)}
      </div>
    </>
  );
}

function OneAdapter({ visit, adapter, found }: {
  readonly visit: Visit;
  readonly adapter: Adapter;
  readonly found: Reconciliation | null;
}): Markup {
  const isAdmin = visit.caller.scopes.has("admin");
  return (
    <>
      <h1>
        {adapter.name} <AdapterStatus adapter={adapter} />
      </h1>
      <AdapterFigures adapter={adapter} />
      {isAdmin
        ? <Levers visit={visit} adapter={adapter} />
        : <NeedsScope what="Pausing, resuming and testing" scope="admin" />}
      <h2>Revoked here, still open there</h2>
      <ExposureTable exposure={adapter.exposure} />
      <h2>Comparison with its list</h2>
      {found === null
        ? <NeedsScope what="The comparison" scope="events:read" />
        : <Comparison adapter={adapter} found={found} isAdmin={isAdmin} />}
      <h2>Configuration</h2>
      <Configuration adapter={adapter} />
    </>
  );
}

function Levers({ visit, adapter }: {
  readonly visit: Visit;
  readonly adapter: Adapter;
}): Markup {
  const path = `/v1/adapters/${encodeURIComponent(adapter.name)}`;
  const back = adapterHref(adapter);
  return (
    <div class="outlets">
      {adapter.status === "paused"
        ? <Action label="Resume" path={`${path}/resume`} back={back} done="It is sent to again" />
        : (
          <Action label="Pause" path={`${path}/pause`} back={back} done="Nothing more is sent">
            <Field
              typed={typedIn(visit, `${path}/pause`)}
              name="reason"
              label="Reason"
              maxlength={200}
            />
          </Action>
        )}
      <Action label="Test" path={`${path}/test`} back={back} done="It was asked" />
      <Action label="Compare now" path={`${path}/reconcile`} back={back} done="It is compared" />
    </div>
  );
}
