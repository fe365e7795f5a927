/**
 * The words that a ticket template leaves open, and what is put there.
 *
 * @module
 */
import type { Performance } from "../../actors/catalogue.ts";
import type { TicketState } from "../../actors/ticket/mod.ts";

/** What is known when a ticket is printed. */
export interface Facts {
  readonly ticket: TicketState;
  /** `null`: it is no longer defined. */
  readonly performance: Performance | null;
  readonly barcode: string;
}

const VALUES = {
  "performance.code": ({ ticket }) => ticket.performance,
  "performance.name": ({ ticket, performance }) => performance?.name ?? ticket.performance,
  "performance.startsAt": ({ performance }) => performance === null ? "" : localTime(performance),
  "venue": ({ performance }) => performance?.venue ?? "",
  "gates": ({ performance }) => performance?.gates.map(({ name }) => name).join(", ") ?? "",
  "seat.section": ({ ticket }) => ticket.seat?.section ?? "",
  "seat.row": ({ ticket }) => ticket.seat?.row ?? "",
  "seat.number": ({ ticket }) => ticket.seat?.number ?? "",
  "priceType": ({ ticket }) => ticket.priceType,
  "ticketNumber": ({ ticket }) => ticket.ticketNumber,
  "orderId": ({ ticket }) => ticket.orderId,
  "barcode": ({ barcode }) => barcode,
  "reprinted": ({ ticket }) => ticket.printCount > 1 ? "Re-printed" : "",
} as const satisfies Record<string, (facts: Facts) => string>;

type Placeholder = keyof typeof VALUES;

/** All of them, for those who write templates. */
export const PLACEHOLDERS = Object.keys(VALUES) as ReadonlyArray<Placeholder>;

/** Whether every brace of the text belongs to a placeholder that exists. */
export function isFillable(text: string): boolean {
  return !/[{}]/.test(
    text.replaceAll(/\{([^{}]*)\}/g, (whole, name) => isKnown(name) ? "" : whole),
  );
}

/** The text with every placeholder replaced. What is put in is never looked at again. */
export function fill(text: string, facts: Facts): string {
  return text.replaceAll(
    /\{([^{}]*)\}/g,
    (whole, name: string) => isKnown(name) ? VALUES[name](facts) : whole,
  );
}

function isKnown(name: string): name is Placeholder {
  return Object.hasOwn(VALUES, name);
}

/** As `Sat 8 Aug 2026 17:00`, by the venue's clock; where that is not known, in UTC and saying so. */
function localTime({ startsAt, timeZone }: Performance): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: timeZone ?? "UTC",
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const parts = Object.fromEntries(
    format.formatToParts(new Date(startsAt)).map(({ type, value }) => [type, value]),
  );
  const { weekday, day, month, year, hour, minute } = parts;
  const told = `${weekday} ${day} ${month} ${year} ${hour}:${minute}`;
  return timeZone === null ? `${told} UTC` : told;
}
