/**
 * The audit of one tenant and one day: an actor, so that what it notes is in the log and its chain.
 *
 * @module
 */
import { type ActorType, UNHEARD } from "../actor_type.ts";
import { type AuditCommand, decide } from "./decide.ts";
import type { AuditEvent } from "./events.ts";
import { type AuditState, evolve, initial } from "./state.ts";

export type { NoteErasure, NoteRequest } from "./decide.ts";
export type { CustomerErased } from "./events.ts";

/** How the actor system runs a day's audit. It never tells an access control anything. */
export const audit: ActorType<AuditState, AuditCommand, AuditEvent> = {
  ...UNHEARD,
  kind: "audit",
  stateVersion: 1,
  creators: ["NoteAction", "NoteBarcodes", "NoteErasure"],
  initial,
  decide,
  evolve,
  sentence: (event) => {
    switch (event.type) {
      case "ActionRequested":
        return `Asked for ${event.route.split(" ")[0]} ${event.path}`;
      case "BarcodesShown":
        return `Barcodes were shown unmasked at ${event.path}`;
      case "CustomerErased":
        return `Customer ${event.alias} was erased`;
    }
  },
};

/** The audit of this moment, by its day in UTC. */
export function auditId(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}
