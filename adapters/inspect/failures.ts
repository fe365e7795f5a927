/**
 * What went wrong, as one sentence with what to do about it.
 *
 * @module
 */
import { GatehouseProblem, GatehouseUnreachable } from "../../routes/client/mod.ts";

/** Said when there is none. */
export const NO_KEY = "There is no key: set GATEHOUSE_KEY. Without it the key of a service that " +
  "was started here is used, from its data folder";

/** Of an error of the client. */
export function sentenceOf(error: unknown, url: string): string {
  if (error instanceof GatehouseUnreachable) return unreachable(error, url);
  if (error instanceof GatehouseProblem) return said(error, url);
  return `The answer of ${url} cannot be read: ${error instanceof Error ? error.message : error}`;
}

function unreachable({ cause }: GatehouseUnreachable, url: string): string {
  return cause instanceof Deno.errors.NotCapable
    ? `${url} may not be reached: name its host in GATEHOUSE_ALLOW_NET`
    : `Cannot reach Gatehouse at ${url}: start it, or name another one in GATEHOUSE_URL`;
}

function said(problem: GatehouseProblem, url: string): string {
  const { status, code, message, errors, scope } = problem;
  const where = errors.map(({ pointer, detail }) => `${pointer.split("/").pop()} ${detail}`);
  if (status === 401) return `${url} does not know this key: set GATEHOUSE_KEY to one of its keys`;
  if (scope !== null) return `This key may not do that: it lacks the scope ${scope}`;
  if (code === "not-gatehouse") return `${url} answers, but it is not Gatehouse`;
  const what = where.length === 0 ? message : `Not understood: ${where.join("; ")}`;
  return what.replace(/\.$/, "");
}
