/**
 * A service that works, ends or is killed, and works again, with its gates outliving it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { scoped } from "./scoped.ts";
import { type BoxOffice, openBoxOffice } from "./service_client.ts";
import { configurationFile, inFolder, KEY, writeConfiguration } from "./service_file.ts";
import { type Gates, openGates } from "./service_gate.ts";
import { type RunningService, startDirectly } from "./service_starts.ts";

/** One life of the service. */
export interface ServiceLife {
  readonly box: BoxOffice;
  readonly service: RunningService;
}

/** The folder, and one life of the service after the other. */
export interface FolderStage {
  /** Its access control `main`. */
  readonly main: Gates;
  /** The data folder; it is nobody's between two lives. */
  readonly data: string;
  /** Starts the service on the data, or on another folder; the caller has it end. */
  readonly start: (data?: string) => Promise<ServiceLife>;
  /** Starts the service, uses it, and has it end with 0. */
  readonly inService: <A>(
    use: (box: BoxOffice, url: string) => Promise<A>,
    data?: string,
  ) => Promise<A>;
}

/**
 * Plays a test body on a folder of its own; at the end the gates must have found nothing wrong.
 * `system` changes how the configuration describes the access control.
 */
export function onFolder(
  play: (stage: FolderStage) => Promise<void>,
  system: Readonly<Record<string, unknown>> = {},
): () => Promise<void> {
  return scoped(Effect.gen(function* () {
    const main = yield* openGates();
    yield* Effect.promise(() =>
      inFolder(async (folder) => {
        const file = configurationFile(main.wire.url, system);
        const config = await writeConfiguration(folder, file);
        await play(stageOn(main, { data: `${folder}/data`, config }));
      })
    );
    yield* Effect.promise(() => main.assertOracles());
  }));
}

function stageOn(
  main: Gates,
  { data, config }: { readonly data: string; readonly config: string },
): FolderStage {
  const start: FolderStage["start"] = async (folder = data) => {
    const settings = { GATEHOUSE_DATA: folder, GATEHOUSE_CONFIG: config };
    const service = await startDirectly(settings).up;
    return { box: openBoxOffice(service.url, KEY), service };
  };
  return {
    main,
    data,
    start,
    inService: async (use, folder) => {
      const { box, service } = await start(folder);
      const used = await use(box, service.url);
      assert.equal((await service.stop()).code, 0);
      return used;
    },
  };
}
