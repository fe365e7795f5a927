/**
 * Every way in which a file can name another module, in one visitor.
 *
 * @module
 */

/** One mention of another module. */
export interface Mention {
  /** `null`: computed at run time, so nobody can check it. */
  readonly specifier: string | null;
  readonly node: Deno.lint.Node;
}

/**
 * Calls `visit` for all five forms: `import`, `export {} from`, `export * from`, `import()` and
 * the type `import("…")`. A rule that listens to the first alone lets the others through.
 */
export function mentions(visit: (mention: Mention) => void): Deno.lint.LintVisitor {
  return {
    ImportDeclaration: (node) => visit({ specifier: node.source.value, node }),
    ExportAllDeclaration: (node) => visit({ specifier: node.source.value, node }),
    ExportNamedDeclaration(node) {
      if (node.source !== null) visit({ specifier: node.source.value, node });
    },
    ImportExpression: (node) => visit({ specifier: literal(node.source), node }),
    TSImportType(node) {
      const { argument } = node;
      visit({
        specifier: argument.type === "TSLiteralType" ? literal(argument.literal) : null,
        node,
      });
    },
  };
}

function literal(node: Deno.lint.Node): string | null {
  return node.type === "Literal" && typeof node.value === "string" ? node.value : null;
}
