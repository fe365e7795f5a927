/**
 * A seeded mix of commands, good and bad, to a few busy actors and ever new ones.
 *
 * @module
 */
import { MATCHES } from "../../adapters/demo/season.ts";
import type { Dice } from "../../adapters/simulator/dice.ts";

/** Whom a command goes to. */
export interface Actor {
  readonly kind: "tickets" | "passes" | "orders";
  readonly id: string;
}

/** One command, ready to be sent and sent again. */
export interface Command {
  readonly actor: Actor;
  readonly verb: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Its `Idempotency-Key`. */
  readonly key: string;
}

/** Actors that many clients talk to at once. */
const HOT = 20;
/** How often a command goes to one of them, in a hundred. */
const HOT_PERCENT = 70;
/** New actors that may be spoken to again. */
const RECENT_MAX = 40;

type Weights = ReadonlyArray<readonly [verb: string, weight: number]>;

const TICKET_VERBS: Weights = [
  ["allocate", 6],
  ["print", 28],
  ["reprint", 28],
  ["unprint", 14],
  ["cancel", 4],
];

const PASS_VERBS: Weights = [
  ["acquire", 4],
  ["add-admission", 24],
  ["print", 24],
  ["reprint", 12],
  ["remove-admission", 12],
  ["block", 9],
  ["unblock", 9],
  ["cancel", 3],
];

/** Chooses commands; told what was answered, so that the busy actors stay worth talking to. */
export class CommandMix {
  readonly #hot: Array<Actor>;
  readonly #recent: Array<Actor> = [];
  readonly #created = new Set<string>();
  #made = 0;

  constructor() {
    this.#hot = Array.from({ length: HOT }, (_, slot) => this.#fresh(slot));
  }

  /** The next one of a client. */
  next(dice: Dice, key: string): Command {
    const actor = this.#choose(dice);
    const { kind, id } = actor;
    const creator = kind === "tickets" ? "allocate" : "acquire";
    const isNew = !this.#created.has(`${kind}/${id}`) && dice.pick(10) > 0;
    const verb = isNew ? creator : weighted(dice, kind === "tickets" ? TICKET_VERBS : PASS_VERBS);
    const body = dice.pick(25) === 0 ? badBody(dice, actor, verb) : bodyOf(dice, actor, verb);
    return { actor, verb, body, key };
  }

  /** A cancelled actor is dead for good: another takes its place. */
  accepted({ actor, verb }: Command): void {
    this.#created.add(`${actor.kind}/${actor.id}`);
    const slot = this.#hot.indexOf(actor);
    if (verb === "cancel" && slot >= 0) this.#hot[slot] = this.#fresh(slot);
  }

  #choose(dice: Dice): Actor {
    if (dice.pick(100) < HOT_PERCENT) {
      const hot = this.#hot[dice.pick(HOT)];
      if (hot !== undefined) return hot;
    }
    const again = dice.pick(4) > 0 ? this.#recent[dice.pick(RECENT_MAX)] : undefined;
    if (again !== undefined) return again;
    const fresh = this.#fresh(dice.pick(2));
    this.#recent[dice.pick(RECENT_MAX)] = fresh;
    return fresh;
  }

  #fresh(parity: number): Actor {
    this.#made += 1;
    return parity % 2 === 0
      ? { kind: "tickets", id: `T-${this.#made}` }
      : { kind: "passes", id: `P-${this.#made}` };
  }
}

function weighted(dice: Dice, weights: Weights): string {
  let left = dice.pick(weights.reduce((sum, [, weight]) => sum + weight, 0));
  for (const [verb, weight] of weights) {
    left -= weight;
    if (left < 0) return verb;
  }
  return "print";
}

function bodyOf(dice: Dice, { kind, id }: Actor, verb: string): Command["body"] {
  const orderId = `O-${dice.pick(3)}`;
  switch (verb) {
    case "allocate":
      return { orderId, customerId: `C-${id}`, ...seatOf(dice) };
    case "acquire": {
      const isBundle = dice.pick(2) === 0;
      const source = isBundle ? { kind: "bundle", code: "FULL" } : { kind: "item", code: "CLUB" };
      const passType = isBundle ? "SEASON" : "MEMBER";
      return { passType, customerId: `C-${id}`, source: { ...source, orderId } };
    }
    case "add-admission":
      return { admissionId: admissionId(dice), orderId, ...seatOf(dice) };
    case "remove-admission":
      return { admissionId: admissionId(dice), reason: "Returned" };
    case "print":
      return kind === "tickets" ? {} : { orderId };
    default:
      return { reason: "Lost on the way" };
  }
}

/** Ids meet: most removals find something, and some additions find their id used. */
function admissionId(dice: Dice): string {
  return `A-${dice.pick(12)}`;
}

function seatOf(dice: Dice): Command["body"] {
  return {
    performance: MATCHES[dice.pick(MATCHES.length)],
    priceType: dice.pick(2) === 0 ? "adult" : "concession",
    seat: { section: dice.pick(2) === 0 ? "N" : "S", row: "F", number: String(dice.pick(900)) },
  };
}

/** Wrong in form, or naming what is not there. */
function badBody(dice: Dice, actor: Actor, verb: string): Command["body"] {
  const body = bodyOf(dice, actor, verb);
  switch (dice.pick(3)) {
    case 0:
      return { ...body, surprise: true };
    case 1:
      return "performance" in body ? { ...body, performance: "M99" } : { nothing: "of use" };
    default:
      return "priceType" in body ? { ...body, priceType: "unpriced" } : { ...body, reason: 7 };
  }
}
