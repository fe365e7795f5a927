/**
 * Rules `function-lines` and `no-default-export`: functions fit on a screen, names stay names.
 *
 * @module
 */
import { projectPath } from "../paths.ts";

/** Of the house style: about what one screen shows. */
const FUNCTION_LINES_MAX = 70;

/** Entry points that something outside asks for by `default`. */
const DEFAULT_EXPORTS = ["main.ts", ".ci/house_rules.ts"];

/** Flags functions above the limit; suites in `tests/` are lists, not functions. */
export const functionLines: Deno.lint.Rule = {
  create(context) {
    if (projectPath(context.filename).startsWith("tests/")) return {};
    const measure = (node: Deno.lint.Node) => {
      const lines = context.sourceCode.text.slice(...node.range).split("\n").length;
      if (lines <= FUNCTION_LINES_MAX) return;
      context.report({
        node,
        message: `A function of ${lines} lines: at most ${FUNCTION_LINES_MAX}`,
      });
    };
    return {
      FunctionDeclaration: measure,
      FunctionExpression: measure,
      ArrowFunctionExpression: measure,
    };
  },
};

/** Flags `export default` and `export { x as default }`. */
export const noDefaultExport: Deno.lint.Rule = {
  create(context) {
    if (DEFAULT_EXPORTS.includes(projectPath(context.filename))) return {};
    const message = "Export it by its name";
    return {
      ExportDefaultDeclaration: (node) => context.report({ node, message }),
      ExportSpecifier(node) {
        const { exported } = node;
        const name = exported.type === "Identifier" ? exported.name : exported.value;
        if (name === "default") context.report({ node, message });
      },
    };
  },
};
