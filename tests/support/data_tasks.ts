/**
 * A data folder: its store, and `deno task backup`, `restore` and `verify` as a person gives them.
 *
 * @module
 */
import { Effect } from "effect";
import { EventStore } from "../../actors/event_store.ts";
import { layer } from "../../adapters/kv/mod.ts";
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

/** The store on a folder, closed afterwards. */
export function inStore<A, E>(
  path: string,
  use: (store: EventStore["Service"]) => Effect.Effect<A, E>,
): Promise<A> {
  return Effect.runPromise(
    EventStore.use(use).pipe(Effect.scoped, Effect.provide(layer({ path }))),
  );
}
