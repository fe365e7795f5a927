/**
 * The real decider beside a model: what it is told, and what the access control confirms.
 *
 * @module
 */
import { Result } from "effect";
import type { ActorType } from "../../../actors/actor_type.ts";
import { Barcode, TicketNumber } from "../../../actors/address.ts";
import type { BoundCredential } from "../../../actors/credentials.ts";
import type { Tagged } from "../../../actors/decider.ts";
import type { Sync, SyncCommand } from "../../../actors/sync.ts";
import { contextOf } from "../../support/given.ts";
import { done } from "../../support/stories.ts";

interface Held {
  readonly sync: Sync;
  readonly credentials: ReadonlyArray<BoundCredential>;
}

const CONTEXT = contextOf();

/** One actor in memory: its messages are sent as soon as they are queued. */
export class Actor<State extends Held, Command extends Tagged, Event extends Tagged> {
  readonly #type: ActorType<State, Command | SyncCommand, Event>;
  state: State;
  #numbers = 100_000_000_000;

  constructor(type: ActorType<State, Command | SyncCommand, Event>) {
    this.#type = type;
    this.state = type.initial;
  }

  /** The rule against a command; `null`: it was carried out. */
  tell(command: Command | SyncCommand): string | null {
    const ticketNumber = TicketNumber(String(++this.#numbers));
    const decision = this.#type.decide(this.state, command, { ...CONTEXT, ticketNumber });
    if (Result.isFailure(decision)) return decision.failure.type;
    this.state = decision.success.reduce(this.#type.evolve, this.state);
    return null;
  }

  /** The access control does what it is waited for. */
  confirm(kind: "card" | "standard"): void {
    const { outstanding } = this.state.sync;
    if (outstanding === null) return;
    const { seq, command, credentials } = outstanding;
    const isNew = command.startsWith("issue") && credentials.length === 0;
    const value = Barcode(`${kind}-${seq}`);
    this.tell({
      type: "RecordAnswer",
      seq,
      answer: done(isNew ? [{ kind, value }] : []),
      owners: isNew ? [{ value, owner: "free" }] : [],
    });
  }

  /** Values that open a gate, as far as the actor knows. */
  get live(): ReadonlyArray<BoundCredential> {
    return this.state.credentials.filter(({ state }) => state === "live");
  }

  /** All that is wanted is confirmed. */
  get isSettled(): boolean {
    const { desired, acknowledged, outstanding } = this.#type.revisions(this.state);
    return outstanding === null && desired === acknowledged;
  }
}
