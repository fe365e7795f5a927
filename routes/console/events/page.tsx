/**
 * `/console/events`: the log of everything, filtered by its address, growing at its top.
 *
 * @module
 */
import type { Markup, Page } from "../page.ts";
import { Missing } from "../parts/missing.tsx";
import { Pager } from "../parts/pager.tsx";
import { Table } from "../parts/table.tsx";
import type { Log } from "../shown.ts";
import type { Visit } from "../visit.ts";
import { EventFilters, FILTERS } from "./filters.tsx";
import { FactRow, FactTemplate } from "./rows.tsx";

/** The log, the newest first. */
export const EVENTS: Page = {
  path: "/events",
  section: "Events",
  form: EventFilters,
  show: async ({ read, url, said }) => {
    const search = filtersOf(url);
    const cursor = url.searchParams.get("cursor");
    const list = await read<Log>(`/v1/events?${withCursor(search, cursor)}`);
    return { title: "Events", body: <Events url={url} said={said} search={search} list={list} /> };
  },
};

/** The filters that are set, under the names that the REST surface has for them. */
function filtersOf({ searchParams }: Visit["url"]): URLSearchParams {
  const search = new URLSearchParams();
  for (const { name } of FILTERS) {
    const value = searchParams.get(name)?.trim() ?? "";
    if (value !== "") search.set(name, value);
  }
  return search;
}

function withCursor(search: URLSearchParams, cursor: string | null): URLSearchParams {
  const asked = new URLSearchParams(search);
  asked.set("sort", "newest");
  if (cursor !== null) asked.set("cursor", cursor);
  return asked;
}

interface EventsProps extends Pick<Visit, "url" | "said"> {
  /** The filters that are set. */
  readonly search: URLSearchParams;
  readonly list: Log;
}

function Events(props: EventsProps): Markup {
  const { url, said, search, list } = props;
  const isTail = !url.searchParams.has("cursor") && !search.has("to");
  return (
    <>
      <h1>Events</h1>
      <EventFilters url={url} said={said} />
      <Outlets search={search} origin={url.origin} />
      {isTail && <Tail search={search} after={list.data[0]?.position ?? null} />}
      <Missing from={list} />
      <Table
        label="Events, the newest first"
        bodyId="facts"
        columns={["When", "Of", { number: "Version" }, "What happened", "Key"]}
      >
        {list.data.map((fact) => <FactRow fact={fact} />)}
      </Table>
      {list.data.length === 0 && <p class="quiet" id="no-facts">{nothingWords(props)}</p>}
      <Pager url={url} next={list.next} />
      <FactTemplate />
    </>
  );
}

/** A page of the log looks through so much of it and no more. */
function nothingWords({ url, search, list: { next } }: EventsProps): string {
  if (next !== null) return "None so far: the next page looks further back.";
  if (url.searchParams.has("cursor")) return "Nothing older is like this.";
  return search.size === 0
    ? "Nothing has happened yet: the demo and every command fill this log."
    : "No event has all of these marks.";
}

/** The script follows the log from `after` on; without script the page is what it was. */
function Tail({ search, after }: {
  readonly search: URLSearchParams;
  readonly after: number | null;
}): Markup {
  const asked = new URLSearchParams(search);
  if (after !== null) asked.set("after", String(after));
  return (
    <p class="tail" id="tail" data-stream={`/console/v1/events/stream?${asked}`} hidden>
      <button type="button" class="plain" data-key="p" data-tail="hold" aria-pressed="false">
        Hold
      </button>{" "}
      <span role="status" id="tail-state">Following the log</span>
    </p>
  );
}

/** The same question for other readers. */
function Outlets({ search, origin }: {
  readonly search: URLSearchParams;
  readonly origin: string;
}): Markup {
  const asked = new URLSearchParams(search);
  asked.set("format", "jsonl");
  const curl = `curl -s "${origin}/v1/events?${search}" -H "Authorization: Bearer $KEY"`;
  return (
    <div class="outlets">
      <a href={`/console/v1/events?${asked}`} download="events.jsonl">Export as JSON lines</a>
      <details>
        <summary>As curl</summary>
        <pre id="curl">{curl}</pre>
        <button type="button" class="plain" data-copy="curl" hidden>Copy</button>
      </details>
    </div>
  );
}
