/**
 * Rules `documented` and `module-header`: every file and every export says what it is for.
 *
 * @module
 */
import { declaredName } from "../declared_name.ts";

/** Flags an export that has no doc comment right before it. Re-exports are told elsewhere. */
export const documented: Deno.lint.Rule = {
  create(context) {
    let previous: string | null = null;
    return {
      ExportNamedDeclaration(node) {
        if (node.declaration === null) return;
        const name = declaredName(node.declaration);
        // A type and its constructor, the overloads of a function, a list and the type of its
        // items: one thing with one comment.
        const isSameThing = name !== null && name === previous ||
          isDerivedFrom(context.sourceCode.getText(node), previous);
        previous = name;
        if (isSameThing || hasDoc(context.sourceCode, node)) return;
        context.report({ node, message: `Say in a doc comment what ${name ?? "this export"} is` });
      },
    };
  },
};

/** Flags a file whose first comment is not its `@module` header. */
export const moduleHeader: Deno.lint.Rule = {
  create(context) {
    return {
      Program(node) {
        const first = context.sourceCode.getAllComments()[0];
        const before = first === undefined
          ? "no comment"
          : context.sourceCode.text.slice(0, first.range[0]);
        const isHeader = first?.type === "Block" && isModuleHeader(first.value) &&
          /^(#!.*)?\s*$/.test(before);
        if (isHeader) return;
        context.report({
          node: node.body[0] ?? node,
          message: "Open the file with one or two lines on what it is for, ending @module",
        });
      },
    };
  },
};

function hasDoc(source: Deno.lint.SourceCode, node: Deno.lint.Node): boolean {
  // Deno 2.9 gives every earlier comment of the file, so the gap to the last one decides.
  // A word to the linter may stand between the comment and what it documents.
  const last = source.getCommentsBefore(node).findLast(({ value }) =>
    !value.trim().startsWith("deno-lint-ignore")
  );
  if (last?.type !== "Block" || !last.value.startsWith("*") || isModuleHeader(last.value)) {
    return false;
  }
  const between = source.text.slice(last.range[1], node.range[0]);
  return between.replace(/\/\/ deno-lint-ignore .*/g, "").trim() === "";
}

/** `export type Kind = (typeof KINDS)[number]` right after `KINDS`. */
function isDerivedFrom(code: string, previous: string | null): boolean {
  return previous !== null && code.startsWith("export type ") &&
    code.includes(`= (typeof ${previous})[number]`);
}

function isModuleHeader(comment: string): boolean {
  return /@module\s*$/.test(comment);
}
