/**
 * The filters of the log as a form; what they say stands in the address.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { Field } from "../parts/field.tsx";
import { typedIn } from "../returned.ts";
import type { Visit } from "../visit.ts";

const PATH = "/console/events";

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
export function EventFilters(visit: Pick<Visit, "url" | "said">): Markup {
  const typed = typedIn(visit, PATH);
  return (
    <form class="filters" action={PATH}>
      {FILTERS.map(({ name, label, hint }) => (
        <Field
          typed={typed}
          name={name}
          label={label}
          value={visit.url.searchParams.get(name) ?? ""}
          placeholder={hint}
          maxlength={255}
        />
      ))}
      <button type="submit">Filter</button>
      <a href={PATH}>All events</a>
    </form>
  );
}
