/**
 * `/console/customers?q=`: a customer by reference or alias, with all that is theirs.
 *
 * @module
 */
import type * as v from "valibot";
import type { CustomerAnswer } from "../../customers.ts";
import type { Markup, Page } from "../page.ts";
import { ActorLink } from "../parts/actor_link.tsx";
import { FactsList } from "../parts/facts_list.tsx";
import { Field } from "../parts/field.tsx";
import { Missing } from "../parts/missing.tsx";
import { NeedsScope } from "../parts/needs_scope.tsx";
import { Pager } from "../parts/pager.tsx";
import { Status } from "../parts/status.tsx";
import { Table } from "../parts/table.tsx";
import { typedIn } from "../returned.ts";
import { orNull, type Visit } from "../visit.ts";

/** As the REST surface shows it. */
export type Customer = v.InferOutput<typeof CustomerAnswer>;

const PATH = "/console/customers";

/** The box, and who is in it. */
export const CUSTOMERS: Page = {
  path: "/customers",
  section: "Customers",
  form: (visit) => <Finder visit={visit} />,
  show: async (visit) => {
    const { url: { searchParams }, caller } = visit;
    const q = searchParams.get("q")?.trim() ?? "";
    const isReader = caller.scopes.has("read");
    const found = isReader && q !== "" ? await orNull(readCustomer(visit, q)) : null;
    const title = found === null ? "Customers" : `Customer ${found.customerId}`;
    return {
      title,
      body: (
        <>
          <h1>{title}</h1>
          {isReader ? <Finder visit={visit} /> : <NeedsScope what="This page" scope="read" />}
          {found !== null && <OneCustomer visit={visit} customer={found} />}
          {isReader && q !== "" && found === null && (
            <p>Nobody is known by this reference or alias.</p>
          )}
        </>
      ),
    };
  },
};

/** Whoever is known by this reference or alias; the page that the address asks for. */
export function readCustomer({ read, url }: Visit, name: string): Promise<Customer> {
  const cursor = url.searchParams.get("cursor");
  const query = cursor === null ? "" : `?${new URLSearchParams({ cursor })}`;
  return read<Customer>(`/v1/customers/${encodeURIComponent(name)}${query}`);
}

function Finder({ visit }: { readonly visit: Pick<Visit, "url" | "said"> }): Markup {
  const typed = typedIn(visit, PATH);
  return (
    <form class="filters" action={PATH}>
      <Field
        typed={{ ...typed, fault: () => typed.fault("customerId") }}
        name="q"
        label="Reference or alias"
        value={visit.url.searchParams.get("q")?.trim() ?? ""}
        required
        maxlength={64}
      />
      <button type="submit">Find</button>
    </form>
  );
}

function OneCustomer({ visit, customer }: {
  readonly visit: Visit;
  readonly customer: Customer;
}): Markup {
  const { customerId, alias, next } = customer;
  const isErased = customerId === alias;
  const { scopes } = visit.caller;
  return (
    <>
      <FactsList
        facts={[
          ["Alias", alias],
          ["Reference", isErased ? "forgotten" : customerId],
        ]}
      />
      {scopes.has("events:read") && (
        <p>
          <a href={`/console/events?${new URLSearchParams({ customer: customerId })}`}>
            All that happened to them
          </a>
        </p>
      )}
      <h2>What is theirs</h2>
      <Missing from={customer} what="Things" />
      <Belongings customer={customer} />
      <Pager url={visit.url} next={next} />
      {!isErased && <h2>Forgetting them</h2>}
      {!isErased && (scopes.has("admin")
        ? (
          <p>
            <a href={`/console/customers/${encodeURIComponent(alias)}/erase`}>
              Erase this customer …
            </a>
          </p>
        )
        : <NeedsScope what="Erasing" scope="admin" />)}
    </>
  );
}

function Belongings({ customer }: { readonly customer: Customer }): Markup {
  const rows = belongingsOf(customer);
  if (rows.length === 0) {
    const isAll = customer.next === null && customer.quarantined === undefined;
    return <p class="quiet">{isAll ? "Nothing is theirs now." : "Nothing on this page."}</p>;
  }
  return (
    <Table label="What is theirs" columns={["Thing", "State", "What it is"]}>
      {rows.map(({ kind, id, status, what }) => (
        <tr>
          <td>
            <ActorLink actor={{ kind, id }} />
          </td>
          <td>
            <Status word={status} />
          </td>
          <td>{what}</td>
        </tr>
      ))}
    </Table>
  );
}

interface Belonging {
  readonly kind: string;
  readonly id: string;
  readonly status: string;
  readonly what: string;
}

function belongingsOf({ orders, passes, tickets }: Customer): ReadonlyArray<Belonging> {
  return [
    ...orders.map(({ orderId, status, lines }) => ({
      kind: "order",
      id: orderId,
      status,
      what: lines.map(({ code }) => code).join(", "),
    })),
    ...passes.map(({ passId, status, passType }) => ({
      kind: "pass",
      id: passId,
      status,
      what: passType,
    })),
    ...tickets.map(({ ticketId, status, performance, seat }) => ({
      kind: "ticket",
      id: ticketId,
      status,
      what: [performance, ...(seat === null ? [] : [seat.section, seat.row, seat.number])].join(
        " ",
      ),
    })),
  ];
}
