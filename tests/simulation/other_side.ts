/**
 * The access control of a simulated run: the simulator's own rules and faults, without HTTP. It
 * outlives every life of the service, as the real one does.
 *
 * @module
 */
import * as v from "valibot";
import type { Reply } from "../../adapters/fortress/call.ts";
import { applyChange, judge } from "../../adapters/simulator/change.ts";
import { type Dice, makeDice } from "../../adapters/simulator/dice.ts";
import { type FaultSet, makeFaults, strikes } from "../../adapters/simulator/faults.ts";
import { applyScan, decideScan, scanRecord } from "../../adapters/simulator/gate.ts";
import { makeChange } from "../../adapters/simulator/issue.ts";
import { CommandMessage } from "../../adapters/simulator/messages.ts";
import { watchBytes } from "../../adapters/simulator/oracles.ts";
import { type DoneBody, makeWorld, subjectKey } from "../../adapters/simulator/world.ts";
import { Process, type Timeline } from "./timeline.ts";
import type { Trace } from "./trace.ts";

/** Where and as what a run is played. */
export interface Stage {
  readonly timeline: Timeline;
  readonly trace: Trace;
  readonly seed: number;
}

/** An answer that it brings by itself. */
export interface Push {
  readonly commandId: string;
  readonly body: object;
}

/** Gives an answer to a call; `null`: the connection breaks. */
export type Respond = (reply: Reply | null) => void;

/** A reply of its own accord comes within so long. */
const PUSH_DELAY_MAX_MS = 3_000;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const GARBAGE: Reply = { status: 200, retryAfter: null, body: encoder.encode("<html>\u0000{]") };

/** The other side of the wire. */
export class OtherSide {
  readonly world = makeWorld("boot");
  /** Nobody can be reached at all. */
  isDown = false;
  /** A list that is asked for may not come. */
  losesLists = false;
  /** Takes an answer that is brought; set by whoever delivers it. */
  onPush: (push: Push) => void = () => {};
  /** Two generations of one ticket that open gates at one time. */
  readonly doubleTickets: Array<string> = [];
  /** What was sent and is not of the wire's form. */
  readonly badMessages: Array<string> = [];
  readonly process = new Process();
  readonly #timeline: Timeline;
  readonly #trace: Trace;
  #faults;
  readonly #values: Dice;
  readonly #dice: Dice;
  readonly #pending = new Set<string>();
  /** Whose a command was, by its id. */
  readonly #subjects = new Map<string, string>();

  constructor({ timeline, trace, seed }: Stage) {
    this.#timeline = timeline;
    this.#trace = trace;
    this.#values = makeDice(seed ^ 0x51);
    this.#dice = makeDice(seed ^ 0x52);
    this.#faults = makeFaults({}, seed);
  }

  /** Replaces all that goes wrong. */
  setFaults(set: FaultSet): void {
    this.#faults = makeFaults(set, this.#dice.pick(2 ** 31));
  }

  /** `POST /commands`. */
  receive(bytes: Uint8Array, respond: Respond): void {
    const text = decoder.decode(bytes);
    const parsed = v.safeParse(CommandMessage, JSON.parse(text));
    if (!parsed.success) {
      this.badMessages.push(text);
      return respond(replyOf(400, {}));
    }
    const command = parsed.output;
    const { commandId } = command;
    watchBytes(this.world.oracles, commandId, text);
    if (strikes(this.#faults, "tooMany")) return respond(replyOf(429, {}, "1"));
    if (strikes(this.#faults, "fail5xx")) return respond(replyOf(500, {}));
    if (strikes(this.#faults, "neverAnswer")) return;
    const verdict = this.#judge(command);
    switch (verdict.type) {
      case "repeat":
        return respond(replyOf(200, verdict.answer));
      case "stale":
        return respond(replyOf(409, { status: "stale", lastSeq: verdict.lastSeq }));
      case "rejected": {
        const { code, message } = verdict;
        this.#note(`rejects ${commandId}: ${code}`);
        return respond(replyOf(422, { status: "rejected", code, message }));
      }
      case "fresh":
        break;
    }
    if (this.#pending.has(commandId) || strikes(this.#faults, "late")) {
      this.#acceptForLater(command);
      return respond(replyOf(202, { commandId, status: "accepted" }));
    }
    const answer = this.#apply(command);
    if (strikes(this.#faults, "duplicateReplies")) this.#push(answer);
    if (strikes(this.#faults, "loseReplyAfterApply")) return respond(null);
    if (strikes(this.#faults, "garbageBody")) return respond(GARBAGE);
    respond(replyOf(200, answer));
  }

  /** `GET /commands/{commandId}`. */
  ask(commandId: string, respond: Respond): void {
    if (strikes(this.#faults, "garbageBody")) return respond(GARBAGE);
    if (this.#pending.has(commandId)) {
      return respond(replyOf(202, { commandId, status: "accepted" }));
    }
    const answer = this.world.applied.get(commandId);
    respond(answer === undefined ? replyOf(404, { status: "unknown" }) : replyOf(200, answer));
  }

  /** Somebody holds something against a gate, as often as not something that opens it. */
  scan(): void {
    const issued = [...this.world.credentials.values()];
    const one = issued[this.#dice.pick(issued.length)];
    if (one === undefined) return;
    const ProductCode = one.admissions[0]?.ProductCode ?? "M01";
    const direction = this.#dice.pick(3) > 0 ? "in" : "out";
    const scan = { value: one.value, ProductCode, gate: "G4", direction } as const;
    const at = new Date(this.#timeline.now).toISOString();
    const code = decideScan(this.world, scan);
    applyScan(this.world, scanRecord(this.world, scan, { at, code }));
  }

  #judge(command: CommandMessage) {
    return judge(this.world, command, { noIdempotency: false });
  }

  #apply(command: CommandMessage): DoneBody {
    const at = new Date(this.#timeline.now).toISOString();
    const chance = { at, values: this.#values, faults: this.#faults };
    const change = makeChange(this.world, command, chance);
    this.#contradict(command);
    applyChange(this.world, change);
    this.#watchTicket(command);
    this.#note(`applies ${command.command} ${command.commandId} seq ${command.seq}`);
    return change.answer;
  }

  /** Judged again: what comes late may come too late. */
  #acceptForLater(command: CommandMessage): void {
    const { commandId } = command;
    if (this.#pending.has(commandId)) return;
    this.#pending.add(commandId);
    const { afterMs = 0, push = true } = this.#faults.set.late ?? {};
    this.#timeline.after(this.process, this.#dice.pick(afterMs + 1), () => {
      this.#pending.delete(commandId);
      if (this.#judge(command).type !== "fresh") return;
      const answer = this.#apply(command);
      if (push) this.#push(answer);
    });
  }

  /**
   * A lie about the command before this one. That this one was sent proves that the truth about
   * the other is on disk: against a lie that comes first nobody could do anything.
   */
  #contradict({ tenant, subject, seq }: CommandMessage): void {
    if (!strikes(this.#faults, "contradictoryReplies")) return;
    const before = [...this.world.applied.keys()].findLast((id) =>
      this.#subjects.get(id) === subjectKey({ tenant, ...subject })
    );
    if (before === undefined || seq === 1) return;
    const told = { status: "rejected", code: "contradiction", message: "It was applied" };
    this.#push({ commandId: before, ...told });
  }

  #push(body: { readonly commandId: string }): void {
    this.#timeline.after(this.process, this.#dice.pick(PUSH_DELAY_MAX_MS), () => {
      this.onPush({ commandId: body.commandId, body });
    });
  }

  /** The oracles of the simulator watch cards; a ticket may have several barcodes of one printing. */
  #watchTicket({ tenant, subject, commandId }: CommandMessage): void {
    const key = subjectKey({ tenant, ...subject });
    this.#subjects.set(commandId, key);
    const values = this.world.subjects.get(key)?.values ?? [];
    const live = values.flatMap((value) => {
      const issued = this.world.credentials.get(value);
      return issued?.state === "live" ? [issued.generation] : [];
    });
    if (new Set(live).size > 1) this.doubleTickets.push(`${key} after ${commandId}`);
  }

  #note(line: string): void {
    this.#trace.note(this.#timeline.now, `access control ${line}`);
  }
}

function replyOf(status: number, body: object, retryAfter: string | null = null): Reply {
  return { status, retryAfter, body: encoder.encode(JSON.stringify(body)) };
}
