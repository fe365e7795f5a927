/**
 * `?tab=snapshots`: the stored states, decoded and as bytes, and whether the facts make them.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { JsonTree } from "../parts/json_tree.tsx";
import { NeedsScope } from "../parts/needs_scope.tsx";
import { sliceOf } from "../parts/slice.tsx";
import { Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import { NotShown, orDamage, orNull } from "../visit.ts";
import { hrefTo, type Named, numberIn } from "./look.ts";
import type { List, Stored } from "../shown.ts";
import { verifiedPart } from "./verified.tsx";
import { sizeWords } from "./words.ts";

/** The newest first; `&show=` opens one, `&verify=1` folds all facts anew. */
export async function snapshotsTab(named: Named): Promise<Markup> {
  const { visit, path } = named;
  const list = await orDamage(orNull(visit.read<List<Stored>>(`${path}/snapshots`)));
  if (list === null) return <NeedsScope what="The list of snapshots" scope="debug:read" />;
  const asked = numberIn(visit.url, "show");
  const [verified, decoded] = await Promise.all([
    visit.url.searchParams.has("verify") ? verifiedPart(named) : null,
    asked === null ? null : decodedPart(named, asked),
  ]);
  return (
    <>
      {verified ?? (
        <p>
          <a href={hrefTo(named, { tab: "snapshots", verify: "1" }, "#part")}>Verify by replay</a>
        </p>
      )}
      {list instanceof NotShown
        ? <p class="quiet">They cannot be listed now.</p>
        : <SnapshotTable named={named} snapshots={list.data} />}
      {decoded}
    </>
  );
}

function SnapshotTable({ named, snapshots }: {
  readonly named: Named;
  readonly snapshots: ReadonlyArray<Stored>;
}): Markup {
  const { path, visit } = named;
  const newest = snapshots.toSorted((one, other) => other.version - one.version);
  const { shown, pager } = sliceOf(newest, { url: visit.url, name: "snapshots" });
  const mayBytes = visit.caller.scopes.has("barcode:read");
  return (
    <>
      <Table
        label="Stored states, the newest first"
        columns={[{ number: "Version" }, "Stored", "Size", { number: "Form" }, "Content"]}
      >
        {shown.map(({ version, at, sizeBytes, stateVersion }) => (
          <tr>
            <td class="number">{version}</td>
            <td>
              <Time at={at} />
            </td>
            <td>{sizeWords(sizeBytes)}</td>
            <td class="number">{stateVersion}</td>
            <td>
              <a href={hrefTo(named, { tab: "snapshots", show: String(version) }, "#decoded")}>
                Decoded {version}
              </a>
              {mayBytes && (
                <>
                  ,{" "}
                  <a
                    href={`/console${path}/snapshots/${version}?format=cbor`}
                    download={`${named.subject.kind}-${named.id}-${version}.cbor`}
                  >
                    CBOR
                  </a>
                </>
              )}
            </td>
          </tr>
        ))}
      </Table>
      {pager}
      {!mayBytes && <NeedsScope what="The stored bytes" scope="barcode:read" />}
    </>
  );
}

async function decodedPart({ visit, path }: Named, version: number): Promise<Markup> {
  const stored = await orNull(
    visit.read<{ readonly state: unknown }>(`${path}/snapshots/${Math.max(version, 1)}`),
  );
  return (
    <section aria-labelledby="decoded">
      <h3 id="decoded">Stored at version {version}</h3>
      {stored === null
        ? <p class="quiet">No state is stored at that version any more.</p>
        : <JsonTree value={stored.state} />}
    </section>
  );
}
