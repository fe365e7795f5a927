/**
 * What numbers and codes of an actor mean, in words for the box office.
 *
 * @module
 */
import type { Delivery, Pass, Ticket } from "../shown.ts";

/** How far the gate knows what is wanted; `isWaiting` asks for a since. */
export function syncWords({ desired, acknowledged }: Ticket["sync"]): {
  readonly text: string;
  readonly isWaiting: boolean;
} {
  if (desired === 0) return { text: "The gate has not been told anything yet", isWaiting: false };
  return acknowledged >= desired
    ? { text: "The gate has confirmed everything", isWaiting: false }
    : { text: "Waiting for the gate to confirm", isWaiting: true };
}

/** Since when the gate owes an answer, as far as these deliveries tell; `null`: they do not. */
export function waitingSince(deliveries: ReadonlyArray<Delivery>): string | null {
  const open = deliveries.filter(({ status }) => isOpen(status)).map(({ createdAt }) => createdAt);
  return open.length === 0 ? null : open.reduce((one, other) => one < other ? one : other);
}

function isOpen(status: Delivery["status"]): boolean {
  return ["pending", "sending", "retrying", "dead"].includes(status);
}

interface Passage {
  readonly state: "unused" | "in" | "out";
  readonly entries: number;
}

/** Where the holder is, and how often it went in. */
export function passageWords({ state, entries }: Passage): string {
  const times = entries === 1 ? "1 entry" : `${entries} entries`;
  switch (state) {
    case "unused":
      return entries === 0 ? "Not used" : `Outside, ${times}`;
    case "in":
      return `Inside, ${times}`;
    case "out":
      return `Gone out again, ${times}`;
  }
}

/** Over all performances of a card. */
export function usageWords({ performances }: Pass["usage"]): string {
  const used = Object.entries(performances).filter(([, { entries }]) => entries > 0);
  if (used.length === 0) return "Not used";
  const inside = used.filter(([, { state }]) => state === "in").map(([code]) => code);
  const total = `Used for ${used.length === 1 ? "1 performance" : `${used.length} performances`}`;
  return inside.length === 0 ? total : `${total}; inside at ${inside.join(", ")}`;
}

/** `N12, row F, seat 11` */
export function seatWords(seat: Ticket["seat"]): string {
  return seat === null ? "unnumbered" : `${seat.section}, row ${seat.row}, seat ${seat.number}`;
}

/** `1.2 kB` */
export function sizeWords(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}
