/**
 * The card or barcode that opens gates now, and those that did.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { Status } from "../parts/status.tsx";
import { Table } from "../parts/table.tsx";
import { sliceOf } from "../parts/slice.tsx";
import type { Look } from "./look.ts";
import type { Ticket } from "../shown.ts";
import { spaced } from "../parts/words.ts";

type Credentials = Ticket["credentials"];

/** What opens gates now; of several kinds the first. */
export function liveOf(credentials: Credentials): Credentials[number] | null {
  return credentials.find(({ state }) => state === "live") ?? null;
}

/** One value, masked as the REST surface masks it. */
export function liveWords(credentials: Credentials, nothing: string): Markup | string {
  const live = credentials.filter(({ state }) => state === "live");
  if (live.length === 0) return nothing;
  return (
    <>
      {live.map(({ kind, value, generation }) => (
        <span class="credential">
          <code>{value}</code> <span class="quiet">{kind}, print {generation}</span>
        </span>
      ))}
    </>
  );
}

/**
 * The gate check of what is live, for one performance. Without `barcode:read` the value is to be
 * scanned there.
 */
export function GateLink({ look: { visit }, credentials, performance }: {
  readonly look: Look;
  readonly credentials: Credentials;
  readonly performance: string;
}): Markup {
  const live = liveOf(credentials);
  if (live === null) return <span class="quiet">nothing to scan</span>;
  const barcode = visit.caller.scopes.has("barcode:read") ? { barcode: live.value } : {};
  const href = `/console/gate?${new URLSearchParams({ ...barcode, performance })}`;
  return <a href={href}>Check {performance}</a>;
}

/** All that were ever given out, the newest first. */
export function CredentialHistory({ look, credentials }: {
  readonly look: Look;
  readonly credentials: Credentials;
}): Markup {
  const all = credentials.toReversed();
  const { shown, pager } = sliceOf(all, { url: look.visit.url, name: "credentials", size: 20 });
  return (
    <>
      <Table
        label="All that were given out"
        columns={[{ number: "Print" }, "Kind", "Value", "State"]}
      >
        {shown.map(({ generation, kind, value, state }) => (
          <tr>
            <td class="number">{generation}</td>
            <td>{spaced(kind)}</td>
            <td>
              <code>{value}</code>
            </td>
            <td>
              <Status word={state} tone={state === "live" ? "good" : "off"} />
            </td>
          </tr>
        ))}
      </Table>
      {pager}
    </>
  );
}
