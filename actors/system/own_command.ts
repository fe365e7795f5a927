/**
 * Commands that Gatehouse gives itself: answers brought back, outcomes, scans.
 *
 * @module
 */
import type { Envelope } from "../actor_router.ts";
import type { Tagged } from "../decider.ts";

/** Who asks when Gatehouse does it by itself; no key can have this name. */
export const GATEHOUSE = "gatehouse";

/** Nobody asked for it over HTTP, so that it has no request and begins a chain of its own. */
export function ownCommand(
  commandId: string,
  command: Tagged,
  more: Partial<Envelope> = {},
): Envelope {
  return {
    commandId,
    fresh: false,
    command,
    fingerprint: "",
    expected: null,
    by: GATEHOUSE,
    requestId: null,
    correlationId: null,
    causationId: null,
    delivery: null,
    ...more,
  };
}
