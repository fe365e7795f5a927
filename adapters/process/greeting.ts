/**
 * What the service says when it is up.
 *
 * @module
 */
import type { Configuration } from "../configuration/mod.ts";

/** Lines for a person at a terminal: where everything is, and one command that works. */
export function greeting(
  { data, tenants, builtIn }: Configuration,
  { url, consoleUrl, version }: {
    readonly url: string;
    readonly consoleUrl: string;
    readonly version: string;
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
    ...(builtIn === null ? [] : keyLines(builtIn, data)),
    `  try             curl -s ${url}/v1/events -H "Authorization: Bearer ${
      builtIn?.isNew === true ? builtIn.key : "$KEY"
    }"`,
  ].join("\n");
}

function keyLines(
  { key, tenant, isNew }: NonNullable<Configuration["builtIn"]>,
  data: string,
): ReadonlyArray<string> {
  return isNew
    ? [`  key             ${key}   (tenant ${tenant}; shown once, kept in ${data}/demo.key)`]
    : [`  key             in ${data}/demo.key (tenant ${tenant})`];
}
