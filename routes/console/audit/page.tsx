/**
 * `/console/audit`: who did what, and who was shown what.
 *
 * @module
 */
import { AUDITED_KINDS } from "../../events.ts";
import { type Fact, FactDetails } from "../events/rows.tsx";
import type { Markup, Page } from "../page.ts";
import { ActorLink } from "../parts/actor_link.tsx";
import { Missing } from "../parts/missing.tsx";
import { Fault, Field } from "../parts/field.tsx";
import { Pager } from "../parts/pager.tsx";
import { Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import type { Log } from "../shown.ts";
import { typedIn } from "../returned.ts";
import { hrefWith, type Visit } from "../visit.ts";

/** Fields of the address, under the names that the REST surface has for them. */
const FILTERS = ["key", "kind", "from", "to"] as const;

const PATH = "/console/audit";

/** What keys did, the newest first. */
export const AUDIT: Page = {
  path: "/audit",
  section: "Audit",
  form: AuditFilters,
  show: async ({ read, url, said }) => {
    const search = new URLSearchParams();
    for (const name of [...FILTERS, "cursor"]) {
      const value = url.searchParams.get(name)?.trim() ?? "";
      if (value !== "") search.set(name, value);
    }
    const log = await read<Log>(`/v1/audit?${search}`);
    const { data, next } = log;
    return {
      title: "Audit",
      body: (
        <>
          <h1>Audit</h1>
          <AuditFilters url={url} said={said} />
          <Missing from={log} />
          {data.length === 0 ? <NoDeed isEnd={next === null} /> : <Deeds url={url} deeds={data} />}
          <Pager url={url} next={next} />
        </>
      ),
    };
  },
};

function AuditFilters(visit: Pick<Visit, "url" | "said">): Markup {
  const { url: { searchParams } } = visit;
  const typed = typedIn(visit, PATH);
  const given = (name: typeof FILTERS[number]) => searchParams.get(name) ?? "";
  return (
    <form class="filters" action={PATH}>
      <Field typed={typed} name="key" label="Key" value={given("key")} maxlength={64} />
      <label>
        Kind
        <select name="kind" aria-invalid={typed.fault("kind") !== null}>
          <option value="">any</option>
          {AUDITED_KINDS.map((kind) => (
            <option value={kind} selected={kind === given("kind")}>{kind}</option>
          ))}
        </select>
        <Fault typed={typed} name="kind" />
      </label>
      <Field
        typed={typed}
        name="from"
        label="From"
        value={given("from")}
        maxlength={40}
        placeholder="2027-05-01T18:00:00Z"
      />
      <Field
        typed={typed}
        name="to"
        label="To"
        value={given("to")}
        maxlength={40}
        placeholder="2027-05-01T22:00:00Z"
      />
      <button type="submit">Filter</button>
      <a href={PATH}>Everything</a>
    </form>
  );
}

/** A page of the list looks through so much of the log and no more. */
function NoDeed({ isEnd }: { readonly isEnd: boolean }): Markup {
  return (
    <p class="quiet">
      {isEnd
        ? "No key has done anything like this."
        : "None so far: the next page looks further back."}
    </p>
  );
}

function Deeds({ url, deeds }: {
  readonly url: URL;
  readonly deeds: ReadonlyArray<Fact>;
}): Markup {
  return (
    <Table label="What keys did, the newest first" columns={["When", "Key", "What", "Of"]}>
      {deeds.map((deed) => <Deed url={url} deed={deed} />)}
    </Table>
  );
}

function Deed({ url, deed }: { readonly url: URL; readonly deed: Fact }): Markup {
  const { at, key, sentence, actor } = deed;
  return (
    <tr>
      <td>
        <Time at={at} />
      </td>
      <td>
        <a href={hrefWith(url, { key, cursor: null })}>{key}</a>
      </td>
      <td>
        <details>
          <summary>{sentence}</summary>
          <FactDetails fact={deed} />
        </details>
      </td>
      <td>{actor.kind === "audit" ? "" : <ActorLink actor={actor} />}</td>
    </tr>
  );
}
