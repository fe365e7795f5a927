/**
 * A button that gives one command, with the fields that people fill in for it.
 *
 * @module
 */
import type { Child } from "hono/jsx";
import type { Markup } from "../page.ts";

interface ActionProps {
  /** On the button. */
  readonly label: string;
  /** Of the REST surface, as `/v1/deliveries/d1/retry`. */
  readonly path: string;
  /** `POST` unless told otherwise; `DELETE` sends no body. */
  readonly method?: "DELETE";
  readonly body?: unknown;
  /** Page to go back to, with its query. */
  readonly back: string;
  /** Said when it is done. */
  readonly done: string;
  /** Inputs; each name is a text member of the command's body. */
  readonly children?: Child;
}

/** Works without script. What the key may not do, the answer says. */
export function Action(
  { label, path, method, body, back, done, children }: ActionProps,
): Markup {
  return (
    <form class="action" method="post" action="/console/act">
      <input type="hidden" name="path" value={path} />
      {method !== undefined && <input type="hidden" name="method" value={method} />}
      {body !== undefined && <input type="hidden" name="body" value={JSON.stringify(body)} />}
      <input type="hidden" name="back" value={back} />
      <input type="hidden" name="done" value={done} />
      {children}
      <button type="submit">{label}</button>
    </form>
  );
}
