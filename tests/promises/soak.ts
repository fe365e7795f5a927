/**
 * `deno task soak`: tries every promise for an hour, or as long as wanted, and writes down what
 * came of it. How to read it: `docs/soak/README.md`.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { TRIALS } from "./all.ts";
import { playSoak, type SoakLine } from "./playing.ts";

const { values: { minutes, promise, out } } = parseArgs({
  options: {
    minutes: { type: "string", default: "60" },
    promise: { type: "string", default: "" },
    out: { type: "string", default: "" },
  },
});

/** Whether all was kept. */
async function main(): Promise<boolean> {
  if (!(Number(minutes) > 0)) throw new TypeError("Cannot soak: --minutes must be above 0");
  const wanted = promise.split(",").filter((name) => name !== "");
  const trials = TRIALS.filter((trial) => wanted.length === 0 || wanted.includes(trial.promise));
  const date = new Date().toISOString();
  const commit = await commitNow();
  const file = out === "" ? null : `${out}/${date.slice(0, 16).replace(":", "")}_${commit}.jsonl`;
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  Deno.addSignalListener("SIGINT", onSignal);
  say(
    `${trials.length} trials for ${minutes} minutes at ${commit}; Ctrl-C ends it after the round`,
  );
  const lines = await playSoak(trials, {
    minutes: Number(minutes),
    stop: stop.signal,
    played: (line, all) => {
      if (line.broken > 0) say(`${line.promise} broken, seeds ${line.seeds.join(" ")}`);
      // after each round, so that an end by force loses none
      if (file !== null) Deno.writeTextFileSync(file, linesOf(all, { commit, date }));
    },
  });
  Deno.removeSignalListener("SIGINT", onSignal);
  say(linesOf(lines, { commit, date }).trimEnd());
  return trials.length > 0 && lines.every(({ broken }) => broken === 0);
}

function linesOf(
  lines: ReadonlyArray<SoakLine>,
  made: { readonly commit: string; readonly date: string },
): string {
  return lines
    .map((line) => ({ ...line, seconds: Math.round(line.seconds * 10) / 10, ...made }))
    .map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** Short, with a plus when the tree differs from it. */
async function commitNow(): Promise<string> {
  const id = await git("rev-parse", "--short", "HEAD");
  if (id === null) return "unknown";
  return await git("status", "--porcelain", "--untracked-files=no") === "" ? id : `${id}+`;
}

async function git(...args: ReadonlyArray<string>): Promise<string | null> {
  try {
    const { success, stdout } = await new Deno.Command("git", { args: [...args] }).output();
    return success ? new TextDecoder().decode(stdout).trim() : null;
  } catch {
    return null;
  }
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

Deno.exit(await main() ? 0 : 1);
