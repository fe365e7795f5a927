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

type Found = v.InferOutput<typeof SearchAnswer>["data"][number];

/** The answer to the box that stands on every page. */
export const SEARCH: Page = {
  path: "/search",
  section: null,
  show: async ({ read, url }) => {
    const q = url.searchParams.get("q")?.trim() ?? "";
    const { data } = q === ""
      ? { data: [] }
      : await read<v.InferOutput<typeof SearchAnswer>>(`/v1/search?${new URLSearchParams({ q })}`);
    return { title: "Search", body: <Results q={q} found={data} /> };
  },
};

function Results({ q, found }: {
  readonly q: string;
  readonly found: ReadonlyArray<Found>;
}): Markup {
  if (found.length === 0) {
    return (
      <>
        <h1>Search</h1>
        <p>Nothing is called exactly so here.</p>
        <p class="quiet">
          The box knows barcodes, cards, ticket numbers, orders, passes, tickets, customers,
          performances, operations and recent requests, each by its whole name.
        </p>
      </>
    );
  }
  return (
    <>
      <h1>Search</h1>
      <p role="status">{found.length === 1 ? "One thing" : `${found.length} things`} found</p>
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

function hrefOf({ kind, id }: Found): string {
  if (kind === "operation") return `/console/operations/${encodeURIComponent(id)}`;
  return actorHref({ kind, id }) ?? `/console/events?actor=${kind}/${encodeURIComponent(id)}`;
}
