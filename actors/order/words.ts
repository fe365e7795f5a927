/**
 * Facts of an order as sentences for people: no personal data.
 *
 * @module
 */
import type { OrderEvent } from "./events.ts";

/** One sentence, without a final period. */
export function sentence(event: OrderEvent): string {
  switch (event.type) {
    case "OrderPlaced":
      return `Order placed with ${linesOf(event.lines)}; nothing is valid until it is printed`;
    case "LinesAdded":
      return `${linesOf(event.lines)} added; not valid until printed`;
    case "OrderPrintRequested":
      return `Print of ${names(event.lineIds)} requested`;
    case "OrderReprintRequested":
      return `Re-print of ${names(event.lineIds)} requested (${event.reason})`;
    case "LinesReleased":
      return `${names(event.lineIds)} taken back (${event.reason}); revoked at once`;
    case "LinesExchanged":
      return `${names(event.released)} exchanged for ${names(event.added)} (${event.reason})`;
    case "TasksQueued":
      return `${count(event.tasks.length, "command")} to passes and tickets queued`;
    case "TasksFinished": {
      const refused = event.outcomes.filter(({ refusal }) => refusal !== null).length;
      return `${count(event.outcomes.length - refused, "command")} carried out` +
        (refused > 0 ? `, ${refused} refused` : "");
    }
    case "PassNotAcquired":
      return "The pass was not acquired; the customer may acquire another";
  }
}

function linesOf(lines: ReadonlyArray<{ readonly lineId: string }>): string {
  return names(lines.map(({ lineId }) => lineId));
}

function names(lineIds: ReadonlyArray<string>): string {
  return `${lineIds.length === 1 ? "line" : "lines"} ${lineIds.join(", ")}`;
}

function count(n: number, noun: string): string {
  return n === 1 ? `1 ${noun}` : `${n} ${noun}s`;
}
