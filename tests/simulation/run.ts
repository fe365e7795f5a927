/**
 * One simulated run: everything that happens in it follows from its seed.
 *
 * @module
 */
import { ACTOR_TYPES } from "../../actors/system/actor_types.ts";
import { pack } from "../../adapters/kv/codec.ts";
import { ATTENTION_LISTED } from "../../adapters/kv/keys.ts";
import { verifyStore } from "../../adapters/kv/verifying/mod.ts";
import type { Counts } from "../promises/trial.ts";
import { Clients } from "./clients.ts";
import { judgeRun } from "./judging.ts";
import { OtherSide } from "./other_side.ts";
import { SEASON } from "./season.ts";
import { Service } from "./service.ts";
import { Timeline } from "./timeline.ts";
import { Trace } from "./trace.ts";
import { IMPATIENT, type Rhythm } from "./wire.ts";

/** What became of a run. */
export interface RunOutcome {
  readonly seed: number;
  readonly tried: Counts;
  readonly broken: ReadonlyArray<string>;
  /** The same for two runs of one seed. */
  readonly fingerprint: string;
  /** What happened, line by line, if it was kept. */
  readonly lines: ReadonlyArray<string>;
}

/** How a run is set up. */
export interface RunOptions {
  /** Keeps the lines of the trace, and notes in it what is stored at the end. */
  readonly keeps: boolean;
  readonly rhythm?: Rhythm;
}

/** Virtual time in which a part of a run must come to its end, with all that fails in it. */
const PART_MAX_MS = 4 * 3_600_000;
/** Virtual time in which all must be settled when nothing fails any more. */
const QUIET_MAX_MS = 10 * 60_000;
const LOOK_EVERY_MS = 5_000;
const NOT_COMPARED = { missing: NaN, unknown: NaN, different: NaN };
/** All that is stored is verified in one run of so many: that takes a fifth of its time. */
const VERIFIED_EACH = 4;
/** Answered commands that are given again at the end; all of them would take as long again. */
const REPEATED = 70;
/** Of those, the keys that are given with another body. */
const MISUSED_EACH = 5;

/** A service, its access control and its clients, on a time of their own. */
export class Run {
  readonly timeline = new Timeline();
  readonly other: OtherSide;
  readonly service: Service;
  readonly clients: Clients;
  readonly broken: Array<string> = [];
  readonly #seed: number;
  readonly #trace: Trace;
  readonly #keeps: boolean;

  constructor(seed: number, { keeps, rhythm = IMPATIENT }: RunOptions) {
    this.#seed = seed;
    this.#keeps = keeps;
    this.#trace = new Trace(keeps);
    const stage = { timeline: this.timeline, trace: this.#trace, seed };
    this.other = new OtherSide(stage);
    this.service = new Service(this.other, stage, rhythm);
    this.clients = new Clients(this.service);
  }

  /** Lets time pass until `doing` is done; what is never done breaks the run. */
  async within<A>(what: string, doing: Promise<A>): Promise<A | null> {
    const done: Array<A> = [];
    void doing.then((value) => done.push(value));
    const isDone = await this.timeline.runUntil(() => done.length > 0, PART_MAX_MS);
    if (!isDone) this.broken.push(`${what} does not come to an end`);
    return done[0] ?? null;
  }

  /** Starts the service, and tells it what is played this season. */
  async open(): Promise<void> {
    await this.within("The start", this.service.start());
    for (const [kind, id, document] of SEASON) {
      const command = { type: "PutReference", ...{ document } };
      await this.within("The season", this.clients.give({ kind, id, command }));
    }
  }

  /** Waits until nothing is on its way; gives the virtual time that it took. */
  async settle(limitMs = QUIET_MAX_MS): Promise<number> {
    const { timeline, service } = this;
    const start = timeline.now;
    while (timeline.now < start + limitMs) {
      if (await this.within("A look at what is open", isResting(service))) {
        return timeline.now - start;
      }
      await this.within("A redrive", service.redrive());
      await timeline.runUntil(() => false, LOOK_EVERY_MS);
    }
    this.broken.push(`It does not come to rest in ${limitMs} ms`);
    return limitMs;
  }

  /** Judges in a new life, so that what it finds is what is on the disk. */
  async judge(): Promise<void> {
    const { service, other, clients } = this;
    const isVerified = this.#seed % VERIFIED_EACH === 0;
    const meanwhile = () => isVerified ? this.#verifyDisk() : Promise.resolve();
    await this.within("A restart", service.restart(meanwhile));
    const check = await this.within("A comparison", service.compare());
    const { missing, unknown, different } = check?.counts ?? NOT_COMPARED;
    if (missing + unknown + different !== 0) this.broken.push("The lists are not the same");
    const { answered } = clients;
    const found = await this.within("Judging", judgeRun({ service, other, answered }));
    this.broken.push(...found ?? []);
    const step = Math.ceil(answered.length / REPEATED);
    const some = answered.filter((_, index) => index % step === 0);
    await this.within("Repeating", Promise.all(some.map((one) => clients.repeat(one))));
    const few = some.filter((_, index) => index % MISUSED_EACH === 0);
    await this.within("Misusing", Promise.all(few.map((one) => clients.misuse(one))));
    this.broken.push(...clients.broken);
  }

  /** The end of it. */
  outcome(tried: Counts = {}): RunOutcome {
    if (this.#keeps) this.#noteDisk();
    return {
      seed: this.#seed,
      tried: {
        runs: 1,
        commands: this.clients.answered.length,
        lives: this.service.lives,
        putOff: this.clients.putOff,
        applied: this.other.world.applied.size,
        ...tried,
      },
      broken: this.broken,
      fingerprint: this.#trace.fingerprint,
      lines: this.#trace.lines,
    };
  }

  /** Everything that is stored, held against itself, while nobody writes. */
  async #verifyDisk(): Promise<void> {
    const { disk } = this.service;
    // as by who opens a new folder: nobody who needs a person may be missing from the list
    disk.apply({ checks: [], mutations: [{ key: ATTENTION_LISTED, value: pack(true) }] });
    await verifyStore(disk.open(), {
      types: ACTOR_TYPES,
      scratch: ":memory:",
      now: this.timeline.wall,
      found: ({ kind, address, detail }) => {
        // the layout is marked by who opens a folder, and there is none
        if (address !== "schema") this.broken.push(`${kind} of ${address} is stored: ${detail}`);
        return Promise.resolve();
      },
    });
  }

  /** What is stored is the sum of all that happened. */
  #noteDisk(): void {
    const { disk } = this.service;
    for (const key of disk.keys()) {
      const { value } = disk.read(key);
      if (value instanceof Uint8Array) this.#trace.noteBytes(value);
    }
  }
}

/** Every message has its answer, and every order is carried out. */
async function isResting({ up }: Service): Promise<boolean> {
  if (up === null) return false;
  const { store } = up.doors;
  const [unsettled, unfinished] = [
    await up.life.run(store.unsettled()),
    await up.life.run(store.unfinished()),
  ];
  return [unsettled, unfinished].every((found) =>
    found !== "gone" && found._tag === "Success" && found.value.length === 0
  );
}
