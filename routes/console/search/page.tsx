/**
 * `/console/search`: whatever is in the box, and where it leads.
 *
 * @module
 */
import type * as v from "valibot";
import type { SearchAnswer } from "../../search.ts";
import type { Markup, Page } from "../page.ts";
import { actorHref } from "../parts/actor_link.tsx";
import { Table } from "../parts/table.tsx";

type Answer = v.InferOutput<typeof SearchAnswer>;
type Found = Answer["data"][number];

/** What the log can be filtered by as well. */
const LOGGED: ReadonlySet<string> = new Set(["order", "customer", "performance"]);

/** The answer to the box that stands on every page. */
export const SEARCH: Page = {
  path: "/search",
  section: null,
  show: async ({ read, url }) => {
    const q = url.searchParams.get("q")?.trim() ?? "";
    if (q === "") return { title: "Search", body: <NothingFound /> };
    const answer = await read<Answer>(`/v1/search?${new URLSearchParams({ q })}`);
    const body = answer.data.length === 0
      ? <NothingFound say="Nothing is called exactly so here." />
      : <Results q={q} answer={answer} />;
    return { title: "Search", body };
  },
};

function NothingFound({ say }: { readonly say?: string }): Markup {
  return (
    <>
      <h1>Search</h1>
      {say !== undefined && <p role="status">{say}</p>}
      <p class="quiet">
        What can be searched for: barcodes, cards, ticket numbers, orders, passes, tickets,
        customers, performances, operations and requests, each by its whole name.
      </p>
    </>
  );
}

function Results({ q, answer: { data: found, more } }: {
  readonly q: string;
  readonly answer: Answer;
}): Markup {
  return (
    <>
      <h1>Search</h1>
      <p role="status">{more ? <Cut q={q} found={found} /> : countOf(found)}</p>
      <Table label="What was found" columns={["Thing", "Found by its", "What it is"]}>
        {found.map((one) => (
          <tr>
            <td>
              <a href={hrefOf(one)}>{one.kind} {one.id}</a>
            </td>
            <td>{one.match.replace("-", " ")}</td>
            <td>{one.summary}</td>
          </tr>
        ))}
      </Table>
      {found.some(({ match }) => match === "barcode" || match === "card") && (
        <p>
          <a href={`/console/gate?${new URLSearchParams({ barcode: q })}`}>Check it at a gate</a>
        </p>
      )}
    </>
  );
}

function countOf({ length }: ReadonlyArray<Found>): string {
  return `${length === 1 ? "One thing" : `${length} things`} found`;
}

/** A request is no filter of the log: there is nothing to point at then. */
function Cut({ q, found }: { readonly q: string; readonly found: ReadonlyArray<Found> }): Markup {
  const by = found.findLast(({ match }) => LOGGED.has(match))?.match;
  if (by === undefined) return <>The first {found.length}; there are more</>;
  return (
    <>
      The first {found.length};{" "}
      <a href={`/console/events?${new URLSearchParams({ [by]: q })}`}>all of them are in the log</a>
    </>
  );
}

function hrefOf({ kind, id }: Found): string {
  if (kind === "operation") return `/console/operations/${encodeURIComponent(id)}`;
  return actorHref({ kind, id }) ?? `/console/events?actor=${kind}/${encodeURIComponent(id)}`;
}
