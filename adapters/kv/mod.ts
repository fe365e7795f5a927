/**
 * The event store on Deno KV, as a layer.
 *
 * @module
 */
import { Effect, Layer } from "effect";
import { EventStore } from "../../actors/event_store.ts";
import { listOldAttention } from "./attention_list.ts";
import { isRemote, openHandles } from "./data_folder.ts";
import { type DataFolderError, DataFolderUnusable } from "./errors.ts";
import { DEFAULT_BOUNDS, makeEventStore, type StoreBounds } from "./event_store.ts";
import { checkSchema } from "./schema.ts";

export { DEFAULT_BOUNDS, makeEventStore, type StoreBounds } from "./event_store.ts";
export { IN_MEMORY } from "./data_folder.ts";

/** Where the data lies; bounds that are not given are `DEFAULT_BOUNDS`. */
export interface KvOptions extends Partial<StoreBounds> {
  /** Data folder, `":memory:"`, or the `https://` address of a KV Connect server. */
  readonly path: string;
}

/**
 * Opens the data and serves it; closing waits for the writes under way.
 *
 * A folder belongs to one process at a time: `DataFolderTaken` for the second, at once.
 */
export function layer(options: KvOptions): Layer.Layer<EventStore, DataFolderError> {
  const { path, ...bounds } = options;
  const inFlightMax = isRemote(path) ? 1 : DEFAULT_BOUNDS.inFlightMax;
  return Layer.effect(
    EventStore,
    Effect.gen(function* () {
      const handles = yield* openHandles(path);
      const all = { ...DEFAULT_BOUNDS, inFlightMax, ...bounds };
      const { deadlineMs } = all;
      const store = Effect.gen(function* () {
        yield* checkSchema(handles.writer, { path, deadlineMs });
        const made = yield* makeEventStore(handles, all);
        yield* Effect.forkScoped(listOldAttention(handles, { store: made, deadlineMs }));
        return made;
      });
      return yield* store.pipe(
        Effect.catchTags({
          StoreUnavailable: ({ reason }) => new DataFolderUnusable({ path, reason }),
          OwnershipLost: ({ reason }) => new DataFolderUnusable({ path, reason }),
        }),
      );
    }),
  );
}
