/**
 * Where a story is to be seen: pages of the console.
 *
 * @module
 */
import { Clock, Effect } from "effect";
import type { Stage } from "./box_office.ts";

/** What is held to which gate. */
export interface Held {
  readonly value: string;
  readonly performance: string;
}

/** The page of an order, a pass or a ticket, named as `passes/P-1001`. */
export function actorLink(stage: Stage, subject: string): string {
  return consoleLink(stage, `/console/${subject}`);
}

/** A gate check that is filled in and answered as of now, whatever the stories do next. */
export const gateLink = Effect.fnUntraced(function* (stage: Stage, { value, performance }: Held) {
  const at = new Date(yield* Clock.currentTimeMillis).toISOString();
  const question = new URLSearchParams({ barcode: value, performance, at });
  return consoleLink(stage, `/console/gate?${question}`);
});

/** Through the invitation, if there is one: whoever has not come in yet comes in with it. */
function consoleLink({ url, consoleUrl }: Stage, path: string): string {
  return consoleUrl.includes("?")
    ? `${consoleUrl}&next=${encodeURIComponent(path)}`
    : `${url}${path}`;
}
