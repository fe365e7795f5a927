/**
 * The filters of the log as a form; what they say stands in the address.
 *
 * @module
 */
import type { Markup } from "../page.ts";

/** Every filter that the log knows, in the order of the form. */
export const FILTERS = [
  { name: "actor", label: "Actor", hint: "P-1001 or pass/P-1001" },
  { name: "kind", label: "Kind", hint: "ticket, pass, order …" },
  { name: "type", label: "Type", hint: "PassIssued …" },
  { name: "order", label: "Order", hint: "" },
  { name: "customer", label: "Customer", hint: "" },
  { name: "performance", label: "Performance", hint: "" },
  { name: "barcode", label: "Barcode", hint: "scan it" },
  { name: "correlation", label: "Operation", hint: "" },
  { name: "from", label: "From", hint: "2027-05-01T18:00:00Z" },
  { name: "to", label: "To", hint: "2027-05-01T22:00:00Z" },
] as const;

/** A `GET` of the same page. */
export function EventFilters({ url }: { readonly url: URL }): Markup {
  return (
    <form class="filters" action="/console/events">
      {FILTERS.map(({ name, label, hint }) => (
        <label>
          {label}
          <input
            name={name}
            value={url.searchParams.get(name) ?? ""}
            placeholder={hint}
            maxlength={255}
          />
        </label>
      ))}
      <button type="submit">Filter</button>
      <a href="/console/events">All events</a>
    </form>
  );
}
