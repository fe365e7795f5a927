/**
 * A service that works, ends, and works again, with somebody at its data in between.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { scoped } from "./scoped.ts";
import { type BoxOffice, openBoxOffice } from "./service_client.ts";
import { configurationFile, inFolder, KEY, writeConfiguration } from "./service_file.ts";
import { type Gates, openGates } from "./service_gate.ts";
import { startDirectly } from "./service_starts.ts";

/** The folder, and one life of the service after the other. */
export interface FolderStage {
  /** The data folder; it is nobody's between two lives. */
  readonly data: string;
  /** Starts the service, uses it, and has it end with 0. */
  readonly inService: (use: (box: BoxOffice, url: string) => Promise<void>) => Promise<void>;
}

/** Plays a test body on a folder of its own; at the end the gates must have found nothing wrong. */
export function onFolder(play: (stage: FolderStage) => Promise<void>): () => Promise<void> {
  return scoped(Effect.gen(function* () {
    const main = yield* openGates();
    yield* Effect.promise(() => inFolder((folder) => playIn(folder, main, play)));
    yield* Effect.promise(() => main.assertOracles());
  }));
}

async function playIn(
  folder: string,
  main: Gates,
  play: (stage: FolderStage) => Promise<void>,
): Promise<void> {
  const data = `${folder}/data`;
  const settings = {
    GATEHOUSE_DATA: data,
    GATEHOUSE_CONFIG: await writeConfiguration(folder, configurationFile(main.wire.url)),
  };
  await play({
    data,
    inService: async (use) => {
      const service = await startDirectly(settings).up;
      await use(openBoxOffice(service.url, KEY), service.url);
      assert.equal((await service.stop()).code, 0);
    },
  });
}
