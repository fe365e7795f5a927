/**
 * P18: a customer who was erased is found by the box office's reference nowhere.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { runTask } from "../support/data_tasks.ts";
import { ErasureStage } from "../support/erasure_stage.ts";
import { inFolder } from "../support/service_file.ts";
import { type Gates, openGates } from "../support/service_gate.ts";
import { filesIn, filesWith } from "../support/traces.ts";
import type { Round, Trial } from "./trial.ts";

const REGISTRY = "customers.jsonl";

/** Everything that a customer can do, then a backup, then the erasure, then every byte. */
export const ERASURE: Trial = {
  promise: "P18",
  title: "an erased customer stands in no data, no backup and no log, and all that they had works",
  rounds: 1,
  round: (seed) =>
    Effect.runPromise(Effect.scoped(Effect.gen(function* () {
      const gates = yield* openGates();
      return yield* Effect.promise(() => inFolder((folder) => playIn(folder, gates, seed)));
    }))),
};

async function playIn(folder: string, gates: Gates, seed: number): Promise<Round> {
  const people = { customer: `canary-${seed}`, neighbour: `neighbour-${seed}` };
  await using stage = new ErasureStage(folder, gates, people);
  await stage.start();
  const broken: Array<string> = [];
  const tried = { answers: 0, files: 0 };

  await stage.buy();
  await stage.lookInVain();
  for (const [path, text] of Object.entries(await stage.look(people.customer))) {
    tried.answers += 1;
    if (!text.includes(people.customer)) broken.push(`${path} does not name a customer: ${text}`);
    if (/cu_[\w-]{22}/.test(text) && !path.startsWith("customers/")) {
      broken.push(`${path} shows an alias: ${text}`);
    }
  }
  await stage.told();
  if (stage.isNamedAtGates()) broken.push("the access control was told the reference");
  const traces = await filesWith(stage.data, people.customer);
  if (traces.join() !== REGISTRY) broken.push(`before the erasure it stood in ${traces.join()}`);
  const backup = await runTask("backup", stage.data);
  if (backup.code !== 0) broken.push(`There is no backup: ${backup.stdout}${backup.stderr}`);

  const alias = await stage.erase();
  // what is searched can be found: the data, its backup and the registry have the alias
  const known = await filesWith(stage.data, alias);
  if (known.length < 3) broken.push(`the alias stands in ${known.join()} only`);
  await checkErased(stage, { alias, broken, tried });
  await stage.stop();
  await stage.start();
  await checkErased(stage, { alias, broken, tried });
  await stage.stop();

  tried.files = (await filesIn(stage.data)).length;
  const left = await filesWith(stage.data, people.customer);
  if (left.length > 0) broken.push(`after the erasure it stands in ${left.join()}`);

  const [path = ""] = /^\S+(?=: )/.exec(backup.stdout) ?? [];
  await restoreInto(`${folder}/restored`, { path, registry: `${stage.data}/${REGISTRY}` });
  await stage.start(`${folder}/restored`);
  await checkErased(stage, { alias, broken, tried });
  await stage.stop();
  if (stage.said.includes(people.customer)) broken.push("it was said");
  return { tried, broken };
}

/** The newest registry fits a backup of before. */
async function restoreInto(
  folder: string,
  { path, registry }: { readonly path: string; readonly registry: string },
): Promise<void> {
  const { code, stdout, stderr } = await runTask("restore", path, folder);
  assert.equal(code, 0, stdout + stderr);
  await Deno.copyFile(registry, `${folder}/${REGISTRY}`);
}

async function checkErased(
  stage: ErasureStage,
  { alias, broken, tried }: {
    readonly alias: string;
    readonly broken: Array<string>;
    readonly tried: { answers: number };
  },
): Promise<void> {
  const { box, people } = stage;
  for (const [path, text] of Object.entries(await stage.look(alias))) {
    tried.answers += 1;
    if (text.includes(people.customer)) broken.push(`${path} names an erased customer: ${text}`);
    if (!text.includes(alias)) broken.push(`${path} does not show the alias: ${text}`);
  }
  const { customerId, status } = await box.pass("P-1");
  if (customerId !== alias || status !== "active") broken.push(`the pass is ${status}`);
  const neighbours = await box.ask<{ customerId: string }>("GET", "orders/O-2");
  if (neighbours.body.customerId !== people.neighbour) broken.push("the neighbour has no name");
  await box.did("tickets/T-0/reprint", { reason: "Works as before" });
}
