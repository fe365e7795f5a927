/**
 * What the access control's list and ours differ in, with the repairs that are proposed.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { Action } from "../parts/action.tsx";
import { ActorLink } from "../parts/actor_link.tsx";
import { Status } from "../parts/status.tsx";
import { Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import type { Reconciliation } from "../shown.ts";
import { type Adapter, adapterHref } from "./card.tsx";

type Difference = Reconciliation["differences"][number];

interface ComparisonProps {
  readonly adapter: Adapter;
  readonly found: Reconciliation;
  readonly isAdmin: boolean;
}

const MEANINGS: Readonly<Record<Difference["kind"], string>> = {
  missing: "It should be there, and is not",
  unknown: "It is there, and nothing here has made it",
  different: "It is there, and says something else",
};

/** With its time: an old comparison says little. */
export function Comparison(props: ComparisonProps): Markup {
  const { checkedAt, complete, reason, differences } = props.found;
  return (
    <>
      <p>
        {checkedAt === null ? "Not compared yet." : (
          <>
            Compared <Time at={checkedAt} />
            {complete ? "" : `, not to the end: ${reason ?? "it was cut off"}`}
          </>
        )}
      </p>
      {differences.length === 0
        ? checkedAt !== null && <p class="quiet">Both lists say the same.</p>
        : <Differences {...props} />}
    </>
  );
}

function Differences({ adapter, found, isAdmin }: ComparisonProps): Markup {
  return (
    <Table
      label="Differences"
      columns={["Of", "Credential", "What is wrong", "Proposal", "State", "Decide"]}
    >
      {found.differences.map((one) => (
        <tr>
          <td>{one.actor === null ? "nobody known" : <ActorLink actor={one.actor} />}</td>
          <td>{one.credential}</td>
          <td>{MEANINGS[one.kind]}</td>
          <td>{one.proposal}</td>
          <td>
            <Status word={one.state} />
          </td>
          <td>{isAdmin && one.state === "proposed" && <Decide adapter={adapter} one={one} />}</td>
        </tr>
      ))}
    </Table>
  );
}

function Decide({ adapter, one }: {
  readonly adapter: Adapter;
  readonly one: Difference;
}): Markup {
  const path = `/v1/adapters/${encodeURIComponent(adapter.name)}/reconciliation/${
    encodeURIComponent(one.id)
  }`;
  const back = adapterHref(adapter);
  return (
    <>
      {one.proposal !== "none" && (
        <Action label="Approve" path={`${path}/approve`} back={back} done="It is being repaired" />
      )}
      <Action label="Ignore" path={`${path}/ignore`} back={back} done="It is left as it is" />
    </>
  );
}
