/**
 * Texts of the document with the code in them, and tables of members.
 *
 * @module
 */
import { ANSWERS } from "../answers.ts";
import type { Markup } from "../console/page.ts";
import { Table } from "../console/parts/table.tsx";
import { PROBLEM_CODES } from "../problem_codes.ts";
import type { Member } from "./members.ts";

/** What stands in backticks is code; names of schemas and codes of problems lead to their pages. */
export function Told({ text }: { readonly text: string }): Markup {
  return (
    <>
      {text.split("`").map((piece, at) => {
        if (at % 2 === 0) return piece;
        const href = hrefOf(piece);
        const code = <code>{piece}</code>;
        return href === null ? code : <a href={href}>{code}</a>;
      })}
    </>
  );
}

function hrefOf(name: string): string | null {
  if (Object.hasOwn(ANSWERS, name)) return `/docs/schemas#${name}`;
  return Object.hasOwn(PROBLEM_CODES, name) ? `/problems/${name}` : null;
}

/** One row for each. */
export function Members({ label, members }: {
  readonly label: string;
  readonly members: ReadonlyArray<Member>;
}): Markup {
  return (
    <Table label={label} columns={["Member", "Type", "What it is"]}>
      {members.map(({ name, type, isRequired, about }) => (
        <tr>
          <td>
            <code>{name}</code>
          </td>
          <td>
            <Told text={type} />
            {isRequired && ", required"}
          </td>
          <td>
            <Told text={about} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
