/**
 * `deno task backup`, `restore` and `verify`, as a person gives them.
 *
 * @module
 */
import { PROJECT } from "./service_starts.ts";

/** How a task ended, and what it said. */
export interface TaskEnded {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** With the permissions that the task has. */
export async function runTask(...words: ReadonlyArray<string>): Promise<TaskEnded> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", ...words],
    cwd: PROJECT,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}
