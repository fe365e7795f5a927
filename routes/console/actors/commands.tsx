/**
 * `?tab=commands`: what the actor was asked to do, why it said no, and a form to ask it yourself.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { NeedsScope } from "../parts/needs_scope.tsx";
import { Pager } from "../parts/pager.tsx";
import { Status } from "../parts/status.tsx";
import { Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import { orNull } from "../visit.ts";
import { type CommandForm, commandForms } from "./command_fields.ts";
import { CommandPanel } from "./command_form.tsx";
import { hrefTo, type Look } from "./look.ts";
import { Refused } from "./refused.tsx";
import type { List, Told } from "../shown.ts";
import { spaced } from "../parts/words.ts";

/** The newest first; `&try=reprint` opens the form of one command. */
export async function commandsTab(look: Look): Promise<Markup> {
  const { visit, path, subject } = look;
  const { searchParams } = visit.url;
  const forms = commandForms(subject);
  const cursor = searchParams.get("cursor");
  const search = new URLSearchParams(cursor === null ? {} : { cursor });
  const list = await orNull(visit.read<List<Told>>(`${path}/commands?${search}`));
  return (
    <>
      <TryOne look={look} forms={forms} chosen={searchParams.get("try")} />
      <h3>Commands so far</h3>
      {list === null ? <NeedsScope what="The list of commands" scope="events:read" /> : (
        <>
          <CommandTable look={look} told={list.data} forms={forms} />
          <Pager url={visit.url} next={list.next} />
        </>
      )}
    </>
  );
}

function TryOne({ look, forms, chosen }: {
  readonly look: Look;
  readonly forms: ReadonlyArray<CommandForm>;
  readonly chosen: string | null;
}): Markup {
  if (!look.visit.caller.scopes.has("commands:write")) {
    return <NeedsScope what="Giving or trying a command" scope="commands:write" />;
  }
  const form = forms.find(({ verb }) => verb === chosen);
  return (
    <>
      <nav class="tabs" aria-label="Try a command">
        <ul>
          {forms.map(({ verb, type }) => (
            <li>
              <a
                href={hrefTo(look, { tab: "commands", try: verb }, "#try")}
                aria-current={verb === chosen ? "true" : undefined}
              >
                {spaced(type)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {form === undefined
        ? <p class="quiet">Choose a command to try it out or to give it.</p>
        : <CommandPanel look={look} form={form} />}
    </>
  );
}

function CommandTable({ look, told, forms }: {
  readonly look: Look;
  readonly told: ReadonlyArray<Told>;
  readonly forms: ReadonlyArray<CommandForm>;
}): Markup {
  return (
    <Table
      label="Commands, the newest first"
      columns={["When", "Command", "Who", { number: "Version" }, "What came of it"]}
    >
      {told.map((one) => (
        <tr>
          <td>
            <Time at={one.at} />
          </td>
          <td>
            <a href={`/console/operations/${encodeURIComponent(one.commandId)}`}>
              {spaced(one.type)}
            </a>
            {one.requestId !== null && <p class="quiet">request {one.requestId}</p>}
          </td>
          <td>{one.key}</td>
          <td class="number">{one.version}</td>
          <td>{outcome(look, one, forms)}</td>
        </tr>
      ))}
    </Table>
  );
}

function outcome(look: Look, told: Told, forms: ReadonlyArray<CommandForm>): Markup {
  const { refusal, events } = told;
  if (refusal === null) {
    return (
      <>
        <Status word="accepted" tone="good" />{" "}
        {events.length === 0 ? "nothing to change" : events.map(spaced).join(", ")}
      </>
    );
  }
  return (
    <>
      <Status word="refused" />
      <Refused look={look} told={told} forms={forms} />
    </>
  );
}
