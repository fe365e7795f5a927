/**
 * P20: a backup that is made while the service writes has all that was answered before, and
 * restored it is whole.
 *
 * @module
 */
import { Effect, Fiber, Latch } from "effect";
import { addressKey } from "../../actors/address.ts";
import { type Append, EventStore } from "../../actors/event_store.ts";
import { makeDice } from "../../adapters/simulator/dice.ts";
import { anAppend, ticket } from "../support/appends.ts";
import { inStore, runTask, type TaskEnded } from "../support/data_tasks.ts";
import { inFolder } from "../support/service_file.ts";
import { writeStories } from "../support/stored_stories.ts";
import type { Trial } from "./trial.ts";

const WRITERS = 8;

/** Written before the backup begins, and after it has ended. */
const APPENDS_AROUND = 1_000;

/** Everything written at all kinds of moments of a backup, and restored. */
export const BACKUP_AND_RESTORE: Trial = {
  promise: "P20",
  title: "A backup made while the service writes holds all that was answered before it began",
  round: (seed) => inFolder((folder) => playRound(folder, seed)),
  rounds: 1,
};

interface Written {
  readonly before: ReadonlyArray<Append>;
  readonly meanwhile: number;
  readonly backup: string;
  readonly position: number;
}

async function playRound(folder: string, seed: number) {
  const [data, restored] = [`${folder}/data`, `${folder}/restored`];
  const { before, meanwhile, backup, position } = await inStore(
    data,
    (store) => backUpUnderWrites(store, data, seed),
  );
  const broken: Array<string> = [];
  if (meanwhile === 0) broken.push("Nothing was written while the backup was made");
  for (const words of [["verify", backup], ["restore", backup, restored], ["verify", restored]]) {
    const { code, stdout, stderr } = await runTask(...words);
    if (code !== 0) broken.push(`${words[0]} ended with ${code}: ${stdout}${stderr}`);
  }
  await inStore(restored, (store) =>
    Effect.gen(function* () {
      for (const { address, command: { commandId, version } } of before) {
        const kept = yield* store.command(address.tenant, commandId);
        const { version: now } = yield* store.load(address);
        const isThere = kept !== null && now >= version;
        if (!isThere) broken.push(`${addressKey(address)} ${commandId} was answered, and is gone`);
      }
      const { position: next } = yield* store.append(anAppend(ticket("restored"), { expected: 0 }));
      if (next <= position) broken.push(`Position ${next} can be one that the lost tail has used`);
    }));
  return { tried: { backups: 1, answered: before.length, meanwhile }, broken };
}

/**
 * Its writers go on from long before the backup to long after it, but for a rest before it begins:
 * what they were answered last lies where SQLite has put it last, and must be in the backup too.
 */
const backUpUnderWrites = Effect.fnUntraced(function* (
  store: EventStore["Service"],
  data: string,
  seed: number,
) {
  const answered: Array<Append> = [];
  let newest = 0;
  const mayWrite = yield* Latch.make(true);
  let writing = 0;
  const noting = EventStore.of({
    ...store,
    append: (append) =>
      mayWrite.whenOpen(Effect.suspend(() => {
        writing += 1;
        return store.append(append).pipe(
          Effect.tap(({ position }) =>
            Effect.sync(() => {
              answered.push(append);
              newest = Math.max(newest, position);
            })
          ),
          Effect.ensuring(Effect.sync(() => writing -= 1)),
        );
      })),
  });
  const writers = yield* Effect.forEach(
    Array.from({ length: WRITERS }, (_, writer) => writer),
    (writer) => Effect.forkChild(writeOn(noting, writer, seed)),
  );
  yield* until(() => answered.length >= APPENDS_AROUND);
  yield* mayWrite.close;
  yield* until(() => writing === 0);
  const before = [...answered];
  const { stdout, stderr } = yield* Effect.promise(() => backUp(data, () => mayWrite.openUnsafe()));
  const backup = /^(\S+): /.exec(stdout)?.[1];
  if (backup === undefined) throw new Error(`There is no backup: ${stdout}${stderr}`);
  const meanwhile = answered.length - before.length;
  const enough = answered.length + APPENDS_AROUND;
  yield* until(() => answered.length >= enough);
  for (const writer of writers) yield* Fiber.interrupt(writer);
  return { before, meanwhile, backup, position: newest } satisfies Written;
});

const writeOn = Effect.fnUntraced(function* (
  store: EventStore["Service"],
  writer: number,
  seed: number,
) {
  const dice = makeDice(seed + writer);
  for (let again = 0;; again++) yield* writeStories(store, dice, `-${writer}-${again}`);
});

/** Its folder, which comes before the copy, tells when it has begun. */
async function backUp(data: string, hasBegun: () => void): Promise<TaskEnded> {
  const backups = `${data}/backups`;
  await Deno.mkdir(backups);
  using watcher = Deno.watchFs(backups);
  const backingUp = runTask("backup", data);
  await Promise.race([watcher[Symbol.asyncIterator]().next(), backingUp]);
  hasBegun();
  return await backingUp;
}

function until(isReached: () => boolean): Effect.Effect<void> {
  return Effect.gen(function* () {
    while (!isReached()) yield* Effect.yieldNow;
  });
}
