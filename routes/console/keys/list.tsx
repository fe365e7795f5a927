/**
 * `/console/keys`: who may ask this service what, and until when.
 *
 * @module
 */
import type * as v from "valibot";
import type { KeyAnswer } from "../../key_forms.ts";
import type { Markup, Page } from "../page.ts";
import { Missing } from "../parts/missing.tsx";
import { Pager } from "../parts/pager.tsx";
import { Status } from "../parts/status.tsx";
import { Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import type { List, Log } from "../shown.ts";
import { CreateForm } from "./create.tsx";

/** As the REST surface shows it. */
export type ShownKey = v.InferOutput<typeof KeyAnswer>;

/** All of the tenant's by id, and a form for another one. */
export const KEYS: Page = {
  path: "/keys",
  section: "Keys",
  show: async (visit) => {
    const { read, url } = visit;
    const cursor = url.searchParams.get("cursor");
    const query = cursor === null ? "" : `?${new URLSearchParams({ cursor })}`;
    const list = await read<List<ShownKey> & Pick<Log, "quarantined">>(`/v1/keys${query}`);
    return {
      title: "Keys",
      body: (
        <>
          <h1>Keys</h1>
          <Missing from={list} what="Keys" />
          <KeyTable keys={list.data} />
          <Pager url={url} next={list.next} />
          <h2>Another key</h2>
          <CreateForm visit={visit} />
        </>
      ),
    };
  },
};

/** Page of a key. */
export function keyHref(id: string): string {
  return `/console/keys/${encodeURIComponent(id)}`;
}

/** Until when each of the secrets before the newest is good; empty: there are none. */
export function Overlaps({ secrets }: Pick<ShownKey, "secrets">): Markup {
  return (
    <>
      {secrets.map(({ until }) =>
        until !== null && (
          <div>
            <Time at={until} />
          </div>
        )
      )}
    </>
  );
}

function KeyTable({ keys }: { readonly keys: ReadonlyArray<ShownKey> }): Markup {
  return (
    <Table
      label="Keys"
      columns={["Key", "State", "May do", "Made", "Ends", "Secret before ends", "Managed"]}
    >
      {keys.map((key) => <KeyRow shown={key} />)}
    </Table>
  );
}

function KeyRow({ shown }: { readonly shown: ShownKey }): Markup {
  const { id, status, scopes, createdAt, expiresAt, secrets, source } = shown;
  return (
    <tr>
      <td>
        <a href={keyHref(id)}>{id}</a>
      </td>
      <td>
        <Status word={status} />
      </td>
      <td>{scopes.join(", ") || "nothing"}</td>
      <td>{createdAt === null ? "" : <Time at={createdAt} />}</td>
      <td>{expiresAt === null ? "never" : <Time at={expiresAt} />}</td>
      <td>
        <Overlaps secrets={secrets} />
      </td>
      <td>{source === "service" ? "here" : "in the configuration"}</td>
    </tr>
  );
}
