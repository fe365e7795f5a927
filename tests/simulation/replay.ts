/**
 * Plays one seed again and tells all that happens in it: `SEED [JOB]`.
 *
 * @module
 */
import { playSeeds } from "./fleet.ts";
import { type Job, JOBS } from "./jobs.ts";

const [seed, job = "weather"] = Deno.args;

if (seed === undefined || !Object.hasOwn(JOBS, job)) {
  say(`Give a seed, and one of ${Object.keys(JOBS).join(", ")}`);
  Deno.exit(64);
}

const [outcome] = await playSeeds(job as Job, [Number(seed)], { keeps: true });
for (const line of outcome?.lines ?? []) say(line);
say(JSON.stringify(outcome?.tried));
for (const line of outcome?.broken ?? []) say(`Broken: ${line}`);

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
