/**
 * Copies the tree, plants one bug, and looks whether its test turns red for the right reason.
 *
 * @module
 */
import type { Edit, PlantedBug } from "./planted_bug.ts";

/** What became of one bug. */
export interface Outcome {
  readonly bug: string;
  /** `null`: it turned red as it must; else why that is not so. */
  readonly fault: string | null;
  /** The line that gave the bug away. */
  readonly line: string;
  readonly elapsedMs: number;
}

const ROOT = new URL("../../", import.meta.url).pathname;
/** What a test needs of the tree. */
const PARTS = ["actors", "adapters", "routes", "tests", "main.ts", "deno.json", "deno.lock"];
/** A bug that makes its test hang is found as well; the others need a few seconds. */
const DEADLINE_MS = 90_000;

/** Plants one bug, in a folder of its own. */
export async function plant(bug: PlantedBug): Promise<Outcome> {
  const start = performance.now();
  const folder = await Deno.makeTempDir({ prefix: "gatehouse-planted-" });
  try {
    for (const part of PARTS) await copy(`${ROOT}${part}`, `${folder}/${part}`);
    let fault: string | null = null;
    for (const edit of bug.edits) fault ??= await apply(folder, edit);
    const judged = fault === null ? judge(bug, await runTest(folder, bug)) : { fault, line: "" };
    return { bug: bug.name, ...judged, elapsedMs: performance.now() - start };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** One line for people. */
export function lineOf({ bug, fault, line, elapsedMs }: Outcome): string {
  const seconds = (elapsedMs / 1000).toFixed(1);
  return fault === null
    ? `Planted "${bug}": red in ${seconds} s: ${line}`
    : `Planted "${bug}": NOT RED in ${seconds} s: ${fault}`;
}

async function copy(from: string, to: string): Promise<void> {
  if (!(await Deno.stat(from)).isDirectory) return await Deno.copyFile(from, to);
  await Deno.mkdir(to);
  for await (const { name } of Deno.readDir(from)) await copy(`${from}/${name}`, `${to}/${name}`);
}

/** Why a bug cannot be planted as the tree is now; `null`: it can. */
export async function misfitOf({ edits }: PlantedBug): Promise<string | null> {
  for (const { file, find } of edits) {
    const count = (await Deno.readTextFile(`${ROOT}${file}`)).split(find).length - 1;
    if (count !== 1) return misfit(file, count);
  }
  return null;
}

function misfit(file: string, count: number): string {
  return `${file} has its text ${count} times: bring the bug up to date`;
}

async function apply(folder: string, { file, find, replace }: Edit): Promise<string | null> {
  const path = `${folder}/${file}`;
  const text = await Deno.readTextFile(path);
  const count = text.split(find).length - 1;
  if (count !== 1) return misfit(file, count);
  await Deno.writeTextFile(path, text.replace(find, () => replace));
  return null;
}

/** Unchecked: a bug need not be of the right type. */
async function runTest(
  folder: string,
  { test: { file, name } }: PlantedBug,
): Promise<{ readonly output: string; readonly isRed: boolean; readonly isLate: boolean }> {
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--no-check", "--frozen", "--filter", name, file],
    cwd: folder,
    env: { NO_COLOR: "1" },
    stdin: "null",
    signal: deadline,
  }).output();
  const output = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("\n");
  return { output, isRed: code !== 0, isLate: deadline.aborted };
}

function judge(
  { test: { name }, because }: PlantedBug,
  { output, isRed, isLate }: {
    readonly output: string;
    readonly isRed: boolean;
    readonly isLate: boolean;
  },
): Pick<Outcome, "fault" | "line"> {
  // a test that is called what it must say has not said it by that
  const said = output.split("\n").filter((one) => !one.includes(name));
  const line = said.find((one) => because.test(one))?.trim().slice(0, 160) ?? "";
  if (isLate) return { fault: `Its test did not end in ${DEADLINE_MS} ms`, line };
  if (!isRed) return { fault: "Its test stays green", line };
  const isNamed = output.split("\n").some((one) => one.startsWith(`${name} ...`));
  if (!isNamed) return { fault: `There is no test "${name}"`, line };
  if (line === "") {
    const [first = "it says nothing"] = output.split("\n").filter((one) => /^\+ {3}/.test(one));
    return { fault: `Its test fails, but not because ${because}: ${first.slice(0, 160)}`, line };
  }
  return { fault: null, line };
}
