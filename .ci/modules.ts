/**
 * Reads every source file of the project: what it imports, exports and says.
 *
 * The parser is the linter's own, which answers under `deno test` only.
 *
 * @module
 */
import { declaredName } from "./declared_name.ts";
import { type Mention, mentions } from "./imports.ts";
import { resolve, ROOT } from "./paths.ts";

/** A name that one module takes from another. */
export interface Use {
  /** Path inside the project. */
  readonly target: string;
  /** `*`: all of them, as a dynamic import might. */
  readonly name: string;
}

/** One exported name: declared here, or passed on. */
export interface Export {
  readonly name: string;
  /** The declaration; empty when the name is passed on. */
  readonly code: string;
  /** Others can meet it in a signature without naming it. */
  readonly isType: boolean;
  /** Where a name that is passed on comes from. */
  readonly from: Use | null;
}

/** One source file. */
export interface Module {
  readonly path: string;
  readonly text: string;
  /** The text with its comments blanked out, line by line the same. */
  readonly code: string;
  readonly nonNullAssertions: number;
  readonly uses: ReadonlyArray<Use>;
  readonly exports: ReadonlyArray<Export>;
  /** Targets of `export * from`. */
  readonly stars: ReadonlyArray<string>;
}

/** Folders that hold no source: history, packages, and the data of the tasks. */
const NOT_OURS = [".git", "node_modules", "data", ".demo"];

/** Paths of all files of the project with one of these endings, sorted. */
export function projectFiles(...endings: ReadonlyArray<string>): ReadonlyArray<string> {
  return [...filesUnder("")]
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .sort();
}

/** All TypeScript files of the project, parsed. */
export function projectModules(): ReadonlyArray<Module> {
  return projectFiles(".ts", ".tsx").map((path) => parse(path, Deno.readTextFileSync(ROOT + path)));
}

/** One file, parsed. `path` is relative to the project. */
export function parse(path: string, text: string): Module {
  const uses: Array<Use> = [];
  const exports: Array<Export> = [];
  const stars: Array<string> = [];
  let code = text;
  let nonNullAssertions = 0;
  const take = (create: Deno.lint.Rule["create"]) => ({ create });
  const rules: Deno.lint.Plugin["rules"] = {
    code: take(({ sourceCode }) => {
      code = withoutComments(sourceCode);
      return { TSNonNullExpression: () => void nonNullAssertions++ };
    }),
    uses: take(() =>
      mentions((mention) => {
        const target = resolve(path, mention.specifier ?? "");
        if (target === null) return;
        if (mention.node.type === "ExportAllDeclaration") stars.push(target);
        uses.push(...namesOf(mention, text).map((name) => ({ target, name })));
      })
    ),
    exports: take(({ sourceCode }) => ({
      ExportNamedDeclaration(node) {
        const target = node.source === null ? null : resolve(path, node.source.value);
        exports.push(...exportsOf(node, { target, code: sourceCode.getText(node) }));
      },
    })),
  };
  Deno.lint.runPlugin({ name: "modules", rules }, path, text);
  return { path, text, code, nonNullAssertions, uses, exports, stars };
}

function* filesUnder(folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(ROOT + folder)) {
    if (entry.isFile) yield folder + entry.name;
    if (entry.isDirectory && !NOT_OURS.includes(entry.name)) {
      yield* filesUnder(`${folder}${entry.name}/`);
    }
  }
}

function withoutComments(source: Deno.lint.SourceCode): string {
  let code = source.text;
  for (const { range: [start, end] } of source.getAllComments()) {
    code = code.slice(0, start) + code.slice(start, end).replace(/[^\n]/g, " ") + code.slice(end);
  }
  return code;
}

/** Names that one mention takes; `""` when it takes none, only the module's effects. */
function namesOf({ node }: Mention, text: string): ReadonlyArray<string> {
  switch (node.type) {
    case "ImportDeclaration":
      return node.specifiers.length === 0
        ? [""]
        : node.specifiers.flatMap((specifier) => importedNames(specifier, text));
    case "TSImportType":
      return [node.qualifier?.type === "Identifier" ? node.qualifier.name : "*"];
    case "ImportExpression":
      return ["*"];
    default:
      // Passing a name on does not use it: see `Export.from` and `Module.stars`.
      return [""];
  }
}

function importedNames(
  specifier: Deno.lint.ImportDeclaration["specifiers"][number],
  text: string,
): ReadonlyArray<string> {
  switch (specifier.type) {
    case "ImportSpecifier":
      return [nameOf(specifier.imported)];
    case "ImportDefaultSpecifier":
      return ["default"];
    case "ImportNamespaceSpecifier": {
      const members = text.matchAll(new RegExp(`\\b${specifier.local.name}\\.(\\w+)`, "g"));
      if (text.includes(`...${specifier.local.name}`)) return ["*"];
      return ["", ...[...members].map(([, member]) => member ?? "")];
    }
  }
}

function exportsOf(
  node: Deno.lint.ExportNamedDeclaration,
  { target, code }: { readonly target: string | null; readonly code: string },
): ReadonlyArray<Export> {
  if (node.declaration === null) {
    return node.specifiers.map(({ exported, local }) => ({
      name: nameOf(exported),
      code: "",
      isType: false,
      from: target === null ? null : { target, name: nameOf(local) },
    }));
  }
  const name = declaredName(node.declaration);
  const isType = /^(TS(Interface|TypeAlias)|Class)Declaration$/.test(node.declaration.type);
  return name === null ? [] : [{ name, code, isType, from: null }];
}

function nameOf(node: Deno.lint.Identifier | Deno.lint.StringLiteral): string {
  return node.type === "Identifier" ? node.name : node.value;
}
