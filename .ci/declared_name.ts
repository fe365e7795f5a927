/**
 * The name that a declaration gives to the world.
 *
 * @module
 */

/** `null` for patterns and for what has no name. */
export function declaredName(node: Deno.lint.Node): string | null {
  switch (node.type) {
    case "VariableDeclaration": {
      const id = node.declarations[0]?.id;
      return id?.type === "Identifier" ? id.name : null;
    }
    case "FunctionDeclaration":
    case "TSDeclareFunction":
    case "ClassDeclaration":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSEnumDeclaration":
      return node.id?.name ?? null;
    default:
      return null;
  }
}
