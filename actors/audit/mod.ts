/**
 * The audit of one tenant and one day: an actor, so that what it notes is in the log and its chain.
 *
 * @module
 */
import { type ActorType, UNHEARD } from "../actor_type.ts";
import type { Address } from "../address.ts";
import { type AuditCommand, decide } from "./decide.ts";
import type { ActionRequested, AuditEvent } from "./events.ts";
import { type AuditState, evolve, initial } from "./state.ts";

export type { AuditCommand, NoteErasure } from "./decide.ts";
export type { ActionFilter, CustomerErased } from "./events.ts";

/** How the actor system runs a day's audit. It never tells an access control anything. */
export const audit: ActorType<AuditState, AuditCommand, AuditEvent> = {
  ...UNHEARD,
  kind: "audit",
  stateVersion: 1,
  creators: ["NoteAction", "NoteBarcodes", "NoteErasure", "NoteFailure"],
  initial,
  decide,
  evolve,
  sentence: (event) => {
    switch (event.type) {
      case "ActionRequested":
        return `Asked for ${requestOf(event)}${wordsOf(event)}`;
      case "ActionFailed":
        return `${requestOf(event)} was answered ${event.status} ${event.code}`;
      case "BarcodesShown":
        return `Barcodes were shown unmasked at ${event.path}`;
      case "CustomerErased":
        return `Customer ${event.alias} was erased`;
    }
  },
};

function requestOf({ route, path }: { readonly route: string; readonly path: string }): string {
  return `${route.split(" ")[0]} ${path}`;
}

function wordsOf({ filter }: ActionRequested): string {
  if (filter === undefined) return "";
  const { status, accessControl, actor, max } = filter;
  const of = [accessControl, actor].filter((one) => one !== null).map((one) => ` of ${one}`);
  return `: ${status} ones${of.join("")}, at most ${max}`;
}

/** Who looks at what is for administrators: `/v1/audit` shows it, and nothing else leads there. */
export function isOfAudit({ address: { kind } }: { readonly address: Address }): boolean {
  return kind === "audit";
}

/** The audit of this moment, by its day in UTC. */
export function auditId(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}
