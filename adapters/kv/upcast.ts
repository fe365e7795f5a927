/**
 * Old facts in today's shape: every event is stored with the version of its type.
 *
 * @module
 */
import type { Tagged } from "../../actors/decider.ts";

/** As stored: type, version of the type's shape, everything else of the event. */
export type StoredEvent = readonly [type: string, version: number, data: unknown];

type Upcast = (data: Record<string, unknown>) => Record<string, unknown>;

/**
 * For each event type, the steps from version 1 to 2, from 2 to 3, and so on, in order.
 *
 * A type that is not here is at version 1. Steps are for ever: a stored fact is never rewritten.
 */
const upcasts: { readonly [type: string]: ReadonlyArray<Upcast> } = {};

function currentVersion(type: string, table: typeof upcasts): number {
  return 1 + (Object.hasOwn(table, type) ? table[type]?.length ?? 0 : 0);
}

/** An event in the shape that is stored. */
export function toStored(event: Tagged): StoredEvent {
  const { type, ...data } = event;
  return [type, currentVersion(type, upcasts), data];
}

/** The event of today; `null` when it was written by newer code than this. */
export function fromStored([type, version, data]: StoredEvent, table = upcasts): Tagged | null {
  if (version > currentVersion(type, table)) return null;
  const steps = Object.hasOwn(table, type) ? table[type]?.slice(version - 1) ?? [] : [];
  const lifted = steps.reduce((shape, step) => step(shape), data as Record<string, unknown>);
  return { type, ...lifted };
}
