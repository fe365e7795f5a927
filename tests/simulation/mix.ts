/**
 * A seeded mix of commands to a few actors that all clients talk to, good ones and bad ones.
 *
 * @module
 */
import type { Kind } from "../../actors/address.ts";
import type { Tagged } from "../../actors/decider.ts";
import type { OrderCommand } from "../../actors/order/commands.ts";
import type { PassCommand } from "../../actors/pass/mod.ts";
import type { TicketCommand } from "../../actors/ticket/mod.ts";
import type { Dice } from "../../adapters/simulator/dice.ts";
import { Phrases } from "./phrases.ts";

/** A command and whom it goes to. */
export interface Choice {
  readonly kind: Kind;
  readonly id: string;
  readonly command: Tagged;
}

/** How many of each kind there are at a time. */
export interface Cast {
  readonly passes: number;
  readonly tickets: number;
  readonly orders: number;
}

/** An order with as many is left alone: each of its commands tells all its passes and tickets. */
const LINES_MAX = 5;

type Weighted<Command extends Tagged> = ReadonlyArray<readonly [Command["type"], number]>;

const OF_PASS: Weighted<PassCommand> = [
  ["AcquirePass", 3],
  ["AddAdmission", 22],
  ["PrintPass", 22],
  ["ReprintPass", 12],
  ["RemoveAdmission", 10],
  ["BlockPass", 8],
  ["UnblockPass", 8],
  ["TransferPass", 3],
  ["CancelPass", 3],
  ["DeletePass", 1],
  ["ProducePass", 2],
];

const OF_TICKET: Weighted<TicketCommand> = [
  ["AllocateTicket", 4],
  ["PrintTicket", 28],
  ["ReprintTicket", 24],
  ["UnprintTicket", 14],
  ["CancelTicket", 4],
  ["ProduceTicket", 2],
];

const OF_ORDER: Weighted<OrderCommand> = [
  ["PlaceOrder", 10],
  ["PrintOrder", 10],
  ["CancelLines", 4],
  ["ExchangeLines", 3],
];

/** Chooses commands; it is told what was accepted, so that the cast stays worth talking to. */
export class Mix {
  readonly #dice: Dice;
  readonly #cast: Cast;
  readonly #phrases: Phrases;
  readonly #ids = new Map<string, string>();
  readonly #known = new Set<string>();
  #made = 0;

  constructor(dice: Dice, cast: Cast) {
    this.#dice = dice;
    this.#cast = cast;
    this.#phrases = new Phrases(dice);
  }

  /** The next command of whoever asks. */
  next(): Choice {
    const { passes, tickets, orders } = this.#cast;
    const slot = this.#dice.pick(passes + tickets + orders);
    if (slot < passes) return this.#passCommand(this.#idOf(`P${slot}`));
    if (slot < passes + tickets) return this.#ticketCommand(this.#idOf(`T${slot}`));
    return this.#orderCommand(this.#idOf(`O${slot}`));
  }

  /** One that has come to its end makes room for another. */
  accepted({ id, command: { type } }: Choice): void {
    this.#known.add(id);
    const isFull = this.#phrases.linesOf(id) >= LINES_MAX;
    if (isFull || ["CancelPass", "CancelTicket", "DeletePass"].includes(type)) {
      this.#ids.delete(id.split("-")[0] ?? "");
    }
  }

  #idOf(slot: string): string {
    const known = this.#ids.get(slot) ?? `${slot}-${++this.#made}`;
    this.#ids.set(slot, known);
    return known;
  }

  #passCommand(id: string): Choice {
    const type = this.#known.has(id) ? this.#choose(OF_PASS) : "AcquirePass";
    return { kind: "pass", id, command: this.#phrases.pass(type) };
  }

  #ticketCommand(id: string): Choice {
    const type = this.#known.has(id) ? this.#choose(OF_TICKET) : "AllocateTicket";
    return { kind: "ticket", id, command: this.#phrases.ticket(type) };
  }

  #orderCommand(id: string): Choice {
    const type = this.#known.has(id) ? this.#choose(OF_ORDER) : "PlaceOrder";
    return { kind: "order", id, command: this.#phrases.order(id, type) };
  }

  #choose<Command extends Tagged>(weights: Weighted<Command>): Command["type"] {
    let left = this.#dice.pick(weights.reduce((sum, [, weight]) => sum + weight, 0));
    const found = weights.find(([, weight]) => (left -= weight) < 0) ?? weights[0];
    if (found === undefined) throw new Error("There is nothing to choose from");
    return found[0];
  }
}
