/**
 * A decider with all that running it takes: what it tells others, and how it is found.
 *
 * @module
 */
import type { SubjectCommand } from "./access_control.ts";
import type { Kind } from "./address.ts";
import type { Decider, Tagged } from "./decider.ts";
import type { Claim, Loaded, Relation } from "./event_store.ts";

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
  /** Whether other actors are still to be told something; only kinds that coordinate have it. */
  readonly isUnfinished?: (state: State) => boolean;
  /** Whether a person must see to it: `EventStore.attention` names it until nobody has to. */
  readonly needsPerson?: (state: State) => boolean;
  /** What this event connects the actor with: an order, a customer, a performance. */
  readonly relations: (event: Event) => ReadonlyArray<Relation>;
  /** The event as one sentence for people, without barcodes and personal data. */
  readonly sentence: (event: Event) => string;
}

/** Of a kind that the access control never hears of: a change of it is done when it is stored. */
export const UNHEARD: Pick<
  AnyActorType,
  "message" | "revisions" | "accessControl" | "claims" | "relations"
> = {
  message: () => {
    throw new Error("An actor of this kind queues no deliveries");
  },
  revisions: () => ({ desired: 0, queued: 0, acknowledged: 0, seq: 0, outstanding: null }),
  accessControl: () => "",
  claims: () => [],
  relations: () => [],
};

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
