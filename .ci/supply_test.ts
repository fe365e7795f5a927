/**
 * What the project is made of: every package exact, locked, old enough, named with its licence.
 *
 * @module
 */
import { deepStrictEqual, match, ok } from "node:assert/strict";
import denoJson from "../deno.json" with { type: "json" };
import { billOfMaterials, type LockFile, packageId } from "./bill_of_materials.ts";
import { licenceOf, LICENCES } from "./licences.ts";
import { ROOT } from "./paths.ts";

const DAY_MS = 86_400_000;

const lock: LockFile = JSON.parse(Deno.readTextFileSync(`${ROOT}deno.lock`));
const keys = Object.keys(lock.npm);

Deno.test("the lock file is frozen, and every task of the product says so", () => {
  deepStrictEqual(denoJson.lock, { frozen: true });
  const loose = Object.entries(denoJson.tasks)
    .filter(([, { command }]) => /\bdeno (run|test|bench) /.test(command))
    .filter(([, { command }]) => !command.includes("--frozen"))
    .map(([name]) => name);
  deepStrictEqual(loose, []);
});

Deno.test("every package is asked for in one exact version", () => {
  const loose = Object.entries(denoJson.imports).filter(([name, target]) =>
    // our own stand-in is loaded in its place, and nothing else of it
    name !== "@std/testing" && !target.startsWith("./") &&
    !/^npm:(@[\w-]+\/)?[\w-]+@\d+\.\d+\.\d+$/.test(target)
  );
  deepStrictEqual(loose, []);
});

Deno.test("no package is taken in that is younger than a week", () => {
  const newest = Date.parse(denoJson.minimumDependencyAge);
  ok(Date.now() - newest >= 7 * DAY_MS, denoJson.minimumDependencyAge);
});

Deno.test("every package has its hash in the lock file", () => {
  for (const { integrity } of Object.values(lock.npm)) match(integrity, /^sha512-[\w+/]{86}==$/);
});

Deno.test("every package has a licence that somebody has looked at, and no other has one", () => {
  const names = keys.map((key) => packageId(key).name);
  deepStrictEqual(names.filter((name) => licenceOf(name) === null), []);
  const used = (one: string) =>
    names.some((name) => one.endsWith("*") ? name.startsWith(one.slice(0, -1)) : name === one);
  deepStrictEqual(Object.keys(LICENCES).filter((one) => !used(one)), []);
});

interface Bill {
  readonly components: ReadonlyArray<{
    readonly "bom-ref": string;
    readonly "hashes": ReadonlyArray<{ readonly content: string }>;
    readonly "licenses"?: ReadonlyArray<object>;
  }>;
  readonly dependencies: ReadonlyArray<{ readonly ref: string; readonly dependsOn: string[] }>;
}

function bill(locked: LockFile): Bill {
  return billOfMaterials(locked, { name: "gatehouse", version: "1.0.0" }) as Bill;
}

Deno.test("the bill of materials lists each package of the lock file once, with its hash", () => {
  const { components } = bill(lock);
  deepStrictEqual(new Set(components.map((one) => one["bom-ref"])).size, keys.length);
  for (const { hashes: [hash], licenses } of components) {
    match(hash?.content ?? "", /^[0-9a-f]{128}$/);
    deepStrictEqual(licenses?.length, 1);
  }
});

Deno.test("what a package needs is in the bill of materials too", () => {
  const { dependencies } = bill(lock);
  const refs = new Set(dependencies.map(({ ref }) => ref));
  deepStrictEqual(
    dependencies.flatMap(({ dependsOn }) => dependsOn).filter((one) => !refs.has(one)),
    [],
  );
  const needs = dependencies.find(({ ref }) => ref.startsWith("pkg:npm/pdf-lib@"));
  deepStrictEqual(needs?.dependsOn, [
    "pkg:npm/%40pdf-lib/standard-fonts@1.0.0",
    "pkg:npm/%40pdf-lib/upng@1.0.1",
    "pkg:npm/pako@1.0.11",
    "pkg:npm/tslib@1.14.1",
  ]);
});

Deno.test("the same packages in another order give the same bill of materials", () => {
  const turned = Object.fromEntries(Object.entries(lock.npm).reverse());
  deepStrictEqual(JSON.stringify(bill({ ...lock, npm: turned })), JSON.stringify(bill(lock)));
});
