/**
 * `deno task inspect` as a person would give it, with the permissions of the task.
 *
 * @module
 */
import { eventually } from "./eventually.ts";
import { KEYS } from "./service.ts";
import { PROJECT } from "./service_starts.ts";

/** Killed after it: a test that failed leaves nothing behind for ever. */
const LIFE_MAX_MS = 60_000;

/** How it ended. */
export interface Shown {
  readonly code: number;
  /** Of standard output, without the empty one at its end. */
  readonly lines: ReadonlyArray<string>;
  readonly stderr: string;
}

/** What is otherwise than usual. */
export interface InspectSettings {
  /** `KEYS.all` unless given; empty: none. */
  readonly key?: string;
  readonly data?: string;
}

/** Runs it to its end; nobody sits at its terminal. */
export async function inspect(
  url: string,
  args: ReadonlyArray<string>,
  settings: InspectSettings = {},
): Promise<Shown> {
  const { code, stdout, stderr } = await command(url, args, settings).output();
  const read = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, lines: linesOf(read(stdout)), stderr: read(stderr) };
}

/** What `--json` shows. */
export async function inspectJson(
  url: string,
  args: ReadonlyArray<string>,
): Promise<ReadonlyArray<unknown>> {
  const { code, lines, stderr } = await inspect(url, [...args, "--json"]);
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}: ${stderr}`);
  return lines.map((line) => JSON.parse(line));
}

/** One that stays: `shows` waits until it has shown so many lines. */
export interface Follower extends AsyncDisposable {
  readonly shows: (count: number) => Promise<ReadonlyArray<string>>;
}

/** Starts one; it is stopped when it is disposed of. */
export function follow(url: string, args: ReadonlyArray<string>): Follower {
  const child = command(url, args, {}).spawn();
  let heard = "";
  const listening = (async () => {
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) heard += text;
  })();
  return {
    shows: (count) =>
      eventually(`${count} lines are shown`, () => {
        const lines = linesOf(heard);
        return heard.endsWith("\n") && lines.length >= count ? lines : null;
      }),
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGTERM");
      await Promise.all([child.status, listening, child.stderr.cancel()]);
    },
  };
}

function command(
  url: string,
  args: ReadonlyArray<string>,
  { key = KEYS.all, data = "./none" }: InspectSettings,
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "inspect", ...args],
    cwd: PROJECT,
    env: {
      GATEHOUSE_URL: url,
      GATEHOUSE_KEY: key,
      GATEHOUSE_DATA: data,
      GATEHOUSE_ALLOW_NET: "127.0.0.1",
      NO_COLOR: "1",
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.timeout(LIFE_MAX_MS),
  });
}

function linesOf(text: string): ReadonlyArray<string> {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}
