/**
 * The columns of facts, deliveries and states: the same wherever they are shown.
 *
 * @module
 */
import type { Delivery, Event } from "../../routes/client/mod.ts";
import type { Tone } from "./sheet.ts";
import type { Column } from "./table.ts";

/** `2026-08-01 19:30:00`, in UTC. */
export function timeOf(at: string | null): string {
  return at === null ? "-" : at.slice(0, 19).replace("T", " ");
}

/** As one names it: `pass/P-1`. */
export function nameOf({ kind, id }: { readonly kind: string; readonly id: string }): string {
  return `${kind}/${id}`;
}

/** Facts, wide enough for those that are still to come. */
export const FACTS: ReadonlyArray<Column<Event>> = [
  {
    title: "POSITION",
    of: ({ position }) => String(position),
    widthMin: 8,
    align: "right",
    isWhole: true,
  },
  { title: "AT (UTC)", of: ({ at }) => timeOf(at), widthMin: 19, tone: () => "weak" },
  { title: "ACTOR", of: ({ actor }) => nameOf(actor), widthMin: 18 },
  { title: "V", of: ({ version }) => String(version), widthMin: 3, align: "right" },
  { title: "TYPE", of: ({ type }) => type, widthMin: 20, tone: () => "strong" },
  { title: "WHAT", of: ({ sentence }) => sentence, widthMin: 60 },
];

const STATUS: Readonly<Record<Delivery["status"], Tone>> = {
  pending: "warn",
  sending: "warn",
  confirmed: "good",
  retrying: "warn",
  dead: "bad",
  superseded: "weak",
  discarded: "weak",
};

/** Deliveries, with what the access control said last. */
export const DELIVERIES: ReadonlyArray<Column<Delivery>> = [
  { title: "ID", of: ({ id }) => id, isWhole: true },
  { title: "ACTOR", of: ({ actor }) => nameOf(actor) },
  { title: "COMMAND", of: ({ command }) => command },
  { title: "STATUS", of: ({ status }) => status, tone: ({ status }) => STATUS[status] },
  { title: "TRIES", of: ({ attemptCount }) => String(attemptCount), align: "right" },
  { title: "CREATED (UTC)", of: ({ createdAt }) => timeOf(createdAt), tone: () => "weak" },
  { title: "LAST", of: lastOf },
];

function lastOf({ attempts, reason }: Delivery): string {
  const last = attempts.at(-1);
  if (last === undefined) return reason ?? "-";
  const answer = last.answer === null ? "" : ` ${JSON.stringify(last.answer)}`;
  return `${last.outcome}${answer}`;
}
