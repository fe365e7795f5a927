/**
 * From a command down to the gate's answer: the whole chain as one tree.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import {
  type CommandNode,
  type DeliveryNode,
  type FactNode,
  operationTree,
} from "../actors/inspecting/operation_tree.ts";
import { ok } from "./answer.ts";
import { CommandRecordAnswer, DeliveryAnswer, EventAnswer } from "./answers.ts";
import { showDelivery } from "./deliveries.ts";
import { showEvent } from "./events.ts";
import { showCommand } from "./inspection.ts";
import type { Key } from "./keys.ts";
import { NO_BODY, NO_QUERY } from "./parse.ts";
import { notFound } from "./problem.ts";
import { param, type Route, route } from "./route.ts";
import { UNKNOWN } from "./unknown.ts";

const Children = v.pipe(
  v.array(v.unknown()),
  v.description("Nodes of kind command, event or delivery, each with its own children"),
);

/** One node of the tree; its children are of the same three forms. */
const TreeNode = v.variant("kind", [
  v.object({
    kind: v.literal("command"),
    ...CommandRecordAnswer.entries,
    actor: v.object({ kind: v.string(), id: v.string() }),
    children: Children,
  }),
  v.object({ kind: v.literal("event"), ...EventAnswer.entries, children: Children }),
  v.object({ kind: v.literal("delivery"), ...DeliveryAnswer.entries, children: Children }),
]);

/** Of `GET /v1/operations/{operationId}/tree`. */
export const TreeAnswer = v.object({ id: v.string(), complete: v.boolean(), root: TreeNode });

/** `GET /v1/operations/{operationId}/tree` */
export const TREE_ROUTES: ReadonlyArray<Route> = [
  route({
    method: "GET",
    path: "/v1/operations/{operationId}/tree",
    access: "events:read",
    tag: "operations",
    summary:
      "The chain of an operation: command, facts, deliveries, answers, and what came of them",
    query: NO_QUERY,
    body: NO_BODY,
    answers: {
      200: {
        description: "From the first command of the chain; `complete` is false when it was cut",
        schema: TreeAnswer,
      },
    },
    handle: (asked) =>
      Effect.gen(function* () {
        const tree = yield* operationTree(asked.caller.tenant, param(asked, "operationId"));
        if (tree === null) return yield* notFound(UNKNOWN.operation);
        const { root, complete } = tree;
        return ok({ id: root.record.commandId, complete, root: showNode(asked.caller, root) });
      }),
  }),
];

function showNode(caller: Key, { record, facts, followUps }: CommandNode): object {
  const { kind, id } = record.address;
  return {
    kind: "command",
    ...showCommand(record),
    actor: { kind, id },
    children: [
      ...facts.map((node) => showFact(caller, node)),
      ...followUps.map((node) => showNode(caller, node)),
    ],
  };
}

function showFact(caller: Key, { fact, delivery }: FactNode): object {
  return {
    kind: "event",
    ...showEvent(caller, fact),
    children: delivery === null ? [] : [showMessage(caller, delivery)],
  };
}

function showMessage(caller: Key, { delivery, answers }: DeliveryNode): object {
  return {
    kind: "delivery",
    ...showDelivery(caller, delivery),
    children: answers.map((node) => showNode(caller, node)),
  };
}
