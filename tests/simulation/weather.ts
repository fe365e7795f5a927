/**
 * What goes wrong in a simulated run, and when: crashes, a failing disk, an access control with a
 * bad day, operators who lend a hand.
 *
 * @module
 */
import { type Dice, makeDice } from "../../adapters/simulator/dice.ts";
import type { FaultSet } from "../../adapters/simulator/faults.ts";
import type { Fault } from "../support/simulated_kv.ts";
import type { OtherSide } from "./other_side.ts";
import type { Service } from "./service.ts";
import { Process } from "./timeline.ts";
import { SYSTEM, TENANT } from "./wire.ts";

const DAYS: ReadonlyArray<FaultSet> = [
  {},
  { loseReplyAfterApply: { rate: 0.05 }, fail5xx: { rate: 0.05 }, neverAnswer: { rate: 0.02 } },
  { loseReplyAfterApply: { rate: 0.5 } },
  { fail5xx: { rate: 0.6 }, tooMany: { rate: 0.2, retryAfterSeconds: 1 } },
  // often enough that some message is answered so more than three times in a row
  { neverAnswer: { rate: 0.2 }, garbageBody: { rate: 0.5 } },
  { late: { rate: 0.7, afterMs: 4_000, push: true }, duplicateReplies: { rate: 0.3 } },
  { late: { rate: 0.5, afterMs: 40_000, push: false } },
  { duplicateReplies: { rate: 0.5 }, contradictoryReplies: { rate: 0.3 } },
  { printerFault: { rate: 0.5 }, credentialKinds: ["standard", "concession"] },
];

const HOUR_MS = 3_600_000;
const JUMPS_MS = [0, -HOUR_MS, HOUR_MS, -24 * HOUR_MS, 30 * 24 * HOUR_MS];

const DISK_FAULTS: ReadonlyArray<Fault> = [
  "lost-before",
  "lost-after",
  "silent-before",
  "silent-after",
  "silent-late",
  "locked",
];

/** What the weather of a run is like. */
export interface Climate {
  /** Whether the clock on the wall jumps. */
  readonly jumps: boolean;
  /** Longest that a KV call takes on a good day; 0: no time at all. */
  readonly diskMs: number;
}

/** Makes the weather of one run, until it is told to be fine. */
export class Weather {
  readonly #service: Service;
  readonly #other: OtherSide;
  readonly #dice: Dice;
  readonly #process = new Process();
  /** Of the disk: a call that has begun comes to its end in fine weather too. */
  readonly #motor = new Process();
  /** Likelihood that a KV call fails, in a hundred. */
  #diskFaultPercent = 0;

  readonly #climate: Climate;

  constructor(service: Service, other: OtherSide, climate: Climate) {
    this.#service = service;
    this.#climate = climate;
    this.#other = other;
    this.#dice = makeDice(service.seed ^ 0x21);
    other.losesLists = true;
    this.#slow(climate.diskMs);
    service.disk.onCommit = () => this.#strike(DISK_FAULTS);
    service.disk.onRead = () => this.#strike(["lost-before", "silent-before"]);
  }

  /** Something happens, again and again. */
  async brew(): Promise<void> {
    while (this.#process.alive) {
      await this.#service.timeline.sleep(this.#process, this.#dice.pick(1_500));
      if (this.#climate.jumps && this.#dice.pick(4) === 0) this.#jump();
      else this.#happen();
    }
  }

  /** From now on nothing fails. */
  clear(): void {
    this.#process.kill();
    const { disk } = this.#service;
    [disk.onCommit, disk.onRead, disk.pause] = [null, null, null];
    disk.full = false;
    disk.crashAfter(Infinity);
    this.#other.isDown = false;
    this.#other.losesLists = false;
    this.#other.setFaults({});
  }

  #happen(): void {
    const { disk } = this.#service;
    switch (this.#dice.pick(12)) {
      case 0:
      case 1:
        return disk.crashAfter(this.#dice.pick(60));
      case 2:
        return this.#setDiskFaults(this.#dice.pick(30));
      case 3:
        disk.full = true;
        return this.#later(2_000, () => disk.full = false);
      case 4:
        this.#slow(40);
        return this.#later(3_000, () => this.#slow(this.#climate.diskMs));
      case 5:
        disk.deliverLate();
        return;
      case 6:
        this.#other.isDown = true;
        return this.#later(15_000, () => this.#other.isDown = false);
      case 7:
        return void this.#service.restart();
      case 8:
      case 9:
        return this.#other.setFaults(DAYS[this.#dice.pick(DAYS.length)] ?? {});
      case 10:
        return this.#other.scan();
      default:
        return void this.#lendAHand();
    }
  }

  /** The clock is set right, or is wrong by anything up to a month. */
  #jump(): void {
    const { timeline } = this.#service;
    timeline.wallOffsetMs = JUMPS_MS[this.#dice.pick(JUMPS_MS.length)] ?? 0;
  }

  #slow(maxMs: number): void {
    this.#service.disk.pause = maxMs === 0
      ? null
      : () => this.#service.timeline.sleep(this.#motor, this.#dice.pick(maxMs + 1));
  }

  #setDiskFaults(percent: number): void {
    this.#diskFaultPercent = percent;
    this.#later(2_000, () => this.#diskFaultPercent = 0);
  }

  #strike(faults: ReadonlyArray<Fault>): Fault | null {
    if (this.#diskFaultPercent === 0 || this.#dice.pick(100) >= this.#diskFaultPercent) return null;
    return faults[this.#dice.pick(faults.length)] ?? null;
  }

  /** An operator has what has failed tried again, or keeps the system from being called. */
  async #lendAHand(): Promise<void> {
    const up = this.#service.up;
    if (up === null) return;
    const { outbox } = up.doors;
    if (this.#dice.pick(3) === 0) {
      await up.life.run(outbox.pause(TENANT, SYSTEM, "An operator said so"));
      this.#later(3_000, () => {
        if (up.life.alive) void up.life.run(outbox.resume(TENANT, SYSTEM));
      });
    } else {
      await this.#service.redrive();
    }
  }

  #later(withinMs: number, run: () => void): void {
    this.#service.timeline.after(this.#process, this.#dice.pick(withinMs), run);
  }
}
