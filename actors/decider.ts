/**
 * The shape of one event-sourced thing: what it decides, and what it becomes.
 *
 * @module
 */
import { Result } from "effect";
import type { TicketNumber } from "./address.ts";
import type { Catalogue } from "./catalogue.ts";

/** A value that JSON and CBOR carry unchanged. */
export type Json =
  | null
  | boolean
  | number
  | string
  | ReadonlyArray<Json>
  | { readonly [key: string]: Json };

/** An expected "no" of the domain: a value, never an exception. */
export interface Refusal<Type extends string = string> {
  /** The condition, as a name: `TicketAlreadyPrinted`. The API's `code` is its kebab-case form. */
  readonly type: Type;
  /** The rule as one sentence, true for every case that it refuses. */
  readonly rule: string;
  /** What was compared: enough to see why the rule applied here. */
  readonly operands: { readonly [name: string]: Json };
  /** One thing that the caller can do now. */
  readonly advice: string;
}

/** Refusals of one kind of actor by their names. */
export type RefusalRules<Type extends string> = {
  readonly [type in Type]: readonly [rule: string, advice: string];
};

/** Makes refusals by these rules, each with what was compared. */
export function refuseBy<Type extends string>(
  rules: RefusalRules<Type>,
): (type: Type, operands?: Refusal["operands"]) => Result.Result<never, Refusal<Type>> {
  return (type, operands = {}) => {
    const [rule, advice] = rules[type];
    return Result.fail({ type, rule, operands, advice });
  };
}

/** Everything a decision may know besides its own state; made by the actor system. */
export interface CommandContext {
  /** Milliseconds since the epoch, read once a command. */
  readonly at: number;
  /** Id of the API key that asked; `gatehouse` for commands that Gatehouse gives itself. */
  readonly by: string;
  /** Reference data of the tenant as it is now. */
  readonly catalogue: Catalogue;
  /** Proven never sent: the outstanding delivery may be superseded instead of waited for. */
  readonly unsent: boolean;
  /** The actor's own id. */
  readonly id: string;
  /** Unique for ever: what decisions make their new ids of. */
  readonly commandId: string;
  /** A fresh random number for a ticket that was given none. */
  readonly ticketNumber: TicketNumber;
}

/** The facts that follow from a command, or why it is refused. */
export type Decision<Event, Type extends string = string> = Result.Result<
  ReadonlyArray<Event>,
  Refusal<Type>
>;

/** Three pure functions; `evolve` is total and never refuses. No event = nothing to do. */
export interface Decider<State, Command, Event> {
  readonly initial: State;
  readonly decide: (state: State, command: Command, context: CommandContext) => Decision<Event>;
  readonly evolve: (state: State, event: Event) => State;
}

/** A command or an event: its `type` says which. */
export interface Tagged {
  readonly type: string;
}
