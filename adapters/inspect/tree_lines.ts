/**
 * The chain of an operation as a tree of lines.
 *
 * @module
 */
import type { TreeNode } from "../../routes/client/mod.ts";
import { nameOf, timeOf } from "./columns.ts";
import { wordOf } from "./fields.ts";
import type { Sheet } from "./sheet.ts";

/** A node, and below it what came of it. */
export function treeLines(node: TreeNode, sheet: Sheet): ReadonlyArray<string> {
  // the document cannot say that a node's children are nodes
  const children = node.children as ReadonlyArray<TreeNode>;
  return [
    titleOf(node, sheet),
    ...children.flatMap((child, at) => {
      const isLast = at === children.length - 1;
      const [first = "", ...others] = treeLines(child, sheet);
      return [
        `${isLast ? "└─" : "├─"} ${first}`,
        ...others.map((line) => `${isLast ? "  " : "│ "} ${line}`),
      ];
    }),
  ];
}

function titleOf(node: TreeNode, sheet: Sheet): string {
  switch (node.kind) {
    case "command": {
      const refused = node.refusal === null
        ? ""
        : sheet.paint("bad", ` refused: ${node.refusal.code}`);
      const when = sheet.paint("weak", `${timeOf(node.at)} by ${wordOf(node.key)}`);
      return `${sheet.paint("strong", node.type)} ${nameOf(node.actor)}${refused}  ${when}`;
    }
    case "event":
      return `${node.type}  ${wordOf(node.sentence)}`;
    case "delivery": {
      const tone = node.status === "confirmed" ? "good" : node.status === "dead" ? "bad" : "warn";
      const tries = `${node.attemptCount} ${node.attemptCount === 1 ? "try" : "tries"}`;
      return `${node.command} to ${node.accessControl}  ${
        sheet.paint(tone, node.status)
      }, ${tries}`;
    }
  }
}
