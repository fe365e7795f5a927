/**
 * Answers that are written piece by piece, each when the reader has taken the one before.
 *
 * @module
 */
import { Data, Effect } from "effect";
import { withReferences } from "./customer_names.ts";
import type { Services } from "./house.ts";
import type { Arrival } from "./route.ts";

/** The rest will not come. A reader who wants the whole must see that this is not its end. */
export class FlowCut extends Data.TaggedError("FlowCut")<{ readonly reason: string }> {}

/** What is written, and to whom it is told that it has ended. */
export interface Flow {
  /** Goes out at once. */
  readonly head: string;
  /** The next piece; `null` is the end. */
  readonly next: Effect.Effect<string | null, FlowCut, Services>;
  /** Of a server that stops: the end of the answer, or a cut in it. */
  readonly whenStopped: "end" | "cut";
  /** Called once or more, however it ends. */
  readonly release: () => void;
}

/** Nothing piles up here: one piece is in memory at a time. */
export function flow(
  { house, caller }: Arrival,
  { head, next, whenStopped, release }: Flow,
): ReadableStream<Uint8Array> {
  const gone = new AbortController();
  const encoder = new TextEncoder();
  const stopped = Effect.andThen(
    aborted(AbortSignal.any([house.stopping, gone.signal])),
    whenStopped === "end"
      ? Effect.succeed(null)
      : Effect.fail(new FlowCut({ reason: "The service is stopping" })),
  );
  const end = () => {
    gone.abort();
    release();
  };
  return new ReadableStream({
    start: (controller) => {
      if (head !== "") controller.enqueue(encoder.encode(head));
    },
    async pull(controller) {
      const piece = await house.run(Effect.result(Effect.raceFirst(next, stopped)));
      if (piece._tag === "Success" && piece.success !== null) {
        const text = withReferences(house.customers, caller.tenant, piece.success);
        return controller.enqueue(encoder.encode(text));
      }
      end();
      if (piece._tag === "Failure") controller.error(piece.failure);
      else controller.close();
    },
    cancel: end,
  }, { highWaterMark: 1 });
}

function aborted(signal: AbortSignal): Effect.Effect<void> {
  return Effect.callback<void>((resume) => {
    const end = () => resume(Effect.void);
    if (signal.aborted) return end();
    signal.addEventListener("abort", end, { once: true });
    return Effect.sync(() => signal.removeEventListener("abort", end));
  });
}
