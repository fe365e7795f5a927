/**
 * An actor's past as lines: what changed, who changed it, whether it is stored as it was told.
 *
 * @module
 */
import type { Blame, Difference, SnapshotInfo, Verified } from "../../routes/client/mod.ts";
import { timeOf } from "./columns.ts";
import { wordOf } from "./fields.ts";
import type { Sheet, Tone } from "./sheet.ts";
import { type Column, tableOf } from "./table.ts";

type Step = Difference["patch"][number];

const OPERATIONS: Readonly<Record<Step["op"], Tone>> = {
  add: "good",
  remove: "bad",
  replace: "warn",
};

const STEPS: ReadonlyArray<Column<Step>> = [
  { title: "CHANGE", of: ({ op }) => op, tone: ({ op }) => OPERATIONS[op] },
  { title: "WHERE", of: ({ path }) => path },
  { title: "NOW", of: ({ value }) => wordOf(value) },
];

/** Between two versions: the facts in words, then each field. */
export function differenceLines(
  { from, to, patch, words }: Difference,
  sheet: Sheet,
): ReadonlyArray<string> {
  return [
    sheet.paint("strong", `From version ${from} to ${to}`),
    ...words.map((word) => `  ${wordOf(word)}`),
    "",
    ...(patch.length === 0 ? ["Nothing changed"] : tableOf(STEPS, patch, sheet)),
  ];
}

const CHANGES: ReadonlyArray<Column<Blame["changes"][number]>> = [
  { title: "V", of: ({ version }) => String(version), align: "right" },
  { title: "AT (UTC)", of: ({ at }) => timeOf(at), tone: () => "weak" },
  { title: "BY", of: ({ key }) => key },
  { title: "TYPE", of: ({ type }) => type, tone: () => "strong" },
  { title: "BEFORE", of: ({ before }) => wordOf(before) },
  { title: "AFTER", of: ({ after }) => wordOf(after) },
];

/** Of one field, the oldest change first. */
export function blameLines({ pointer, changes }: Blame, sheet: Sheet): ReadonlyArray<string> {
  return changes.length === 0
    ? [`Nothing ever changed ${pointer}`]
    : tableOf(CHANGES, changes, sheet);
}

/** What a verification has found. */
export function verifiedLines(verified: Verified, sheet: Sheet): ReadonlyArray<string> {
  const { ok, facts, version, snapshots, drift } = verified;
  if (ok) {
    const stored = snapshots.length === 0 ? "none" : snapshots.join(", ");
    return [
      `${sheet.paint("good", "AS TOLD")}  ${facts} facts folded to version ${version}, ` +
      `held against the states stored at ${stored}`,
    ];
  }
  return [
    sheet.paint("bad", "DRIFT"),
    ...drift.flatMap(({ kind, version: at, detail, patch }) => [
      `${kind}${at === null ? "" : ` at version ${at}`}: ${wordOf(detail)}`,
      ...(patch.length === 0 ? [] : tableOf(STEPS, patch, sheet)),
    ]),
  ];
}

/** States that are stored. */
export const SNAPSHOTS: ReadonlyArray<Column<SnapshotInfo>> = [
  { title: "V", of: ({ version }) => String(version), align: "right" },
  { title: "AT (UTC)", of: ({ at }) => timeOf(at), tone: () => "weak" },
  { title: "BYTES", of: ({ sizeBytes }) => String(sizeBytes), align: "right" },
  { title: "FORM", of: ({ stateVersion }) => String(stateVersion), align: "right" },
];
