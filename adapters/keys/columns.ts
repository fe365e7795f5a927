/**
 * Keys as tables, and a new key as the few lines that are shown once.
 *
 * @module
 */
import type { ApiKey, ShownKey } from "../../routes/client/mod.ts";
import { timeOf } from "../inspect/columns.ts";
import type { Sheet } from "../inspect/sheet.ts";
import { type Column, tableOf } from "../inspect/table.ts";

const KEYS: ReadonlyArray<Column<ApiKey>> = [
  { title: "ID", of: ({ id }) => id, tone: () => "strong", isWhole: true },
  {
    title: "STATUS",
    of: ({ status }) => status,
    tone: ({ status }) => status === "active" ? "good" : "weak",
  },
  { title: "SOURCE", of: ({ source }) => source },
  { title: "EXPIRES (UTC)", of: ({ expiresAt }) => timeOf(expiresAt) },
  { title: "SECRETS", of: ({ secrets }) => String(secrets.length), align: "right" },
  { title: "SCOPES", of: ({ scopes }) => scopes.join(" ") },
];

/** A head and a line for each. */
export function keyLines(keys: ReadonlyArray<ApiKey>, sheet: Sheet): ReadonlyArray<string> {
  return keys.length === 0 ? ["There is no key"] : tableOf(KEYS, keys, sheet);
}

/** The key itself stands on the last line alone, to be copied or cut off with `tail -1`. */
export function secretLines(shown: ShownKey, sheet: Sheet): ReadonlyArray<string> {
  const { id, key } = shown;
  const [, before] = shown.secrets;
  return [
    ...keyLines([shown], sheet),
    "",
    ...(before === undefined
      ? []
      : [`The secret before is valid until ${timeOf(before.until)} UTC.`]),
    key === null
      ? `The answer with the key was lost on its way: deno task keys rotate ${id}`
      : "The key, which is not shown again:",
    ...(key === null ? [] : [key]),
  ];
}
