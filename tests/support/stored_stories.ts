/**
 * Tickets and passes in every state, written into a store with all that their facts lead to.
 *
 * @module
 */
import { Effect } from "effect";
import type { AnyActorType } from "../../actors/actor_type.ts";
import type { Address } from "../../actors/address.ts";
import type { Tagged } from "../../actors/decider.ts";
import type { Append, EventStore } from "../../actors/event_store.ts";
import { pass } from "../../actors/pass/mod.ts";
import type { DeliveryQueued } from "../../actors/sync.ts";
import { ticket } from "../../actors/ticket/mod.ts";
import type { Dice } from "../../adapters/simulator/dice.ts";
import { aDelivery, anAppend } from "./appends.ts";
import { passesInEveryState, scanned, ticketsInEveryState } from "./stories.ts";

/** An actor with its facts, as they will be stored. */
interface Story {
  readonly address: Address;
  readonly type: AnyActorType;
  readonly events: ReadonlyArray<Tagged>;
}

/** Facts in one commit at most. */
const FACTS_MAX = 3;

/** Scans of the one pass that has a past long enough for several snapshots. */
const SCANS = 120;

/**
 * Writes every story, its facts gathered into commits as the dice want, and a refused command each.
 *
 * Each story has a tenant of its own, as they all use the same barcodes; `again` makes them others.
 */
export const writeStories = Effect.fnUntraced(function* (
  store: EventStore["Service"],
  dice: Dice,
  again = "",
) {
  const stories = allStories().map((story): Story => {
    const { tenant } = story.address;
    return { ...story, address: { ...story.address, tenant: `${tenant}${again}` } };
  });
  for (const story of stories) {
    for (const append of appendsOf(story, dice)) yield* store.append(append);
  }
  return stories.map(({ address, type }) => ({ address, type }));
});

function allStories(): ReadonlyArray<Story> {
  const tickets = Object.entries(ticketsInEveryState()).map(([name, { events }]): Story => ({
    address: { tenant: `t-${name}`, kind: "ticket", id: "T-1" },
    type: ticket,
    events,
  }));
  const passes = Object.entries(passesInEveryState()).map(([name, { events }]): Story => ({
    address: { tenant: `p-${name}`, kind: "pass", id: "P-1" },
    type: pass,
    events,
  }));
  return [...tickets, ...passes, longStory()].filter(({ events }) => events.length > 0);
}

function longStory(): Story {
  let { active } = passesInEveryState();
  for (let n = 0; n < SCANS; n++) {
    const direction = n % 2 === 0 ? "in" : "out";
    const at = Date.UTC(2026, 8, 5, 14, 0, n);
    const value = active.state.credentials[0]?.value;
    active = active.after(
      scanned(`s${n}`, { direction, at, ...(value === undefined ? {} : { value }) }),
    );
  }
  const address = { tenant: "p-long", kind: "pass", id: "P-1" } as const;
  return { address, type: pass, events: active.events };
}

function appendsOf({ address, type, events }: Story, dice: Dice): ReadonlyArray<Append> {
  const appends: Array<Append> = [];
  let state = type.initial;
  for (let expected = 0; expected < events.length;) {
    const some = events.slice(expected, expected + 1 + dice.pick(FACTS_MAX));
    state = some.reduce(type.evolve, state);
    const after = state;
    const commandId = `${address.tenant}-${expected}`;
    appends.push(anAppend(address, {
      expected,
      commandId,
      events: some,
      state,
      stateVersion: type.stateVersion,
      claims: some.flatMap((event) => type.claims(event, after)),
      relations: some.flatMap((event) => type.relations(event)),
      needsPerson: type.needsPerson?.(after) ?? false,
      deliveries: some.filter(isQueued).map(({ seq }) => ({
        ...aDelivery(`${commandId}.${seq}`, { seq, correlationId: commandId }),
        tenant: address.tenant,
        actor: { kind: type === pass ? "pass" : "ticket", id: address.id },
      })),
    }));
    expected += some.length;
  }
  return [...appends, refused(address, events.length)];
}

function refused(address: Address, expected: number): Append {
  const refusal = { type: "TicketNotPrinted", rule: "No.", operands: {}, advice: "Print it." };
  const commandId = `${address.tenant}-refused`;
  return anAppend(address, { expected, commandId, events: [], command: { refusal } });
}

function isQueued(event: Tagged): event is DeliveryQueued {
  return event.type === "DeliveryQueued";
}
