/**
 * `/console/customers/{alias}/erase`: what an erasure takes away and what it leaves, before it is.
 *
 * @module
 */
import type { Markup, Page } from "../page.ts";
import { Action } from "../parts/action.tsx";
import { Field } from "../parts/field.tsx";
import { Missing } from "../parts/missing.tsx";
import { NeedsScope } from "../parts/needs_scope.tsx";
import { customerHref } from "../parts/actor_link.tsx";
import { counted } from "../parts/words.ts";
import { typedIn } from "../returned.ts";
import type { Visit } from "../visit.ts";
import { type Customer, readCustomer } from "./page.tsx";

/** The confirmation. Its address has the alias in it, which says nothing of anybody. */
export const ERASE: Page = {
  path: "/customers/:id/erase",
  section: "Customers",
  show: async (visit) => {
    const customer = await readCustomer(visit, visit.params["id"] ?? "");
    const isErased = customer.customerId === customer.alias;
    return {
      title: "Erase a customer",
      body: (
        <>
          <h1>Erase {customer.customerId}</h1>
          {isErased
            ? <p>This customer is erased: nothing is left but the alias.</p>
            : <Confirmation visit={visit} customer={customer} />}
          <p>
            <a href={customerHref(customer.alias)}>Back to the customer</a>
          </p>
        </>
      ),
    };
  },
};

interface Erasing {
  readonly visit: Visit;
  readonly customer: Customer;
}

function Confirmation({ visit, customer }: Erasing): Markup {
  return (
    <>
      <Missing from={customer} what="Things" />
      <WhatGoes customer={customer} />
      <h2>Erasing</h2>
      {visit.caller.scopes.has("admin")
        ? <EraseForm visit={visit} customer={customer} />
        : <NeedsScope what="Erasing" scope="admin" />}
    </>
  );
}

function WhatGoes({ customer }: { readonly customer: Customer }): Markup {
  const { customerId, alias, orders, passes, tickets, next, quarantined } = customer;
  const atLeast = next === null && quarantined === undefined ? "" : "at least ";
  return (
    <dl>
      <dt>Goes, for good</dt>
      <dd>
        The reference <strong>{customerId}</strong>{" "}
        in everything that Gatehouse holds: data, backups and logs. It cannot be brought back.
      </dd>
      <dt>Stays</dt>
      <dd>
        What is theirs, as that of <code>{alias}</code>: {atLeast}
        {counted(orders.length, "order")}, {counted(passes.length, "pass", "passes")} and{" "}
        {counted(tickets.length, "ticket")}. Cards and barcodes go on opening gates.
      </dd>
      <dt>Not reached from here</dt>
      <dd>
        Who was told before: receivers of webhooks, exports, copies of{" "}
        <code>customers.jsonl</code>, logs of a proxy.
      </dd>
    </dl>
  );
}

function EraseForm({ visit, customer: { customerId, alias } }: Erasing): Markup {
  const path = `/v1/customers/${encodeURIComponent(alias)}/erase`;
  return (
    <Action
      label={`Erase ${customerId} for good`}
      path={path}
      back={`/console/customers/${encodeURIComponent(alias)}/erase`}
      done="The customer is forgotten"
    >
      <Field
        typed={typedIn(visit, path)}
        name="reason"
        label="Reason, without their name"
        required
        maxlength={200}
        placeholder="Asked for in writing"
      />
    </Action>
  );
}
