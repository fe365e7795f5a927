/**
 * `?tab=timeline`: facts, refused commands and deliveries of one actor as one story.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { NeedsScope } from "../parts/needs_scope.tsx";
import { Pager } from "../parts/pager.tsx";
import { Table } from "../parts/table.tsx";
import { orNull } from "../visit.ts";
import { commandForms } from "./command_fields.ts";
import type { Look } from "./look.ts";
import { cursorOf, merged, placesIn } from "./merge.ts";
import { MomentRow } from "./moment_row.tsx";
import { LOGS, readLogs } from "./moments.ts";

/** The newest first. */
export async function timelineTab(look: Look): Promise<Markup> {
  const { url } = look.visit;
  const places = placesIn(url.searchParams.get("cursor"), LOGS);
  const reads = await orNull(readLogs(look, places));
  if (reads === null) return <NeedsScope what="The timeline" scope="events:read" />;
  const { rows, places: after } = merged(reads);
  const told = rows.filter((row) => row.kind !== "command" || row.told.refusal !== null);
  const forms = commandForms(look.subject);
  return (
    <>
      <Table
        label="Timeline, the newest first"
        columns={["When", { number: "Version" }, "What happened", "Who", "Operation"]}
      >
        {told.map((moment) => <MomentRow look={look} moment={moment} forms={forms} />)}
      </Table>
      <Pager url={url} next={cursorOf(after)} />
    </>
  );
}
