/**
 * What lies between two versions: the facts in words, and each place that changed.
 *
 * @module
 */
import type { JsonPatch } from "effect";
import type * as v from "valibot";
import type { DiffAnswer } from "../../inspect_past.ts";
import type { Markup } from "../page.ts";
import { sliceOf } from "../parts/slice.tsx";
import { Table } from "../parts/table.tsx";
import { type Change, changesOf } from "./changes.ts";
import { hrefTo, type Look } from "./look.ts";
import { valueWords } from "../parts/words.ts";

/** Facts that are told in words here. */
const WORDS_MAX = 50;

/** Two versions and the way from the older to the newer. */
export interface Told {
  readonly from: number;
  readonly to: number;
  readonly words: ReadonlyArray<string>;
  readonly changes: ReadonlyArray<Change>;
}

/** Throws `NotShown` as every read. */
export async function readChanges(
  { visit, path, subject }: Look,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<Told> {
  if (from === to) return { from, to, words: [], changes: [] };
  const [before, { patch, words }] = await Promise.all([
    from === 0 ? {} : visit.read<Record<string, unknown>>(`${path}?version=${from}`),
    visit.read<v.InferOutput<typeof DiffAnswer>>(`${path}/diff?from=${from}&to=${to}`),
  ]);
  const changes = changesOf(before, patch as JsonPatch.JsonPatch);
  const own = ["/version", `/${subject.idName}`];
  return { from, to, words, changes: changes.filter(({ pointer }) => !own.includes(pointer)) };
}

/** In words first, then place by place. */
export function Changes({ look, told }: { readonly look: Look; readonly told: Told }): Markup {
  const { from, to, words, changes } = told;
  const newest = words.slice(-WORDS_MAX);
  return (
    <section aria-labelledby="changes">
      <h3 id="changes">
        {from + 1 === to ? `What version ${to} changed` : `From version ${from} to ${to}`}
      </h3>
      {newest.length < words.length && (
        <p class="quiet">The newest {newest.length} of {words.length} facts:</p>
      )}
      <ul>{newest.map((sentence) => <li>{sentence}</li>)}</ul>
      {changes.length === 0
        ? <p class="quiet">No field differs.</p>
        : <ChangeTable look={look} told={told} />}
    </section>
  );
}

function ChangeTable({ look, told: { from, to, changes } }: {
  readonly look: Look;
  readonly told: Told;
}): Markup {
  const { shown, pager } = sliceOf(changes, { url: look.visit.url, name: "changes" });
  const blame = (pointer: string) =>
    hrefTo(look, { tab: "state", v: String(to), with: String(from), blame: pointer }, "#blame");
  return (
    <>
      <Table
        label={`Fields that differ between version ${from} and ${to}`}
        columns={["Field", "Before", "After"]}
      >
        {shown.map(({ pointer, before, after }) => (
          <tr>
            <td>
              <a href={blame(pointer)}>{pointer}</a>
            </td>
            <td>
              {before === undefined ? "not there" : <del>{valueWords(before)}</del>}
            </td>
            <td>
              {after === undefined ? "taken away" : <ins>{valueWords(after)}</ins>}
            </td>
          </tr>
        ))}
      </Table>
      {pager}
    </>
  );
}
