/**
 * The shape of one event-sourced thing: what it decides, what it becomes, what it tells others.
 *
 * @module
 */
import type { Result } from "effect";
import type { SubjectCommand } from "./access_control.ts";
import type { Kind, TicketNumber } from "./address.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Claim, Loaded, Relation } from "./event_store.ts";

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

/** How far the access-control system is behind: three revisions of one actor. */
export interface Revisions {
  /** Grows by one with each command that the access control must hear of. */
  readonly desired: number;
  /** Highest revision that a queued delivery covers. */
  readonly queued: number;
  /** Highest revision that the access control has confirmed; `desired` when all is settled. */
  readonly acknowledged: number;
  /** `seq` of the newest delivery, 0 before the first. */
  readonly seq: number;
  /** The delivery now waited for. */
  readonly outstanding: { readonly seq: number; readonly failed: boolean } | null;
}

/** A decider with what the actor system must know to run it, whatever the kind. */
export interface ActorType<State, Command extends Tagged, Event extends Tagged>
  extends Decider<State, Command, Event> {
  readonly kind: Kind;
  /** Changes when the shape of `State` does: heads of another version are folded anew. */
  readonly stateVersion: number;
  /** Commands that may come first; any other to an actor without events is "unknown actor". */
  readonly creators: ReadonlyArray<Command["type"]>;
  /** Full message for a `DeliveryQueued` among the events, from the state after all of them. */
  readonly message: (state: State, seq: number) => SubjectCommand;
  readonly revisions: (state: State) => Revisions;
  /** Name of the access-control system that this actor's deliveries go to. */
  readonly accessControl: (state: State) => string;
  /** Values that this event takes, or gives up for ever, in the uniqueness index. */
  readonly claims: (event: Event, state: State) => ReadonlyArray<Claim>;
  /** What this event connects the actor with: an order, a customer, a performance. */
  readonly relations: (event: Event) => ReadonlyArray<Relation>;
  /** The event as one sentence for people, without barcodes and personal data. */
  readonly sentence: (event: Event) => string;
}

/** A command or an event: its `type` says which. */
export interface Tagged {
  readonly type: string;
}

/** An `ActorType` whose own types are nobody else's business. */
// deno-lint-ignore no-explicit-any -- a list of all kinds has no other common type
export type AnyActorType = ActorType<any, any, any>;

/** The state of a loaded actor. A snapshot of another state version must not get here. */
export function fold<State, Command extends Tagged, Event extends Tagged>(
  type: ActorType<State, Command, Event>,
  loaded: Loaded,
): State {
  let state = loaded.snapshot === null ? type.initial : loaded.snapshot.state as State;
  for (const event of loaded.tail) state = type.evolve(state, event as Event);
  return state;
}
