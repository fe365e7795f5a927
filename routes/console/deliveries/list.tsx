/**
 * `/console/deliveries`: what was told to the access-control systems, and what is stuck.
 *
 * @module
 */
import { DELIVERY_STATUSES } from "../../../actors/delivery.ts";
import type { Markup, Page } from "../page.ts";
import { Fault, Field } from "../parts/field.tsx";
import { Pager } from "../parts/pager.tsx";
import { typedIn } from "../returned.ts";
import type { Delivery, List } from "../shown.ts";
import type { Visit } from "../visit.ts";
import { DeliveryTable } from "./table.tsx";

/** Fields of the address, under the names that the REST surface has for them. */
export const FILTERS = ["status", "accessControl", "actor"] as const;

const PATH = "/console/deliveries";

/** The list, the newest first. */
export const DELIVERIES: Page = {
  path: "/deliveries",
  section: "Deliveries",
  form: DeliveryFilters,
  show: async ({ read, url, said }) => {
    const search = new URLSearchParams();
    for (const name of [...FILTERS, "cursor"]) {
      const value = url.searchParams.get(name)?.trim() ?? "";
      if (value !== "") search.set(name, value);
    }
    const list = await read<List<Delivery>>(`/v1/deliveries?${search}`);
    return { title: "Deliveries", body: <Deliveries url={url} said={said} list={list} /> };
  },
};

function Deliveries({ url, said, list }: Pick<Visit, "url" | "said"> & {
  readonly list: List<Delivery>;
}): Markup {
  const status = url.searchParams.get("status") ?? "";
  return (
    <>
      <h1>Deliveries</h1>
      <DeliveryFilters url={url} said={said} />
      {(status === "dead" || status === "retrying") && list.data.length > 0 && (
        <p>
          <a href={`/console/deliveries/retry${url.search}`}>Try all of these again …</a>
        </p>
      )}
      {list.data.length === 0
        ? <NoDelivery isEnd={list.next === null} />
        : <DeliveryTable label="Deliveries, the newest first" deliveries={list.data} />}
      <Pager url={url} next={list.next} />
    </>
  );
}

function DeliveryFilters(visit: Pick<Visit, "url" | "said">): Markup {
  const { url: { searchParams } } = visit;
  const typed = typedIn(visit, PATH);
  const status = searchParams.get("status") ?? "";
  return (
    <form class="filters" action={PATH}>
      <label>
        Status
        <select name="status" aria-invalid={typed.fault("status") !== null}>
          <option value="">any</option>
          {DELIVERY_STATUSES.map((one) => (
            <option value={one} selected={one === status}>{one}</option>
          ))}
        </select>
        <Fault typed={typed} name="status" />
      </label>
      <Field
        typed={typed}
        name="accessControl"
        label="Access control"
        value={searchParams.get("accessControl") ?? ""}
        maxlength={64}
      />
      <Field
        typed={typed}
        name="actor"
        label="Of"
        value={searchParams.get("actor") ?? ""}
        maxlength={80}
        placeholder="ticket/T-1"
      />
      <button type="submit">Filter</button>
      <a href={PATH}>All deliveries</a>
    </form>
  );
}

/** A page of the list looks through so much of the log and no more. */
function NoDelivery({ isEnd }: { readonly isEnd: boolean }): Markup {
  return (
    <p class="quiet">
      {isEnd
        ? "No delivery is like this. Prints, re-prints and cancels make some."
        : "None so far: the next page looks further back."}
    </p>
  );
}
