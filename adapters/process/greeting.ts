/**
 * What the service says when it is up.
 *
 * @module
 */
import { type Configuration, isFolder, KEY_FILE } from "../configuration/mod.ts";

/** Lines for a person at a terminal: where everything is, and one command that works. */
export function greeting(
  { data, tenants, builtIn }: Configuration,
  { url, consoleUrl, version, isEmpty }: {
    readonly url: string;
    readonly consoleUrl: string;
    readonly version: string;
    /** Nothing ever happened here, and nothing is about to. */
    readonly isEmpty: boolean;
  },
): string {
  const systems = tenants.flatMap(({ id, accessControl }) =>
    Object.entries(accessControl).map(([name, { url: where, tickets }]) => {
      const prints = tickets === "barcode" ? "sends barcodes back" : "prints the tickets";
      const what = builtIn === null ? where : `${where} (the built-in simulator)`;
      return `  access control  ${id}/${name}: ${what}, ${prints}`;
    })
  );
  return [
    `Gatehouse ${version} is up`,
    `  service         ${url}`,
    `  data            ${data}`,
    ...systems,
    `  console         ${consoleUrl}${builtIn === null ? "" : "   (this link: for an hour)"}`,
    `  API document    ${url}/docs`,
    `  health          ${url}/readyz   metrics ${url}/metrics`,
    ...(builtIn === null ? [] : [keyLine(builtIn, data)]),
    `  try             curl -s ${url}/v1/events -H "Authorization: Bearer ${
      builtIn?.isNew === true ? builtIn.key : "$KEY"
    }"`,
    ...(isEmpty ? ["No data yet: `deno task demo` plays a season, in a folder of its own"] : []),
  ].join("\n");
}

function keyLine(
  { key, tenant, isNew }: NonNullable<Configuration["builtIn"]>,
  data: string,
): string {
  if (!isNew) return `  key             in ${data}/${KEY_FILE} (tenant ${tenant})`;
  const kept = isFolder(data) ? `shown once, kept in ${data}/${KEY_FILE}` : "kept nowhere";
  return `  key             ${key}   (tenant ${tenant}; ${kept})`;
}
