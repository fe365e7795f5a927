/**
 * The chain of an operation as lists in lists: commands, facts, deliveries, answers.
 *
 * @module
 */
import type * as v from "valibot";
import type { TreeAnswer } from "../../operation_tree.ts";
import { FactDetails } from "../events/rows.tsx";
import type { Markup } from "../page.ts";
import { ActorLink } from "../parts/actor_link.tsx";
import { Status } from "../parts/status.tsx";
import { Time } from "../parts/time.tsx";
import { spaced } from "../parts/words.ts";

type Chain = v.InferOutput<typeof TreeAnswer>;
type Node = Chain["root"];

/** Below one node; an order of two hundred lines has as many commands below its print. */
const CHILDREN_MAX = 40;

interface TreeProps {
  readonly chain: Chain;
  /** Id of the command that was asked for, wherever in its chain it stands. */
  readonly current: string;
}

/** From the chain's first command on. */
export function Tree({ chain, current }: TreeProps): Markup {
  return (
    <>
      <ul class="chain">{item(chain.root, current)}</ul>
      {!chain.complete && <p class="quiet">The chain is longer; the event log has all of it.</p>}
    </>
  );
}

function item(node: Node, current: string): Markup {
  const children = node.children as ReadonlyArray<Node>;
  const more = children.length - CHILDREN_MAX;
  return (
    <li>
      {words(node, current)}
      {children.length > 0 && (
        <ul>
          {children.slice(0, CHILDREN_MAX).map((child) => item(child, current))}
          {more > 0 && <li class="quiet">and {more} more</li>}
        </ul>
      )}
    </li>
  );
}

function words(node: Node, current: string): Markup {
  switch (node.kind) {
    case "command":
      return commandWords(node, current);
    case "event":
      return (
        <details>
          <summary>
            {node.sentence} <Time at={node.at} />
          </summary>
          <FactDetails fact={node} />
        </details>
      );
    case "delivery":
      return (
        <>
          Told to {node.accessControl}:{" "}
          <a href={`/console/deliveries/${encodeURIComponent(node.id)}`}>{spaced(node.command)}</a>
          {" "}
          <Status word={node.status} /> <Time at={node.createdAt} />
        </>
      );
  }
}

function commandWords(
  { commandId, type, actor, key, at, refusal }: Extract<Node, { readonly kind: "command" }>,
  current: string,
): Markup {
  const name = (
    <>
      {spaced(type)} <ActorLink actor={actor} /> by {key} <Time at={at} />
    </>
  );
  return (
    <>
      {commandId === current ? <strong>{name}</strong> : name}
      {refusal !== null && (
        <>
          {" "}
          <Status word="refused" /> {refusal.advice}
        </>
      )}
    </>
  );
}
