/**
 * Commands to passes that are never printed.
 *
 * @module
 */
import type { Dice } from "../../../adapters/simulator/dice.ts";
import type { Choice } from "../mix.ts";
import { PERFORMANCES } from "../season.ts";
import type { QuietCommand } from "./quiet_pass.ts";

const ORDER = "D-1";
const ADMISSIONS = 40;
const CUSTOMERS = 3;

/** Chooses them; a deleted pass makes room for another. */
export class QuietMix {
  readonly #dice: Dice;
  readonly #ids: Array<string>;
  #made = 0;

  constructor(dice: Dice, passes: number) {
    this.#dice = dice;
    this.#ids = Array.from({ length: passes }, () => this.#fresh());
  }

  /** The next command of whoever asks. */
  next(): Choice {
    const id = this.#ids[this.#dice.pick(this.#ids.length)] ?? this.#fresh();
    return { kind: "pass", id, command: this.#command() };
  }

  /** Told of what was carried out. */
  accepted({ id, command: { type } }: Choice): void {
    const slot = this.#ids.indexOf(id);
    if (type === "DeletePass" && slot >= 0) this.#ids[slot] = this.#fresh();
  }

  #fresh(): string {
    return `Q-${++this.#made}`;
  }

  #command(): QuietCommand {
    const admissionId = `A-${this.#dice.pick(ADMISSIONS)}`;
    const customerId = `C-${this.#dice.pick(CUSTOMERS)}`;
    const reason = "because";
    switch (this.#dice.pick(12)) {
      case 0:
      case 1: {
        const source = { kind: "bundle", code: "FULL", orderId: ORDER } as const;
        return { type: "AcquirePass", passType: "SEASON", customerId, source };
      }
      case 2:
      case 3:
        return { type: "TransferPass", customerId, reason };
      case 4:
      case 5:
      case 6:
        return { type: "RemoveAdmission", admissionId, reason, override: false };
      case 7:
        return this.#dice.pick(4) === 0 ? { type: "DeletePass" } : this.#addition(admissionId);
      default:
        return this.#addition(admissionId);
    }
  }

  #addition(admissionId: string): QuietCommand {
    const performance = PERFORMANCES[this.#dice.pick(PERFORMANCES.length)] ?? "M01";
    const sold = { orderId: ORDER, priceType: "adult", seat: null };
    return { type: "AddAdmission", admissionId, performance, ...sold };
  }
}
