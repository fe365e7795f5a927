/**
 * How an honest client asks a route of the table, whatever it is.
 *
 * @module
 */
import type { Route } from "../../routes/mod.ts";
import type { Answered, Api } from "./api.ts";

/** Values for the names in paths; what is not named is `X-1`. */
export type PathIds = Readonly<Record<string, string>>;

/** `METHOD /path?query`: a concrete path for the row. */
export function targetOf({ method, path, sample }: Route, ids: PathIds = {}): string {
  const usual: PathIds = {
    name: "main",
    version: "1",
    code: path.startsWith("/problems") ? "invalid" : "M01",
    part: "tickets",
  };
  const concrete = path.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => ids[name] ?? usual[name] ?? "X-1",
  );
  return `${method} ${concrete}${sample === undefined ? "" : `?${sample}`}`;
}

/** Asks it with the example of its body; `null` is no key. */
export function askAs(
  { ask }: Pick<Api, "ask">,
  key: string | null,
  { route, ids, headers = {} }: {
    readonly route: Route;
    readonly ids?: PathIds;
    readonly headers?: Readonly<Record<string, string>>;
  },
): Promise<Answered> {
  const { example } = route;
  const body = example === undefined ? {} : { body: example };
  return ask(targetOf(route, ids), { key, headers, ...body });
}
