/**
 * `/console/catalogue`: what is on sale, what is missing before it can be printed, one document.
 *
 * @module
 */
import type { Markup, Page } from "../page.ts";
import { Pager } from "../parts/pager.tsx";
import { Table } from "../parts/table.tsx";
import { spaced } from "../parts/words.ts";

const SHELVES = ["performances", "pass-types", "bundles", "items", "ticket-templates"] as const;

type Shelf = (typeof SHELVES)[number];

interface Fault {
  readonly code: string;
  readonly kind: string;
  readonly id: string;
  readonly fields: ReadonlyArray<string>;
  readonly detail: string;
}

interface Check {
  readonly ok: boolean;
  readonly problems: ReadonlyArray<Fault>;
}

interface List {
  readonly data: ReadonlyArray<{ readonly code: string; readonly name: string }>;
  readonly next: string | null;
}

/** The lists, by `?shelf=`, and the check of all of them. */
export const CATALOGUE: Page = {
  path: "/catalogue",
  section: "Reference data",
  show: async ({ read, url }) => {
    const shelf = shelfOf(url.searchParams.get("shelf"));
    const cursor = url.searchParams.get("cursor");
    const search = cursor === null ? "" : `?${new URLSearchParams({ cursor })}`;
    const [check, list] = await Promise.all([
      read<Check>("/v1/catalogue/check"),
      read<List>(`/v1/${shelf}${search}`),
    ]);
    return {
      title: "Reference data",
      body: (
        <>
          <h1>Reference data</h1>
          <CheckPanel check={check} />
          <Shelves chosen={shelf} />
          <Documents shelf={shelf} list={list} />
          <Pager url={url} next={list.next} />
        </>
      ),
    };
  },
};

/** One document as it is stored. */
export const CATALOGUE_DOCUMENT: Page = {
  path: "/catalogue/:shelf/:code",
  section: "Reference data",
  show: async ({ read, params }) => {
    const shelf = shelfOf(params["shelf"] ?? null);
    const code = params["code"] ?? "";
    const document = await read<object>(`/v1/${shelf}/${encodeURIComponent(code)}`);
    const kind = shelf === "pass-types" ? "pass-type" : shelf.slice(0, -1);
    return {
      title: code,
      body: (
        <>
          <h1>{code}</h1>
          <pre>{JSON.stringify(document, null, 2)}</pre>
          <p>
            <a href={`/console/events?actor=${kind}/${encodeURIComponent(code)}`}>
              Who changed it, and when
            </a>
          </p>
        </>
      ),
    };
  },
};

function shelfOf(text: string | null): Shelf {
  return SHELVES.find((one) => one === text) ?? "performances";
}

function CheckPanel({ check: { ok, problems } }: { readonly check: Check }): Markup {
  if (ok) return <p class="note good">✔ Everything that is on sale can be printed.</p>;
  return (
    <section class="problem" aria-labelledby="missing">
      <h2 id="missing">Not ready to print</h2>
      <ul>
        {problems.map(({ kind, id, detail, fields }) => (
          <li>
            <strong>{kind} {id}</strong>: {detail}
            {fields.length > 0 && ` (${fields.join(", ")})`}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Shelves({ chosen }: { readonly chosen: Shelf }): Markup {
  return (
    <nav aria-label="Kinds of reference data">
      <ul>
        {SHELVES.map((shelf) => (
          <li>
            <a
              href={`/console/catalogue?shelf=${shelf}`}
              aria-current={shelf === chosen ? "page" : undefined}
            >
              {spaced(shelf)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Documents({ shelf, list }: { readonly shelf: Shelf; readonly list: List }): Markup {
  if (list.data.length === 0) {
    return <p class="quiet">None yet: PUT /v1/{shelf}/CODE defines one.</p>;
  }
  return (
    <Table label={spaced(shelf)} columns={["Code", "Name"]}>
      {list.data.map(({ code, name }) => (
        <tr>
          <td>
            <a href={`/console/catalogue/${shelf}/${encodeURIComponent(code)}`}>{code}</a>
          </td>
          <td>{name}</td>
        </tr>
      ))}
    </Table>
  );
}
