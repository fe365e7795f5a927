/**
 * What an order can be told to do.
 *
 * @module
 */
import type { AskedLine, TaskOutcome } from "./events.ts";

/** Sell lines: on a new order, or on one of the same customer. */
export interface PlaceOrder {
  readonly type: "PlaceOrder";
  readonly customerId: string;
  readonly lines: ReadonlyArray<AskedLine>;
}

/** Print what is unprinted; with `reprint`, also anew what was printed. */
export interface PrintOrder {
  readonly type: "PrintOrder";
  /** `null`: all. */
  readonly lines: ReadonlyArray<string> | null;
  readonly reprint: { readonly reason: string } | null;
  /** `null`: `Virtual`, or for a re-print the printer of before. */
  readonly printer: string | null;
}

/** Take lines back. */
export interface CancelLines {
  readonly type: "CancelLines";
  readonly lines: ReadonlyArray<string>;
  readonly reason: string;
  readonly override: boolean;
}

/** Give lines for others, in one step. */
export interface ExchangeLines {
  readonly type: "ExchangeLines";
  readonly release: ReadonlyArray<string>;
  readonly lines: ReadonlyArray<AskedLine>;
  readonly reason: string;
  readonly override: boolean;
}

/** What became of tasks, told by those who gave them. Repeated ones change nothing. */
export interface RecordOutcomes {
  readonly type: "RecordOutcomes";
  readonly outcomes: ReadonlyArray<TaskOutcome>;
}

/** Everything that an order listens to. */
export type OrderCommand = PlaceOrder | PrintOrder | CancelLines | ExchangeLines | RecordOutcomes;
