/**
 * An answer that the access control brings by itself, while its delivery may be under way.
 *
 * @module
 */
import { Effect } from "effect";
import type { Answer } from "../access_control.ts";
import type { Receipt, SendError } from "../actor_router.ts";
import type { Delivery } from "../delivery.ts";
import type { ReadError } from "../event_store.ts";
import type { Lane } from "./lanes.ts";
import { recordAnswer, type Settling } from "./settling.ts";

/**
 * Records it, and keeps the delivery's lane from writing over what it makes of the delivery: an
 * attempt that ends meanwhile knows less.
 */
export function receiveAnswer(
  work: Settling,
  { lane, delivery }: { readonly lane: Lane | undefined; readonly delivery: Delivery },
  answer: Answer,
): Effect.Effect<Receipt, SendError | ReadError> {
  const recording = recordAnswer(work, { delivery, answer, save: lane !== undefined });
  if (lane === undefined) return recording;
  return Effect.acquireUseRelease(
    Effect.sync(() => lane.answering += 1),
    () => recording,
    () => Effect.sync(() => lane.answering -= 1),
  );
}
