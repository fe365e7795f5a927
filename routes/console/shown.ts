/**
 * Everything in the form in which the REST surface shows it.
 *
 * @module
 */
import type * as v from "valibot";
import type { view as viewPass } from "../../actors/pass/mod.ts";
import type { view as viewTicket } from "../../actors/ticket/mod.ts";
import type {
  CommandRecordAnswer,
  DeliveryAnswer,
  EventAnswer,
  LogAnswer,
  OrderAnswer,
  ReconciliationAnswer,
  SnapshotInfoAnswer,
} from "../answers.ts";
import type { GateAnswer } from "../gate_check.ts";
import type { DamagedAnswer } from "../quarantine.ts";

interface Versioned {
  readonly version: number;
}

/** A pass; credentials are masked unless the key may see them. */
export type Pass = ReturnType<typeof viewPass> & Versioned;
/** A ticket; credentials are masked unless the key may see them. */
export type Ticket = ReturnType<typeof viewTicket> & Versioned;
/** An order with its lines. */
export type Order = v.InferOutput<typeof OrderAnswer>;
/** One event of a log. */
export type Fact = v.InferOutput<typeof EventAnswer>;
/** An actor that is known to be damaged. */
export type Damaged = v.InferOutput<typeof DamagedAnswer>;
/** A page of the log. */
export type Log = v.InferOutput<typeof LogAnswer>;
/** A command that an actor was given, and what became of it. */
export type Told = v.InferOutput<typeof CommandRecordAnswer>;
/** One message to the access control. */
export type Delivery = v.InferOutput<typeof DeliveryAnswer>;
/** What the last comparison with an access control has found. */
export type Reconciliation = v.InferOutput<typeof ReconciliationAnswer>;
/** What the gate check answers. */
export type Verdict = v.InferOutput<typeof GateAnswer>;
/** A snapshot without its content. */
export type Stored = v.InferOutput<typeof SnapshotInfoAnswer>;

/** A page of a list. */
export interface List<A> {
  readonly data: ReadonlyArray<A>;
  readonly next: string | null;
}
