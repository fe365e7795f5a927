/**
 * One line that people fill in, with what is wrong with it.
 *
 * @module
 */
import type { Child } from "hono/jsx";
import type { Markup } from "../page.ts";
import type { Typed } from "../returned.ts";

interface FieldProps {
  readonly typed: Typed;
  readonly name: string;
  readonly label: Child;
  readonly type?: "number";
  /** Where nothing was typed yet. */
  readonly value?: string;
  readonly required?: boolean;
  readonly autofocus?: boolean;
  readonly maxlength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly placeholder?: string;
  /** Said after it, as its unit. */
  readonly children?: Child;
}

/** As it was typed, where the form has come back. */
export function Field(
  { typed, name, label, value = "", children, ...bounds }: FieldProps,
): Markup {
  return (
    <label>
      <span>{label}</span>{" "}
      <input
        name={name}
        value={typed.text(name, value)}
        autocomplete="off"
        aria-invalid={typed.fault(name) !== null}
        {...bounds}
      />
      {children}
      <Fault typed={typed} name={name} />
    </label>
  );
}

/** What is wrong with a field, beside it; `null`: nothing. */
export function Fault(
  { typed, name }: { readonly typed: Typed; readonly name: string },
): Markup | null {
  const fault = typed.fault(name);
  return fault === null ? null : (
    <strong class="fault">
      <span aria-hidden="true">✖</span> {fault}
    </strong>
  );
}
