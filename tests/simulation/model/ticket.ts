/**
 * A ticket told anew, from the rules and not from the code: what it refuses, and how far it has
 * come, with an access control that does one thing after the other.
 *
 * @module
 */
import type { TicketCommand } from "../../../actors/ticket/mod.ts";
import type { TicketStatus } from "../../../actors/ticket/state.ts";
import { GuestModel, type ToldPassage } from "./guest.ts";

/** What the model knows of. */
export type ModelledTicketCommand = Extract<
  TicketCommand,
  {
    readonly type:
      | "AllocateTicket"
      | "PrintTicket"
      | "ReprintTicket"
      | "UnprintTicket"
      | "CancelTicket"
      | "ProduceTicket";
  }
>;

/** A ticket, and what the access control has of it. */
export class TicketModel {
  wish: "nothing" | "paper" | "none" | "end" = "nothing";
  /** Its barcode opens a gate, here and there. */
  hasBarcode = false;
  /** All that ever came, in order: given to somebody, or wanted no more when it came. */
  readonly barcodes: Array<"given" | "unwanted"> = [];
  /** Barcodes that are revoked here, and open there until that is confirmed. */
  dying = 0;
  /** Whoever was let in on it. */
  readonly guest = new GuestModel();
  /** It came to its end. */
  isOver = false;
  /** What the access control is doing. */
  doing: "issue" | "revoke" | null = null;

  /** The rule against a command; `null`: it is carried out. */
  tell(command: ModelledTicketCommand): string | null {
    const refusal = this.#refusalOf(command);
    if (refusal === null) this.#carryOut(command.type);
    return refusal;
  }

  /** The access control has done what it was doing. */
  confirm(): void {
    if (this.doing === "issue") {
      const isWanted = this.wish === "paper";
      this.barcodes.push(isWanted ? "given" : "unwanted");
      if (isWanted) this.hasBarcode = true;
      else this.dying += 1;
    }
    if (this.doing === "revoke") this.dying = 0;
    this.doing = null;
    this.#goOn();
  }

  /** It is told now that somebody went in with the first barcode before anything was revoked. */
  enteredBefore(passage: ToldPassage): void {
    if (this.barcodes[0] === "given") this.guest.passes(passage);
  }

  get #isUsed(): boolean {
    return this.guest.usage.entries > 0;
  }

  get status(): TicketStatus {
    if (this.wish === "end") return this.isOver ? "cancelled" : "cancelling";
    if (this.wish !== "paper") return "unprinted";
    return this.hasBarcode ? "printed" : "barcode-requested";
  }

  #refusalOf(command: ModelledTicketCommand): string | null {
    if (command.type === "AllocateTicket") {
      return this.wish === "nothing" ? null : "TicketAlreadyAllocated";
    }
    if (this.wish === "nothing") return "TicketUnknown";
    if (this.wish === "end") return this.isOver ? "TicketAlreadyCancelled" : "TicketIsCancelling";
    const isWaiting = this.wish === "paper" && !this.hasBarcode;
    switch (command.type) {
      case "PrintTicket":
        if (isWaiting) return "PrintAlreadyRequested";
        return this.hasBarcode ? "TicketAlreadyPrinted" : null;
      case "ReprintTicket":
        if (isWaiting) return "PrintAlreadyRequested";
        if (!this.hasBarcode) return "TicketNotPrinted";
        return this.#isUsed && !command.override ? "TicketUsed" : null;
      case "UnprintTicket":
        if (!this.hasBarcode) return "TicketNotPrinted";
        return this.#isUsed ? "TicketUsed" : null;
      case "CancelTicket":
        return this.#isUsed && !command.override ? "TicketUsed" : null;
      case "ProduceTicket":
        return "NothingToProduce";
    }
  }

  #carryOut(type: ModelledTicketCommand["type"]): void {
    if (type !== "PrintTicket" && this.hasBarcode) {
      this.hasBarcode = false;
      this.dying += 1;
    }
    const isPaper = type === "PrintTicket" || type === "ReprintTicket";
    this.wish = isPaper ? "paper" : type === "CancelTicket" ? "end" : "none";
    this.#goOn();
  }

  /** One thing after the other: what is revoked goes first. */
  #goOn(): void {
    if (this.doing !== null) return;
    if (this.dying > 0) this.doing = "revoke";
    else if (this.wish === "paper" && !this.hasBarcode) this.doing = "issue";
    else if (this.wish === "end") this.isOver = true;
  }
}
