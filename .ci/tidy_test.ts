/**
 * The state of the house that neither formatter, linter nor compiler looks at.
 *
 * @module
 */
import { deepStrictEqual } from "node:assert/strict";
import { existsSync } from "node:fs";
import { posix } from "node:path";
import { findCycle, reachable } from "./graph.ts";
import { projectFiles, projectModules } from "./modules.ts";
import { isProduct, ROOT } from "./paths.ts";

/** A file above 300 lines is a question; above this it is an answer. */
const FILE_LINES_MAX = 400;

const modules = projectModules();
const product = modules.filter(({ path }) => isProduct(path));
const texts = projectFiles(".ts", ".tsx", ".js", ".md", ".json", ".lock", ".css", ".html", "/run")
  .map((path) => ({ path, text: Deno.readTextFileSync(ROOT + path) }));

/** `path:line` of every match. */
function places(
  files: ReadonlyArray<{ readonly path: string; readonly text: string }>,
  pattern: RegExp,
): ReadonlyArray<string> {
  return files.flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, index) =>
      pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : []
    )
  );
}

Deno.test("the product leaves nothing to be done later", () => {
  deepStrictEqual(places(product, /\b(TODO|FIXME|HACK|XXX)\b/), []);
});

Deno.test("the product logs through its logger only", () => {
  const code = product.map(({ path, code }) => ({ path, text: code }));
  deepStrictEqual(places(code, /\bconsole\s*\.\s*\w+\s*\(/), []);
});

Deno.test("the product does not talk the compiler or the linter out of a fault", () => {
  const code = product.map(({ path, code }) => ({ path, text: code }));
  deepStrictEqual(places(code, /\bas any\b|<any>/), []);
  deepStrictEqual(
    product.filter(({ nonNullAssertions }) => nonNullAssertions > 0).map(({ path }) => path),
    [],
    "non-null assertions",
  );
  deepStrictEqual(places(product, /@ts-(ignore|nocheck|expect-error)/), []);
  // A reason after two dashes makes it a decision.
  deepStrictEqual(places(product, /deno-lint-ignore(?!.* -- \w)/), []);
});

Deno.test("no file of the product is longer than anyone wants to read", () => {
  const long = product
    .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
    .filter(({ lines }) => lines > FILE_LINES_MAX);
  deepStrictEqual(long, []);
});

Deno.test("files are named in snake_case, and a folder's door is mod.ts", () => {
  const names = modules.map(({ path }) => path);
  deepStrictEqual(names.filter((path) => !/^([a-z0-9_.]+\/)*[a-z0-9_]+\.tsx?$/.test(path)), []);
  deepStrictEqual(names.filter((path) => posix.basename(path) === "index.ts"), []);
});

Deno.test("every link of a document leads somewhere", () => {
  const broken = texts.filter(({ path }) => path.endsWith(".md")).flatMap(({ path, text }) =>
    [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link]) => link ?? "")
      .filter((link) => !/^([a-z]+:|#)/.test(link))
      .filter((link) => {
        const [file] = link.split("#");
        return !existsSync(ROOT + posix.join(posix.dirname(path), file ?? ""));
      })
      .map((link) => `${path}: ${link}`)
  );
  deepStrictEqual(broken, []);
});

Deno.test("the project speaks of itself alone", () => {
  deepStrictEqual(places(texts, /(^|[^\w.])\/(work|root|home)\/\w/), [], "paths of one machine");
  deepStrictEqual(places(texts, /\b(registry|proxy|mirror)\.[\w-]+\.\w+/), [], "a package host");
  deepStrictEqual(places(texts, /\b(localhost|127\.0\.0\.1):(4873|8081)\b/), [], "a package host");
});

Deno.test("no file speaks of itself in a circle, by values or by types", () => {
  deepStrictEqual(findCycle(modules), null);
});

Deno.test({
  name: "every file of the product is reached from a program",
  ignore: !existsSync(`${ROOT}main.ts`),
  fn() {
    const programs = [
      "main.ts",
      "adapters/backup/main.ts",
      "adapters/simulator/main.ts",
      "adapters/loader/main.ts",
      "adapters/inspect/main.ts",
      "adapters/keys/main.ts",
      "adapters/traffic/main.ts",
    ];
    const seen = reachable(modules, programs);
    deepStrictEqual(product.map(({ path }) => path).filter((path) => !seen.has(path)), []);
  },
});
