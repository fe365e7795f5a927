/**
 * A pass told anew, from the rules and not from the code: what it refuses, what is on it, and how
 * far its card has come, with an access control that does one thing after the other.
 *
 * @module
 */
import type { PassCommand } from "../../../actors/pass/mod.ts";
import type { PassStatus } from "../../../actors/pass/state.ts";
import { GuestModel, type ToldPassage } from "./guest.ts";

/** What the model knows of. */
export type ModelledPassCommand = Extract<
  PassCommand,
  {
    readonly type:
      | "AcquirePass"
      | "AddAdmission"
      | "RemoveAdmission"
      | "PrintPass"
      | "ReprintPass"
      | "BlockPass"
      | "UnblockPass"
      | "CancelPass"
      | "TransferPass"
      | "DeletePass";
  }
>;

interface Admission {
  readonly performance: string;
  readonly orderId: string;
  /** `on` and `off` as the card has it; the others are on their way, or wait for a print. */
  state: "waiting" | "going-on" | "on" | "going-off" | "off";
  /** It opened its gate once. */
  wasOn: boolean;
}

/** What the access control is doing with a card. */
interface Doing {
  readonly what: "issue" | "update" | "block" | "unblock" | "kill";
  readonly card: number;
  /** Admissions that the card has when it is done. */
  readonly ids: ReadonlySet<string>;
}

/** A pass, and what the access control has of it. */
export class PassModel {
  life: "none" | "held" | "ending" | "ended" | "deleted" = "none";
  customer = "";
  readonly admissions = new Map<string, Admission>();
  /** Number of the newest card that was asked for. */
  card = 0;
  hasCard = false;
  /** Cards that were ever in hand. */
  cardsGiven = 0;
  /** All that ever came, in order: given to somebody, or wanted no more when it came. */
  readonly cards: Array<"given" | "unwanted"> = [];
  readonly dyingCards: Array<number> = [];
  isBlocked = false;
  isBlockedThere = false;
  readonly #guests = new Map<string, GuestModel>();
  doing: Doing | null = null;
  #source = "";

  /** The rule against a command; `null`: it is carried out. */
  tell(command: ModelledPassCommand): string | null {
    if (command.type === "AcquirePass") {
      if (this.life !== "none") return "PassAlreadyAcquired";
      [this.life, this.customer] = ["held", command.customerId];
      this.#source = command.source.orderId;
      return null;
    }
    const refusal = this.#ended() ?? this.#whileHeld(command);
    if (refusal === null) this.#goOn();
    return refusal;
  }

  /** The access control has done what it was doing. */
  confirm(): void {
    const { doing } = this;
    if (doing === null) return;
    this.doing = null;
    this.#done(doing);
    this.#goOn();
  }

  /**
   * It is told now that somebody went in with the first card before anything was revoked, on an
   * admission that was on it.
   */
  enteredBefore(admissionId: string, passage: ToldPassage): void {
    const one = this.admissions.get(admissionId);
    if (one?.wasOn === true && this.cards[0] === "given") {
      this.guest(one.performance).passes(passage);
    }
  }

  /** Whoever is let in to the performance with the card. */
  guest(performance: string): GuestModel {
    const guest = this.#guests.get(performance) ?? new GuestModel();
    this.#guests.set(performance, guest);
    return guest;
  }

  get #used(): ReadonlyArray<string> {
    return [...this.#guests].flatMap(([code, { usage }]) => usage.entries > 0 ? [code] : []);
  }

  get status(): PassStatus {
    switch (this.life) {
      case "ending":
        return "cancelling";
      case "ended":
        return "cancelled";
      case "deleted":
        return "deleted";
      default:
        return this.#heldStatus();
    }
  }

  #heldStatus(): PassStatus {
    if (this.card === 0) return "unprinted";
    if (!this.hasCard) return this.cardsGiven === 0 ? "issuing" : "reissuing";
    if (this.isBlocked) return "blocked";
    return this.isBlockedThere || this.#has("going-on", "going-off") ? "updating" : "active";
  }

  #ended(): string | null {
    switch (this.life) {
      case "none":
        return "PassUnknown";
      case "ending":
        return "PassIsCancelling";
      case "ended":
        return "PassAlreadyCancelled";
      case "deleted":
        return "PassIsDeleted";
      case "held":
        return null;
    }
  }

  #whileHeld(command: Exclude<ModelledPassCommand, { readonly type: "AcquirePass" }>) {
    switch (command.type) {
      case "AddAdmission":
        return this.#add(command);
      case "RemoveAdmission":
        return this.#take(command);
      case "PrintPass":
        return this.#print(command.orderId);
      case "ReprintPass":
        return this.#reprint();
      case "BlockPass":
        return this.#block();
      case "UnblockPass":
        if (this.card === 0) return "PassNotPrinted";
        if (!this.isBlocked) return "PassNotBlocked";
        this.isBlocked = false;
        return null;
      case "CancelPass":
        return this.#cancel(command.override);
      case "TransferPass":
        if (command.customerId === this.customer) return "SameCustomer";
        this.customer = command.customerId;
        return null;
      case "DeletePass":
        if (this.card > 0) return "PassAlreadyPrinted";
        this.life = "deleted";
        for (const one of this.admissions.values()) one.state = "off";
        return null;
    }
  }

  #add(
    { admissionId, performance, orderId }: {
      readonly admissionId: string;
      readonly performance: string;
      readonly orderId: string;
    },
  ): string | null {
    if (this.admissions.has(admissionId)) return "AdmissionAlreadyOnPass";
    const isTaken = this.#in("waiting", "going-on", "on").some((one) =>
      one.performance === performance
    );
    if (isTaken) return "PerformanceAlreadyOnPass";
    this.admissions.set(admissionId, { performance, orderId, state: "waiting", wasOn: false });
    return null;
  }

  #take(
    { admissionId, override }: { readonly admissionId: string; readonly override: boolean },
  ): string | null {
    const one = this.admissions.get(admissionId);
    if (one === undefined) return "AdmissionUnknown";
    if (one.state === "going-off" || one.state === "off") return "AdmissionAlreadyRevoked";
    if (one.state === "waiting") {
      one.state = "off";
      return null;
    }
    if (this.#used.includes(one.performance) && !override) return "AdmissionUsed";
    one.state = "going-off";
    return null;
  }

  /** A first print needs something to print, or a membership that needs nothing. */
  #print(orderId: string): string | null {
    const waiting = this.#in("waiting").filter((one) => one.orderId === orderId);
    const isMembership = this.card === 0 && orderId === this.#source &&
      this.#in("waiting", "going-on", "on").length === 0;
    if (waiting.length === 0 && !isMembership) {
      const isKnown = orderId === this.#source ||
        [...this.admissions.values()].some((one) =>
          one.orderId === orderId && one.state !== "waiting"
        );
      return this.card > 0 && isKnown ? "OrderAlreadyPrinted" : "NothingToPrint";
    }
    for (const one of waiting) one.state = "going-on";
    this.card = Math.max(1, this.card);
    return null;
  }

  #reprint(): string | null {
    if (this.card === 0) return "PassNotPrinted";
    if (!this.hasCard) {
      return this.cardsGiven === 0 ? "PrintAlreadyRequested" : "ReprintAlreadyRequested";
    }
    this.#kill();
    this.card += 1;
    for (const one of this.#in("on")) one.state = "going-on";
    return null;
  }

  #block(): string | null {
    if (this.card === 0) return "PassNotPrinted";
    if (this.isBlocked) return "PassAlreadyBlocked";
    if (!this.hasCard) return "PassNotActive";
    this.isBlocked = true;
    return null;
  }

  #cancel(override: boolean): string | null {
    if (this.#used.length > 0 && !override) return "PassUsed";
    this.life = "ending";
    this.#kill();
    for (const one of this.#in("waiting")) one.state = "off";
    for (const one of this.#in("going-on", "on")) one.state = "going-off";
    return null;
  }

  #kill(): void {
    if (this.hasCard) this.dyingCards.push(this.card);
    this.hasCard = false;
    this.isBlocked = false;
    this.isBlockedThere = false;
  }

  #done({ what, card, ids }: Doing): void {
    const isThisCard = this.hasCard && card === this.card;
    switch (what) {
      case "kill":
        this.dyingCards.splice(this.dyingCards.indexOf(card), 1);
        return;
      case "issue":
        if (this.life !== "held" || card !== this.card) {
          this.cards.push("unwanted");
          this.dyingCards.push(card);
          return;
        }
        this.cards.push("given");
        this.hasCard = true;
        this.cardsGiven += 1;
        return this.#show(ids);
      case "update":
        return isThisCard ? this.#show(ids) : undefined;
      default:
        if (isThisCard) this.isBlockedThere = what === "block";
    }
  }

  /** The card has these now. */
  #show(ids: ReadonlySet<string>): void {
    for (const [id, one] of this.admissions) {
      if (one.state === "going-on" && ids.has(id)) [one.state, one.wasOn] = ["on", true];
      else if (one.state === "going-off" && !ids.has(id)) one.state = "off";
    }
  }

  /** One thing after the other: what takes away goes first. */
  #goOn(): void {
    if (this.doing !== null) return;
    const what = this.#next();
    if (what !== null) {
      const card = what === "kill" ? this.dyingCards[0] ?? 0 : this.card;
      const ids = new Set(
        [...this.admissions].filter(([, { state }]) => state === "going-on" || state === "on")
          .map(([id]) => id),
      );
      this.doing = { what, card, ids };
    } else if (this.life === "ending") {
      this.life = "ended";
      for (const one of this.admissions.values()) one.state = "off";
    }
  }

  #next(): Doing["what"] | null {
    if (this.dyingCards.length > 0) return "kill";
    if (this.life !== "held" || this.card === 0) return null;
    if (!this.hasCard) return "issue";
    if (this.isBlocked && !this.isBlockedThere) return "block";
    if (this.#has("going-on", "going-off")) return "update";
    return this.isBlockedThere && !this.isBlocked ? "unblock" : null;
  }

  #in(...states: ReadonlyArray<Admission["state"]>): ReadonlyArray<Admission> {
    return [...this.admissions.values()].filter(({ state }) => states.includes(state));
  }

  #has(...states: ReadonlyArray<Admission["state"]>): boolean {
    return this.#in(...states).length > 0;
  }
}
