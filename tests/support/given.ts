/**
 * Given these facts, when this is asked, then that: the deciders' tests in their own words.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Result } from "effect";
import { TicketNumber } from "../../actors/address.ts";
import type { ActorType } from "../../actors/actor_type.ts";
import type { CommandContext, Refusal, Tagged } from "../../actors/decider.ts";
import { catalogueOf, type Season } from "./catalogue.ts";

/** What a test changes about the asking. */
export interface Asking extends Partial<Omit<CommandContext, "catalogue">> {
  readonly season?: Season;
}

/** A decision taken, to be held against what was expected. */
export interface Outcome<State, Event extends Tagged> {
  /** Exactly these events, in this order. */
  readonly then: (...expected: ReadonlyArray<Event>) => State;
  /** Events of exactly these types, in this order. */
  readonly thenTypes: (...expected: ReadonlyArray<Event["type"]>) => State;
  /** No event: there was nothing to do. */
  readonly thenNothing: () => State;
  /** Refused by this rule; gives the refusal. */
  readonly refused: (type: string) => Refusal;
}

/** An actor with a past, for one test. */
export interface Given<State, Command, Event extends Tagged> {
  readonly state: State;
  readonly events: ReadonlyArray<Event>;
  readonly when: (command: Command, asking?: Asking) => Outcome<State, Event>;
  /** The same actor after it has accepted this. */
  readonly after: (command: Command, asking?: Asking) => Given<State, Command, Event>;
}

/** The context of most tests. */
export function contextOf({ season, ...asked }: Asking = {}): CommandContext {
  return {
    at: Date.UTC(2026, 7, 1, 12),
    by: "box-office",
    catalogue: catalogueOf(season),
    unsent: false,
    id: "T-1",
    commandId: "c-fresh",
    ticketNumber: TicketNumber("900000000001"),
    ...asked,
  };
}

/** Starts from `events`, in the order in which they happened. */
export function given<State, Command extends Tagged, Event extends Tagged>(
  type: ActorType<State, Command, Event>,
  ...events: ReadonlyArray<Event>
): Given<State, Command, Event> {
  const state = events.reduce(type.evolve, type.initial);
  const decide = (command: Command, asking?: Asking) =>
    type.decide(state, command, contextOf(asking));
  const happened = (command: Command, asking?: Asking): ReadonlyArray<Event> => {
    const decision = decide(command, asking);
    assert.ok(
      Result.isSuccess(decision),
      `${command.type} was refused as ${Result.isFailure(decision) && decision.failure.type}`,
    );
    return decision.success;
  };
  return {
    state,
    events,
    when(command, asking) {
      const check = (test: (found: ReadonlyArray<Event>) => void) => {
        const found = happened(command, asking);
        test(found);
        return found.reduce(type.evolve, state);
      };
      return {
        then: (...expected) => check((found) => assert.deepEqual(found, expected)),
        thenTypes: (...expected) =>
          check((found) => assert.deepEqual(found.map((event) => event.type), expected)),
        thenNothing: () => check((found) => assert.deepEqual(found, [])),
        refused(refusal) {
          const decision = decide(command, asking);
          assert.ok(Result.isFailure(decision), `${command.type} was accepted`);
          assert.equal(decision.failure.type, refusal);
          return decision.failure;
        },
      };
    },
    after: (command, asking) => given(type, ...events, ...happened(command, asking)),
  };
}
