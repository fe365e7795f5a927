/**
 * `/console/operations/{id}`: one command down to the gate's answers, as a tree.
 *
 * @module
 */
import type * as v from "valibot";
import type { OperationAnswer } from "../../answers.ts";
import type { TreeAnswer } from "../../operation_tree.ts";
import type { Markup, Page } from "../page.ts";
import { ActorLink } from "../parts/actor_link.tsx";
import { FactsList } from "../parts/facts_list.tsx";
import { NeedsScope } from "../parts/needs_scope.tsx";
import { Status } from "../parts/status.tsx";
import { Time } from "../parts/time.tsx";
import { spaced } from "../parts/words.ts";
import { orNull } from "../visit.ts";
import { Tree } from "./tree.tsx";

type Operation = v.InferOutput<typeof OperationAnswer>;
type Chain = v.InferOutput<typeof TreeAnswer>;

/** A command by its id, and the whole chain that it is part of. */
export const OPERATION: Page = {
  path: "/operations/:id",
  section: null,
  show: async ({ read, params }) => {
    const path = `/v1/operations/${encodeURIComponent(params["id"] ?? "")}`;
    const operation = await read<Operation>(path);
    const chain = await orNull(read<Chain>(`${path}/tree`));
    return {
      title: `${spaced(operation.command)}, operation ${operation.id}`,
      body: <OperationPage operation={operation} chain={chain} />,
    };
  },
};

function OperationPage({ operation, chain }: {
  readonly operation: Operation;
  readonly chain: Chain | null;
}): Markup {
  const { id, actor, status, command, at } = operation;
  return (
    <>
      <h1>
        {spaced(command)} <Status word={status} />
      </h1>
      <FactsList
        facts={[
          ["Operation", <code>{id}</code>],
          ["For", <ActorLink actor={actor} />],
          ["Given", <Time at={at} />],
          [
            "Chain",
            chain === null
              ? null
              : <a href={`/console/events?${logOf(chain.id)}`}>Its facts in the event log</a>,
          ],
        ]}
      />
      <h2>What followed</h2>
      {chain === null
        ? <NeedsScope what="What followed from it" scope="events:read" />
        : <Tree chain={chain} current={id} />}
    </>
  );
}

function logOf(correlation: string): URLSearchParams {
  return new URLSearchParams({ correlation });
}
