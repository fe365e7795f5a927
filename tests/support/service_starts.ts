/**
 * The service as a process of its own: started, listened to, stopped or killed.
 *
 * @module
 */
import assert from "node:assert/strict";

/** Folder of the project, without a slash at the end. */
export const PROJECT: string = decodeURIComponent(new URL("../..", import.meta.url).pathname)
  .replace(/\/$/, "");

/** Killed after it: a test that failed leaves nothing behind for ever. */
const LIFE_MAX_MS = 600_000;

/** What the service may read of its environment. */
export const VARIABLES: ReadonlyArray<string> = [
  ...["HOST", "PORT", "DATA", "CONFIG", "LOG"].map((name) => `GATEHOUSE_${name}`),
  "NO_COLOR",
  "DENO_KV_ACCESS_TOKEN",
];

/** Settings of one start, as `GATEHOUSE_…`. */
export type Settings = Readonly<Record<string, string>>;

/** How it ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  /** Without the line in which `deno task` says what it runs. */
  readonly stderr: string;
}

/** A service that is up. */
export interface RunningService {
  readonly url: string;
  readonly pid: number;
  /** All that it has said so far. */
  readonly said: () => string;
  /** Sends the signal and gives how it ended. */
  readonly stop: (signal?: Deno.Signal) => Promise<Ended>;
  readonly kill: (signal: Deno.Signal) => void;
  readonly ended: Promise<Ended>;
}

/** `deno task start`, as a person would; `GATEHOUSE_PORT` is a free one unless given. */
export function startByTask(settings: Settings): RunningProcess {
  return spawn(["task", "start"], { cwd: PROJECT, settings });
}

/** `main.ts` with the task's permissions and no task around it: a signal reaches it alone. */
export function startDirectly(
  settings: Settings,
  cwd: string = PROJECT,
  words: ReadonlyArray<string> = [],
): RunningProcess {
  const { GATEHOUSE_DATA: data = "./data", GATEHOUSE_CONFIG: file } = settings;
  return spawn([
    "run",
    "--no-prompt",
    "--frozen",
    `--config=${PROJECT}/deno.json`,
    "--allow-net=127.0.0.1,localhost",
    "--deny-net=169.254.0.0/16,[fd00:ec2::254]",
    `--allow-read=${file === undefined ? data : `${data},${file}`}`,
    `--allow-write=${data}`,
    `--allow-env=${VARIABLES.join()}`,
    `${PROJECT}/main.ts`,
    ...words,
  ], { cwd, settings });
}

/** A start under way. */
export interface RunningProcess {
  /** Resolves when it says that it is up; fails the test when it ends instead. */
  readonly up: Promise<RunningService>;
  readonly ended: Promise<Ended>;
}

function spawn(
  args: ReadonlyArray<string>,
  { cwd, settings }: { readonly cwd: string; readonly settings: Settings },
): RunningProcess {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    clearEnv: true,
    env: { ...inherited(), NO_COLOR: "1", GATEHOUSE_PORT: "0", ...settings },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const url = Promise.withResolvers<string>();
  const heard: Heard = { stdout: "", stderr: "" };
  const ended = endOf(child, { heard, url });
  const up = url.promise.then((address): RunningService => ({
    url: address,
    pid: child.pid,
    said: () => heard.stdout,
    ended,
    kill: (signal) => child.kill(signal),
    stop: (signal = "SIGTERM") => {
      child.kill(signal);
      return ended;
    },
  }));
  // Who expects it to end looks at `ended` alone.
  up.catch(() => {});
  return { up, ended };
}

interface Heard {
  stdout: string;
  stderr: string;
}

async function endOf(
  child: Deno.ChildProcess,
  { heard, url }: { readonly heard: Heard; readonly url: PromiseWithResolvers<string> },
): Promise<Ended> {
  const deadline = setTimeout(() => child.kill("SIGKILL"), LIFE_MAX_MS);
  await Promise.all([
    listen(child.stdout, (text) => {
      heard.stdout += text;
      const said = /^ +service +(http:\S+)$/m.exec(heard.stdout)?.[1];
      if (said !== undefined) url.resolve(said);
    }),
    listen(child.stderr, (text) => heard.stderr += text),
  ]);
  const { code } = await child.status;
  clearTimeout(deadline);
  url.reject(
    new assert.AssertionError({ message: `It has ended: ${heard.stdout}${heard.stderr}` }),
  );
  const stderr = heard.stderr.split("\n").filter((line) => !line.startsWith("Task start"));
  return { code, stdout: heard.stdout, stderr: stderr.join("\n") };
}

async function listen(
  stream: ReadableStream<Uint8Array>,
  hear: (text: string) => void,
): Promise<void> {
  for await (const text of stream.pipeThrough(new TextDecoderStream())) hear(text);
}

/** The tester's own settings are none of these services' business. */
function inherited(): Record<string, string> {
  const own = Object.entries(Deno.env.toObject());
  return Object.fromEntries(own.filter(([name]) => !name.startsWith("GATEHOUSE_")));
}
