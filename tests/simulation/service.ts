/**
 * The service as those outside see it: one life after the other on the same disk.
 *
 * @module
 */
import { Exit } from "effect";
import type { Answer } from "../../actors/access_control.ts";
import type { Check } from "../../actors/reconciler.ts";
import { parseDone, parseRejected } from "../../adapters/fortress/answers.ts";
import { type Dice, makeDice } from "../../adapters/simulator/dice.ts";
import { SimulatedDisk } from "../support/simulated_kv.ts";
import { type Doors, Life } from "./life.ts";
import type { OtherSide, Stage } from "./other_side.ts";
import { Process, type Timeline } from "./timeline.ts";
import type { Trace } from "./trace.ts";
import { IMPATIENT, type Rhythm, SYSTEM, TENANT, wireTo } from "./wire.ts";

/** A life that is up, with what it offers. */
export interface Up {
  readonly life: Life;
  readonly doors: Doors;
}

/** How long a dead service stays away, at most. */
const AWAY_MAX_MS = 2_000;
const PUSH_TRIES_MAX = 8;
/** A list of many pages takes a while. */
const COMPARE_LOOKS_MAX = 60;
const COMPARE_LOOK_MS = 1_000;

/** Starts lives, and has them die. */
export class Service {
  readonly disk = new SimulatedDisk();
  readonly timeline: Timeline;
  readonly trace: Trace;
  readonly seed: number;
  lives = 0;
  readonly #other: OtherSide;
  readonly #rhythm: Rhythm;
  readonly #outside = new Process();
  readonly #dice: Dice;
  #up: Up | null = null;
  #life: Life | null = null;

  constructor(other: OtherSide, { timeline, trace, seed }: Stage, rhythm: Rhythm = IMPATIENT) {
    this.timeline = timeline;
    this.trace = trace;
    this.seed = seed;
    this.#other = other;
    this.#rhythm = rhythm;
    this.#dice = makeDice(seed ^ 0x41);
    this.disk.onCrash = () => this.crash();
    other.onPush = ({ commandId, body }) => void this.#receive(commandId, body);
  }

  /** The life that is up now. */
  get up(): Up | null {
    return this.#up;
  }

  /** Begins the next life; comes back when it is up, or gone again. */
  async start(): Promise<void> {
    const process = new Process();
    const dice = makeDice(this.seed ^ (0x1000 * ++this.lives));
    const surroundings = { timeline: this.timeline, dice, process };
    const wire = wireTo(this.#other, surroundings, this.#rhythm);
    const life = new Life(this.disk, wire, surroundings);
    this.#life = life;
    const doors = await life.doors;
    this.#note(`life ${this.lives} ${doors === null ? "did not come up" : "is up"}`);
    if (doors !== null && life.alive) this.#up = { life, doors };
    else this.#comeBack(life);
  }

  /** As kill -9, and a supervisor that starts it again after a while. */
  crash(): void {
    const life = this.#life;
    if (life === null || !life.alive) return;
    life.kill();
    this.#note(`life ${this.lives} is killed`);
    this.#comeBack(life);
  }

  /** Stops it without haste, and starts it again; `meanwhile` nobody writes. */
  async restart(meanwhile = () => Promise.resolve()): Promise<void> {
    const up = this.#up;
    if (up === null) return;
    this.#up = null;
    await up.life.stop();
    this.#note(`life ${this.lives} has stopped`);
    this.disk.restart();
    await meanwhile();
    await this.start();
  }

  /** Has every failed delivery tried again, and lets the access control be called. */
  async redrive(): Promise<void> {
    const up = this.#up;
    if (up === null) return;
    const { outbox, store } = up.doors;
    await up.life.run(outbox.resume(TENANT, SYSTEM));
    const dead = { status: "dead", accessControl: null, actor: null } as const;
    const found = await up.life.run(store.deliveries(TENANT, dead, { cursor: null, limit: 100 }));
    if (found === "gone" || Exit.isFailure(found)) return;
    for (const { id } of found.value.data) {
      this.#note(`is told to try ${id} again`);
      await up.life.run(outbox.retry(TENANT, id));
    }
  }

  /** Has the lists compared; `null`: that was not possible. */
  async compare(): Promise<Check | null> {
    const up = this.#up;
    if (up === null) return null;
    const { reconciler } = up.doors;
    const check = () => reconciler.checks(TENANT).get(SYSTEM) ?? null;
    const before = check()?.cycles ?? 0;
    await up.life.run(reconciler.request(TENANT, SYSTEM));
    for (let looks = 0; looks < COMPARE_LOOKS_MAX; looks++) {
      await this.timeline.sleep(this.#outside, COMPARE_LOOK_MS);
      const now = check();
      if (now !== null && now.cycles > before) return now.check;
    }
    return null;
  }

  /** Begins the next life after a while, unless it has begun. */
  #comeBack(gone: Life): void {
    gone.kill();
    this.#up = null;
    this.timeline.after(this.#outside, this.#dice.pick(AWAY_MAX_MS), () => {
      if (this.#life !== gone) return;
      this.disk.restart();
      void this.start();
    });
  }

  /** As the access control does it: tried again for a while, then left to be asked for. */
  async #receive(commandId: string, body: object): Promise<void> {
    const answer = answerIn(commandId, body);
    if (answer === null) return;
    for (let tries = 0; tries < PUSH_TRIES_MAX; tries++) {
      const up = this.#up;
      if (up !== null) {
        const receiving = up.doors.outbox.receive(TENANT, SYSTEM, commandId, answer);
        const ended = await up.life.run(receiving);
        this.#note(
          `is told ${answer.type} of ${commandId}: ${ended === "gone" ? ended : ended._tag}`,
        );
        if (ended !== "gone" && Exit.isSuccess(ended)) return;
      }
      await this.timeline.sleep(this.#outside, 50 * 2 ** tries);
    }
  }

  #note(line: string): void {
    this.trace.note(this.timeline.now, `service ${line}`);
  }
}

function answerIn(commandId: string, body: object): Answer | null {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return parseDone(bytes, commandId) ?? parseRejected(bytes, commandId);
}
