/**
 * A table that scrolls inside itself where the window is too narrow for it.
 *
 * @module
 */
import type { Child } from "hono/jsx";
import type { Markup } from "../page.ts";

/** A heading; that of numbers stands at their side. */
type Column = string | { readonly number: string };

interface TableProps {
  readonly label: string;
  readonly columns: ReadonlyArray<Column>;
  /** Of the body, for the script that adds rows to it. */
  readonly bodyId?: string;
  /** The rows. */
  readonly children?: Child;
}

/** Reached by keyboard, so that it can be scrolled without a mouse. */
export function Table({ label, columns, bodyId, children }: TableProps): Markup {
  return (
    <div class="table" tabindex={0} role="region" aria-label={label}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => <Heading column={column} />)}
          </tr>
        </thead>
        <tbody id={bodyId}>{children}</tbody>
      </table>
    </div>
  );
}

function Heading({ column }: { readonly column: Column }): Markup {
  return typeof column === "string"
    ? <th scope="col">{column}</th>
    : <th scope="col" class="number">{column.number}</th>;
}
