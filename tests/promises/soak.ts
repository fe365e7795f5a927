/**
 * `deno task soak`: tries every promise for an hour, or as long as wanted, and writes down what
 * came of it. How to read it: `docs/soak/README.md`.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { TRIALS } from "./all.ts";
import { playSoak, type SoakLine } from "./playing.ts";

/** As in sysexits.h. */
const EXIT_USAGE = 64;

const options = {
  minutes: { type: "string", default: "60" },
  promise: { type: "string", default: "" },
  out: { type: "string", default: "" },
} as const;

const TAKEN = "the soak takes --minutes=60, --promise=P1,P7 and --out=FOLDER";

interface Asked {
  readonly minutes: number;
  readonly trials: typeof TRIALS;
  /** Folder, or "": nothing is written. */
  readonly out: string;
}

function isTaken(option: { readonly name: string; readonly value: string | undefined }): boolean {
  return option.name in options && option.value !== undefined;
}

/** Gives a sentence for what cannot be done. */
function read(words: ReadonlyArray<string>): Asked | string {
  const { tokens, values } = parseArgs({ args: [...words], options, strict: false, tokens: true });
  const odd = tokens.find((token) => token.kind !== "option" || !isTaken(token));
  if (odd !== undefined) {
    return `The argument ${JSON.stringify(words[odd.index])} is not known: ${TAKEN}.`;
  }
  const { minutes, promise, out } = values;
  if (!(Number(minutes) > 0)) return "The argument --minutes must be a number above 0.";
  const wanted = String(promise).split(",").filter((name) => name !== "");
  const unknown = wanted.find((name) => !TRIALS.some((trial) => trial.promise === name));
  if (unknown !== undefined) {
    return `The argument --promise names ${JSON.stringify(unknown)}, which no trial is about.`;
  }
  const trials = TRIALS.filter((trial) => wanted.length === 0 || wanted.includes(trial.promise));
  return { minutes: Number(minutes), trials, out: String(out) };
}

/** Whether all was kept. */
async function main({ minutes, trials, out }: Asked): Promise<boolean> {
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
    minutes,
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

const asked = read(Deno.args);
if (typeof asked !== "string") Deno.exit(await main(asked) ? 0 : 1);
Deno.stderr.writeSync(new TextEncoder().encode(`${asked}\n`));
Deno.exit(EXIT_USAGE);
