/**
 * Rule `pure`: actors take time, chance and new ids as data or services, never from the air.
 *
 * @module
 */
import { projectPath } from "../paths.ts";

/** The folder of an actor but for its door, files of such a name anywhere, what actors share. */
const PURE = [
  /^actors\/(pass|ticket|order|reference)\/(?!mod\.ts$)/,
  /^actors\/(.*\/)?(events|state|evolve|decide|words)\.ts$/,
  /^actors\/(sync|mapping|scan)\.ts$/,
];

/** Names that reach for the outside world. */
const OUTSIDE = [
  "Deno",
  "crypto",
  "fetch",
  "globalThis",
  "process",
  "queueMicrotask",
  "setInterval",
  "setTimeout",
];

/** Properties of otherwise harmless objects that read the clock or roll dice. */
const HIDDEN: Readonly<Record<string, string>> = { Date: "now", Math: "random" };

/** Bans clock, chance, I/O and promises from all of `actors/`, and `throw` from its pure files. */
export const pure: Deno.lint.Rule = {
  create(context) {
    const path = projectPath(context.filename);
    if (!path.startsWith("actors/")) return {};
    const ban = (node: Deno.lint.Node, what: string) =>
      context.report({
        node,
        message: `${what} is not pure: take it from the context or a service`,
      });
    const banAsync = (node: { readonly async: boolean } & Deno.lint.Node) => {
      if (node.async) ban(node, "An async function");
    };
    return {
      AwaitExpression: (node) => ban(node, "await"),
      FunctionDeclaration: banAsync,
      FunctionExpression: banAsync,
      ArrowFunctionExpression: banAsync,
      TryStatement: (node) => ban(node, "try"),
      ThrowStatement(node) {
        if (PURE.some((pattern) => pattern.test(path))) ban(node, "throw");
      },
      Identifier(node) {
        const impurity = impurityOf(node);
        if (impurity !== null) ban(node, impurity);
      },
    };
  },
};

/** What an identifier reaches for, or `null` when it is a property, a type or harmless. */
function impurityOf(node: Deno.lint.Identifier): string | null {
  const parent: Deno.lint.Node = node.parent;
  if (isMereName(node, parent)) return null;
  if (OUTSIDE.includes(node.name)) return node.name;
  // Elsewhere `performance` is what is on stage, and has every right to be here.
  if (node.name === "performance") {
    return isPlainMember(node, parent, (property) => property === "now") ? "performance.now" : null;
  }
  const hidden = HIDDEN[node.name];
  if (hidden === undefined || isClockless(node, parent)) return null;
  return isPlainMember(node, parent, (property) => property !== hidden)
    ? null
    : `${node.name}.${hidden}`;
}

/** `new Date(text)` and `x instanceof Date` only look at what they are given. */
function isClockless(node: Deno.lint.Identifier, parent: Deno.lint.Node): boolean {
  return parent.type === "NewExpression" && parent.callee === node &&
      parent.arguments.length > 0 ||
    parent.type === "BinaryExpression" && parent.operator === "instanceof";
}

function isPlainMember(
  node: Deno.lint.Identifier,
  parent: Deno.lint.Node,
  accepts: (property: string) => boolean,
): boolean {
  return parent.type === "MemberExpression" && parent.object === node && !parent.computed &&
    parent.property.type === "Identifier" && accepts(parent.property.name);
}

function isMereName(node: Deno.lint.Identifier, parent: Deno.lint.Node): boolean {
  return parent.type.startsWith("TS") ||
    parent.type === "MemberExpression" && parent.property === node && !parent.computed ||
    parent.type === "Property" && parent.key === node && !parent.computed;
}
