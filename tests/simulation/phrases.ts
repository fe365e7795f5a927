/**
 * What the commands of a simulated run say: values that meet, so that some are refused.
 *
 * @module
 */
import type { OrderCommand } from "../../actors/order/commands.ts";
import type { AskedLine } from "../../actors/order/events.ts";
import type { PassCommand } from "../../actors/pass/mod.ts";
import type { TicketCommand } from "../../actors/ticket/mod.ts";
import type { Dice } from "../../adapters/simulator/dice.ts";
import { PERFORMANCES } from "./season.ts";

const CUSTOMERS = 3;
const ADMISSIONS = 6;
const reason = "because";

/** Fills commands in. */
export class Phrases {
  readonly #dice: Dice;
  /** Lines sold, by order. */
  readonly #lines = new Map<string, number>();

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  /** How many lines an order was ever asked for. */
  linesOf(orderId: string): number {
    return this.#lines.get(orderId) ?? 0;
  }

  /** A command to a pass. */
  pass(type: PassCommand["type"]): PassCommand {
    const admissionId = `A-${this.#dice.pick(ADMISSIONS)}`;
    switch (type) {
      case "AcquirePass": {
        const isClub = this.#dice.pick(4) === 0;
        const source = isClub
          ? { kind: "item", code: "MEMBER", orderId: this.#orderId() } as const
          : { kind: "bundle", code: "FULL", orderId: this.#orderId() } as const;
        const passType = isClub ? "CLUB" : "SEASON";
        return { type, passType, customerId: this.#customer(), source };
      }
      case "AddAdmission":
        return {
          type,
          admissionId,
          orderId: this.#orderId(),
          performance: this.#performance(),
          priceType: "adult",
          seat: null,
        };
      case "RemoveAdmission":
        return { type, admissionId, reason, override: this.#dice.pick(2) === 0 };
      case "PrintPass":
        return { type, orderId: this.#orderId(), printer: this.#printer(), admissionIds: null };
      case "TransferPass":
        return { type, customerId: this.#customer(), reason };
      case "CancelPass":
        return { type, reason, override: true };
      case "DeletePass":
        return { type };
      case "ReprintPass":
        return { type, reason, printer: null };
      case "ProducePass":
        return { type, printer: null };
      default:
        return { type: type === "BlockPass" ? type : "UnblockPass", reason };
    }
  }

  /** A command to a ticket. */
  ticket(type: TicketCommand["type"]): TicketCommand {
    switch (type) {
      case "AllocateTicket":
        return {
          type,
          orderId: this.#orderId(),
          customerId: this.#customer(),
          performance: this.#performance(),
          priceType: "adult",
          seat: null,
          ticketNumber: null,
          accessControl: null,
        };
      case "PrintTicket":
        return { type, printer: this.#printer() };
      case "ReprintTicket":
        return { type, reason, printer: null, ticketNumber: null, override: true };
      case "CancelTicket":
        return { type, reason, override: true };
      case "ProduceTicket":
        return { type, printer: null };
      default:
        return { type: "UnprintTicket", reason };
    }
  }

  /** A command to this order. */
  order(orderId: string, type: OrderCommand["type"]): OrderCommand {
    const override = this.#dice.pick(2) === 0;
    switch (type) {
      case "PrintOrder":
        return {
          type,
          lines: null,
          reprint: this.#dice.pick(3) === 0 ? { reason } : null,
          printer: null,
        };
      case "CancelLines":
        return { type, lines: [this.#lineOf(orderId)], reason, override };
      case "ExchangeLines": {
        const release = [this.#lineOf(orderId)];
        return { type, release, lines: [this.#newLine(orderId)], reason, override };
      }
      default: {
        const lines = Array.from({ length: 1 + this.#dice.pick(2) }, () => this.#newLine(orderId));
        return { type: "PlaceOrder", customerId: `C-${orderId}`, lines };
      }
    }
  }

  #newLine(orderId: string): AskedLine {
    const count = this.linesOf(orderId) + 1;
    this.#lines.set(orderId, count);
    const line = {
      lineId: `L-${count}`,
      priceType: "adult",
      seat: null,
      seats: null,
      passId: null,
      carrier: null,
    };
    switch (this.#dice.pick(4)) {
      case 0:
        return { ...line, kind: "bundle", code: "FULL" };
      case 1:
        return { ...line, kind: "item", code: "MEMBER", priceType: null };
      case 2:
        return { ...line, kind: "bundle", code: "LOOSE" };
      default:
        return { ...line, kind: "performance", code: this.#performance() };
    }
  }

  /** Mostly one that is there. */
  #lineOf(orderId: string): string {
    return `L-${1 + this.#dice.pick(this.linesOf(orderId) + 1)}`;
  }

  #customer(): string {
    return `C-${this.#dice.pick(CUSTOMERS)}`;
  }

  #orderId(): string {
    return `D-${this.#dice.pick(2)}`;
  }

  #performance(): string {
    return PERFORMANCES[this.#dice.pick(PERFORMANCES.length)] ?? "M01";
  }

  /** A real one can run out of stock. */
  #printer(): string {
    return this.#dice.pick(3) === 0 ? "Kiosk" : "Virtual";
  }
}
