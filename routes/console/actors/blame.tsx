/**
 * `&blame=/status`: every change of one field, and who made it.
 *
 * @module
 */
import type * as v from "valibot";
import type { BlameAnswer } from "../../inspect_past.ts";
import type { Markup } from "../page.ts";
import { sliceOf } from "../parts/slice.tsx";
import { Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import { hrefTo, type Look } from "./look.ts";
import { valueWords } from "../parts/words.ts";

type Blamed = v.InferOutput<typeof BlameAnswer>;

/** The newest change first. Throws `NotShown` for what is no JSON Pointer. */
export async function blamePart(
  look: Look,
  { pointer, shown }: {
    readonly pointer: string;
    /** The version that stays open. */
    readonly shown: number;
  },
): Promise<Markup> {
  const { visit, path } = look;
  const asked = new URLSearchParams({ pointer });
  const { changes } = await visit.read<Blamed>(`${path}/blame?${asked}`);
  return (
    <section aria-labelledby="blame">
      <h3 id="blame">
        Who changed <code>{pointer}</code>
      </h3>
      {changes.length === 0
        ? <p class="quiet">Nobody: it has never had a value.</p>
        : <BlameTable look={look} changes={changes} />}
      <p>
        <a href={hrefTo(look, { tab: "state", v: String(shown) }, "#state")}>Close</a>
      </p>
    </section>
  );
}

function BlameTable({ look, changes }: {
  readonly look: Look;
  readonly changes: Blamed["changes"];
}): Markup {
  const all = changes.toReversed();
  const { shown, pager } = sliceOf(all, { url: look.visit.url, name: "blamed" });
  return (
    <>
      <Table
        label="Changes of this field, the newest first"
        columns={[{ number: "Version" }, "When", "Before", "After", "What happened", "Who"]}
      >
        {shown.map(({ version, at, before, after, sentence, key }) => (
          <tr>
            <td class="number">
              <a href={hrefTo(look, { tab: "state", v: String(version) })}>{version}</a>
            </td>
            <td>
              <Time at={at} />
            </td>
            <td>{valueWords(before)}</td>
            <td>{valueWords(after)}</td>
            <td>{sentence}</td>
            <td>{key}</td>
          </tr>
        ))}
      </Table>
      {pager}
    </>
  );
}
