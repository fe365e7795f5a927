/**
 * The commands that were refused in the last hour, the newest first.
 *
 * @module
 */
import type * as v from "valibot";
import type { TrendsAnswer } from "../../trends.ts";
import { actorHref } from "../parts/actor_link.tsx";
import type { Markup } from "../page.ts";
import { Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import { spaced } from "../parts/words.ts";

type Refusal = v.InferOutput<typeof TrendsAnswer>["refusals"][number];

const SHOWN_MAX = 10;

/** Each leads to the commands of its actor, where the rule stands with what it was held against. */
export function Refusals({ refusals }: { readonly refusals: ReadonlyArray<Refusal> }): Markup {
  return (
    <Table label="Commands that were refused" columns={["When", "Of", "Command", "Rule", "Key"]}>
      {refusals.slice(0, SHOWN_MAX).map((refusal) => <Row refusal={refusal} />)}
    </Table>
  );
}

function Row({ refusal: { at, actor, command, code, rule, key } }: {
  readonly refusal: Refusal;
}): Markup {
  const href = actorHref(actor);
  const text = `${actor.kind} ${actor.id}`;
  return (
    <tr>
      <td>
        <Time at={at} />
      </td>
      <td>{href === null ? text : <a href={`${href}?tab=commands`}>{text}</a>}</td>
      <td>{spaced(command)}</td>
      <td>
        <a href={`/problems/${code}`}>{code}</a>: {rule}
      </td>
      <td>{key}</td>
    </tr>
  );
}
