/**
 * Those who give commands: each tries one until it is answered, over as many lives of the service
 * as that takes, and remembers the answer.
 *
 * @module
 */
import { Cause, Exit } from "effect";
import type { ActorView, Envelope, Receipt, SendError } from "../../actors/actor_router.ts";
import type { Kind } from "../../actors/address.ts";
import type { Tagged } from "../../actors/decider.ts";
import { type Dice, makeDice } from "../../adapters/simulator/dice.ts";
import type { Ended } from "./life.ts";
import type { Choice } from "./mix.ts";
import type { Service } from "./service.ts";
import { Process } from "./timeline.ts";
import { TENANT } from "./wire.ts";

/** The answer to a command, as far as it must be the same for ever. */
export interface Answered {
  readonly key: string;
  readonly choice: Choice;
  readonly version: number;
  readonly events: ReadonlyArray<string>;
  readonly revision: number | null;
  /** Type of the refusal; `null`: it was carried out. */
  readonly refusal: string | null;
  /** Highest version that anyone knew of the actor when the command was first sent. */
  readonly floor: number;
}

/** What one client asked for and heard. Moments are whole numbers, each used once. */
export interface Heard {
  readonly key: string;
  readonly kind: Kind;
  readonly id: string;
  readonly begun: number;
  readonly ended: number;
  /** `null`: the actor was looked at. */
  readonly command: Tagged | null;
  readonly answered: Answered | null;
  /** What the look showed; `null` of an actor that is not there. */
  readonly look: Pick<ActorView, "version" | "state"> | null;
}

/** Not answers: nothing was done, or nobody knows, and the same key is to be tried again. */
const TRY_AGAIN: ReadonlyArray<string> = [
  "StoreUnavailable",
  "CommitUnknown",
  "ActorBusy",
  "CommandInProgress",
  "ClaimTaken",
];
/** Answers that say nothing was done and that are not kept. */
const NOT_KEPT: ReadonlyArray<string> = ["UnknownActor", "CommandIdReused"];

const PAUSE_MAX_MS = 400;
const FOLLOW_MS = 2_000;

/** All clients of one run. */
export class Clients {
  readonly answered: Array<Answered> = [];
  /** Everything but repeats, in the order of ending. */
  readonly heard: Array<Heard> = [];
  readonly broken: Array<string> = [];
  /** Sends that ended without an answer. */
  putOff = 0;
  readonly #service: Service;
  readonly #dice: Dice;
  readonly #process = new Process();
  readonly #newest = new Map<string, number>();
  readonly #carriedOut = new Map<string, string>();
  #made = 0;
  #moment = 0;

  constructor(service: Service) {
    this.#service = service;
    this.#dice = makeDice(service.seed ^ 0x31);
  }

  /** Gives a new command; `null`: it was answered with nothing that is kept. */
  async give(choice: Choice): Promise<Answered | null> {
    const key = `k-${++this.#made}`;
    const { kind, id, command } = choice;
    const actor = `${kind}/${id}`;
    const floor = this.#newest.get(actor) ?? 0;
    const begun = ++this.#moment;
    const { answered } = await this.#send({ key, floor }, choice);
    this.heard.push({ key, kind, id, begun, ended: ++this.#moment, command, answered, look: null });
    if (answered === null) return null;
    this.answered.push(answered);
    this.#newest.set(actor, Math.max(this.#newest.get(actor) ?? 0, answered.version));
    return answered;
  }

  /** Looks at an actor until it is shown. */
  async look({ kind, id }: Pick<Choice, "kind" | "id">): Promise<void> {
    const begun = ++this.#moment;
    const key = `look-${begun}`;
    for (;;) {
      const up = this.#service.up;
      const ended = up === null
        ? "gone"
        : await up.life.run(up.doors.router.view({ tenant: TENANT, kind, id }));
      if (ended !== "gone" && (Exit.isSuccess(ended) || tagOf(ended.cause) === "UnknownActor")) {
        const look = Exit.isSuccess(ended) ? ended.value : null;
        const asked = { key, kind, id, command: null, answered: null };
        this.heard.push({ ...asked, begun, ended: ++this.#moment, look });
        return;
      }
      await this.#rest();
    }
  }

  /** Gives an answered command again: it must be answered as before. */
  async repeat(before: Answered): Promise<void> {
    const { key, choice, floor, revision } = before;
    const { answered: again } = await this.#send({ key, floor }, choice);
    const [first, second] = [JSON.stringify(before), JSON.stringify(again)];
    if (first !== second) this.broken.push(`${key} is answered ${second} after ${first}`);
    if (choice.kind === "order" && revision !== null) await this.#followOrder(before);
  }

  /** Gives another command under a key that was used: that must be told. */
  async misuse({ key, choice, floor }: Answered): Promise<void> {
    const other = { ...choice, command: { ...choice.command, reason: "Something else" } };
    const { words } = await this.#send({ key, floor }, other);
    if (words !== "CommandIdReused") this.broken.push(`${key} with another body is ${words}`);
  }

  /** Once an order is carried out, it is told so at the same version for ever. */
  async #followOrder({ key, choice: { kind, id, command }, version, revision }: Answered) {
    const up = this.#service.up;
    if (up === null) return;
    const { router, store } = up.doors;
    const record = await up.life.run(store.command(TENANT, key));
    if (record === "gone" || Exit.isFailure(record) || record.value === null) return;
    const followed = await up.life.run(router.carriedOut(record.value, FOLLOW_MS));
    if (followed === "gone" || Exit.isFailure(followed)) return;
    const told = JSON.stringify(followed.value);
    this.#note(`${key} ${command.type} ${kind}/${id} revision ${revision}: ${told}`);
    // without a higher version it was not told in time
    if (followed.value.version === version) return;
    const before = this.#carriedOut.get(key) ?? told;
    this.#carriedOut.set(key, before);
    if (told !== before) this.broken.push(`${key} is carried out ${told} after ${before}`);
  }

  async #send(
    asked: Pick<Answered, "key" | "floor">,
    choice: Choice,
  ): Promise<{ readonly words: string; readonly answered: Answered | null }> {
    const { kind, id, command } = choice;
    const envelope: Envelope = {
      commandId: asked.key,
      fresh: false,
      command,
      fingerprint: JSON.stringify(choice),
      expected: null,
      by: "box-office",
      requestId: null,
      correlationId: null,
      causationId: null,
      delivery: null,
    };
    for (;;) {
      const up = this.#service.up;
      if (up !== null) {
        const sending = up.doors.router.send({ tenant: TENANT, kind, id }, envelope);
        const answer = this.#answerOf(await up.life.run(sending), { ...asked, choice });
        this.#note(`${asked.key} ${command.type} ${kind}/${id}: ${answer?.words}`);
        if (answer !== null) return answer;
      }
      await this.#rest();
    }
  }

  async #rest(): Promise<void> {
    this.putOff += 1;
    await this.#service.timeline.sleep(this.#process, this.#dice.pick(PAUSE_MAX_MS));
  }

  /** `null`: try again. */
  #answerOf(
    ended: Ended<Receipt, SendError>,
    asked: Pick<Answered, "key" | "choice" | "floor">,
  ): { readonly words: string; readonly answered: Answered | null } | null {
    if (ended === "gone") return null;
    if (Exit.isSuccess(ended)) {
      const { version, events, revision } = ended.value.record;
      const answered = { ...asked, version, events, revision, refusal: null };
      return { words: `version ${version}`, answered };
    }
    const tag = tagOf(ended.cause);
    if (tag === "CommandRefused") {
      const { refusal, version } = Cause.squash(ended.cause) as Extract<
        SendError,
        { readonly _tag: "CommandRefused" }
      >;
      const answered = { ...asked, version, events: [], revision: null, refusal: refusal.type };
      return { words: refusal.type, answered };
    }
    if (TRY_AGAIN.includes(tag)) return null;
    if (!NOT_KEPT.includes(tag)) this.broken.push(`${asked.key} ends with ${tag}`);
    return { words: tag, answered: null };
  }

  #note(line: string): void {
    this.#service.trace.note(this.#service.timeline.now, line);
  }
}

function tagOf(cause: Cause.Cause<unknown>): string {
  const error = Cause.squash(cause);
  return isTagged(error) ? error._tag : String(error);
}

function isTagged(error: unknown): error is { readonly _tag: string } {
  return typeof error === "object" && error !== null && "_tag" in error;
}
