/**
 * An operation as a line for a terminal; what is to be filled in stands there as shell variables.
 *
 * @module
 */
import type { Placed } from "./document.ts";

/** With the document's example as body, if it takes one. */
export function curlOf({ method, path, parameters, requestBody, security }: Placed): string {
  const needed = parameters.filter((one) => one.in === "query" && one.required);
  const query = needed.map(({ name }) => `${name}=${variable(name)}`).join("&");
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => variable(name));
  const example = requestBody?.content["application/json"].example;
  return [
    `curl -sS${method === "GET" ? "" : ` -X ${method}`} ` +
    `"$URL${address}${query === "" ? "" : `?${query}`}"`,
    ...(security.length === 0 ? [] : [`-H "Authorization: Bearer ${keyOf({ security })}"`]),
    ...(example === undefined ? [] : [
      '-H "Content-Type: application/json"',
      `-d '${JSON.stringify(example).replaceAll("'", `'\\''`)}'`,
    ]),
  ].join(" \\\n  ");
}

/** An access control shows its own key, which no key of the tenant stands for. */
function keyOf({ security: [need] }: Pick<Placed, "security">): string {
  return need?.["key"] === undefined ? "$REPLY_KEY" : "$KEY";
}

/** `ticketId` becomes `$TICKET_ID`. */
function variable(name: string): string {
  return `$${name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase()}`;
}
