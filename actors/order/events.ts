/**
 * Facts of an order. Stored format: add, never rename.
 *
 * @module
 */
import type { SubjectKind } from "../address.ts";
import type { Refusal } from "../decider.ts";
import type { Holding } from "../holding.ts";
import type { Seat } from "../mapping.ts";
import type { PassCommand } from "../pass/mod.ts";
import type { TicketCommand } from "../ticket/mod.ts";

/** A line as it was sold. */
export interface SoldLine {
  readonly lineId: string;
  readonly kind: "performance" | "bundle" | "item";
  /** Of the performance, bundle or item. */
  readonly code: string;
  readonly priceType: string;
  /** Passes and tickets that carry it. An item without a pass has none. */
  readonly carriers: ReadonlyArray<Carrier>;
}

/** One pass or ticket of a line. */
export interface Carrier {
  readonly kind: SubjectKind;
  readonly id: string;
  /** What of the line is on it; a ticket is one admission itself. */
  readonly admissionIds: ReadonlyArray<string>;
  /** The line gave the customer this pass. */
  readonly acquires: boolean;
}

/** A command to one pass or ticket, to be given when this order's commit is on disk. */
export interface Task {
  /** Also the id of that command: given twice, it acts once. */
  readonly taskId: string;
  /** Lines that it is for. */
  readonly lineIds: ReadonlyArray<string>;
  readonly purpose: "grant" | "print" | "reprint" | "release";
  readonly target: { readonly kind: SubjectKind; readonly id: string };
  readonly command: TicketCommand | PassCommand;
  /** Id of the key that asked, and of the command that it follows from. */
  readonly by: string;
  readonly correlationId: string;
  /** For a pass that is acquired: what its customer may hold beside it. */
  readonly holding: Holding | null;
}

/** A task before it is known who asked for it. */
export type Wish = Omit<Task, "by" | "correlationId">;

/** What became of a task. */
export interface TaskOutcome {
  readonly taskId: string;
  /** Revision of the target that must be acknowledged; `null`: nothing had to be sent. */
  readonly revision: number | null;
  /** The target was there when it answered. */
  readonly exists: boolean;
  /** `null`: it was carried out. */
  readonly refusal: Refusal | null;
}

/** An order exists from now on, with its first lines. */
export interface OrderPlaced {
  readonly type: "OrderPlaced";
  readonly customerId: string;
  readonly lines: ReadonlyArray<SoldLine>;
}

/** More was sold on it. */
export interface LinesAdded {
  readonly type: "LinesAdded";
  readonly lines: ReadonlyArray<SoldLine>;
}

/** Its lines are to be printed: what they grant becomes effective. */
export interface OrderPrintRequested {
  readonly type: "OrderPrintRequested";
  readonly lineIds: ReadonlyArray<string>;
  readonly printer: string;
}

/** Printed lines are to be printed anew: what was issued for them dies first. */
export interface OrderReprintRequested {
  readonly type: "OrderReprintRequested";
  readonly lineIds: ReadonlyArray<string>;
  readonly reason: string;
  readonly printer: string | null;
}

/** Taken back: what they granted is revoked at once. */
export interface LinesReleased {
  readonly type: "LinesReleased";
  readonly lineIds: ReadonlyArray<string>;
  readonly reason: string;
  /** Also what was used. */
  readonly override: boolean;
  /** Id of the key that asked. */
  readonly by: string;
}

/** Lines were given for others: the old are released, the new are effective when printed. */
export interface LinesExchanged {
  readonly type: "LinesExchanged";
  readonly released: ReadonlyArray<string>;
  readonly added: ReadonlyArray<string>;
  readonly reason: string;
}

/** The passes and tickets must hear of it, in this order for each. */
export interface TasksQueued {
  readonly type: "TasksQueued";
  /** Acknowledged when none of its tasks is left. */
  readonly revision: number;
  readonly tasks: ReadonlyArray<Task>;
}

/** They have heard of it. One refusing undoes nothing of the others. */
export interface TasksFinished {
  readonly type: "TasksFinished";
  readonly outcomes: ReadonlyArray<TaskOutcome>;
}

/** A pass that was sold is not there after all: the customer may acquire another. */
export interface PassNotAcquired {
  readonly type: "PassNotAcquired";
  readonly passId: string;
  readonly customerId: string;
  readonly holding: Holding;
}

/** Every fact of an order. */
export type OrderEvent =
  | OrderPlaced
  | LinesAdded
  | OrderPrintRequested
  | OrderReprintRequested
  | LinesReleased
  | LinesExchanged
  | TasksQueued
  | TasksFinished
  | PassNotAcquired;

/** How a line was asked for. */
export interface AskedLine {
  readonly lineId: string;
  readonly kind: SoldLine["kind"];
  readonly code: string;
  readonly priceType: string | null;
  /** Of a performance. */
  readonly seat: Seat | null;
  /** Of a bundle, by performance. */
  readonly seats: { readonly [performance: string]: Seat } | null;
  /** Of a pass that the customer has, or the id of the one that is acquired; `null`: made. */
  readonly passId: string | null;
  /** Where a performance can be sold either way: `null` is a pass if one is named, else a ticket. */
  readonly carrier: SubjectKind | null;
}
