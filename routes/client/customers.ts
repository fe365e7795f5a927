/**
 * The client's view of the people who buy.
 *
 * @module
 */
import type { Customer, Erased } from "./forms.ts";
import { queryOf } from "./pages.ts";
import type { Send } from "./transport.ts";

/** Those of the key's tenant, by the box office's reference or by alias. */
export interface Customers {
  /** Everything that the customer has now, all pages together. */
  readonly get: (customerId: string) => Promise<Omit<Customer, "next">>;
  /** Forgets who the customer is; needs the scope `admin`. */
  readonly erase: (customerId: string, reason: string) => Promise<Erased>;
}

/** Over one line. */
export function customersOf(send: Send): Customers {
  const pathOf = (customerId: string) => `/v1/customers/${encodeURIComponent(customerId)}`;
  return {
    get: async (customerId) => {
      const ask = async (cursor: string | undefined) => {
        const path = pathOf(customerId) + queryOf({ limit: "500", cursor });
        return (await send({ method: "GET", path })).body as Customer;
      };
      const { next: more, ...all } = await ask(undefined);
      for (let cursor = more; cursor !== null;) {
        const page = await ask(cursor);
        all.passes.push(...page.passes);
        all.tickets.push(...page.tickets);
        all.orders.push(...page.orders);
        cursor = page.next;
      }
      return all;
    },
    erase: async (customerId, reason) => {
      const path = `${pathOf(customerId)}/erase`;
      return (await send({ method: "POST", path, body: { reason } })).body as Erased;
    },
  };
}
