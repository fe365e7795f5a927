/**
 * One service over all its lives: killed, and started again on the same data.
 *
 * @module
 */
import { strict as assert } from "node:assert";
import { type RunningService, type Settings, startDirectly } from "./service_starts.ts";

interface Life {
  readonly service: RunningService;
  isOver: boolean;
}

/** Where it is, and the power over it. */
export class ServiceLives {
  kills = 0;
  readonly #settings: Settings;
  /** The present life, or the next one. */
  #now: PromiseWithResolvers<Life> = Promise.withResolvers();
  #life: Life | null = null;

  /** `settings` are those of every start. */
  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Its address; waits while it is down. `dead`: an address that did not answer. */
  async url(dead: string | null): Promise<string> {
    const life = await this.#now.promise;
    const { url, said } = life.service;
    // A broken connection shows before the end of the process does: its kill may be under way.
    if (url === dead) await new Promise((resolve) => setTimeout(resolve, 1));
    const isTaken = life !== this.#life;
    assert.ok(!life.isOver || isTaken, `The service has ended by itself: ${said()}`);
    return url;
  }

  /** Begins a life; returns when it listens. */
  async start(): Promise<void> {
    const service = await startDirectly(this.#settings).up;
    const life = { service, isOver: false };
    service.ended.then(() => life.isOver = true);
    this.#life = life;
    this.#now.resolve(life);
  }

  /** kill -9; returns when it is gone. */
  async kill(): Promise<void> {
    const { service } = this.#take();
    this.#now = Promise.withResolvers();
    this.kills += 1;
    await service.stop("SIGKILL");
  }

  /** The polite end, which must be a clean one. */
  async stop(): Promise<void> {
    const { code, stdout, stderr } = await this.#take().service.stop("SIGTERM");
    assert.equal(code, 0, stdout + stderr);
  }

  /** After a failed test: nothing stays behind, and nobody waits for ever. */
  async abandon(): Promise<void> {
    this.#now.promise.catch(() => {});
    this.#now.reject(new Error("The test is over"));
    if (this.#life !== null && !this.#life.isOver) await this.#take().service.stop("SIGKILL");
  }

  #take(): Life {
    const life = this.#life;
    assert.ok(life !== null && !life.isOver, `Not running: ${life?.service.said()}`);
    this.#life = null;
    return life;
  }
}
