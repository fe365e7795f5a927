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
  async start(more: Settings = {}): Promise<void> {
    const service = await startDirectly({ ...this.#settings, ...more }).up;
    const life = { service, isOver: false };
    service.ended.then(() => life.isOver = true);
    this.#life = life;
    this.#now.resolve(life);
  }

  /** kill -9; returns when it is gone. */
  async kill(): Promise<void> {
    this.kills += 1;
    await this.#take().service.stop("SIGKILL");
  }

  /** The polite end, which must be a clean one. */
  async stop(): Promise<void> {
    const { code, stdout, stderr } = await this.#take().service.stop("SIGTERM");
    assert.equal(code, 0, `It ended with ${code}: ${stdout}${stderr}`);
  }

  /** Begins the next life while this one is still there; gives the old one, which is to be ended. */
  async supplant(): Promise<RunningService> {
    const { service } = this.#take();
    try {
      await this.start();
    } catch (error) {
      await service.stop("SIGKILL");
      throw error;
    }
    return service;
  }

  /** Of the process that is up. */
  get pid(): number {
    assert.ok(this.#life !== null);
    return this.#life.service.pid;
  }

  /** All that the present life has said. */
  said(): string {
    return this.#life?.service.said() ?? "";
  }

  /** A signal that it lives on with. */
  signal(signal: Deno.Signal): void {
    this.#life?.service.kill(signal);
  }

  /** After a failed test: nothing stays behind, and nobody waits for ever. */
  async abandon(): Promise<void> {
    if (this.#life !== null && !this.#life.isOver) await this.#take().service.stop("SIGKILL");
    this.#now.promise.catch(() => {});
    this.#now.reject(new Error("The test is over"));
  }

  #take(): Life {
    const life = this.#life;
    assert.ok(life !== null && !life.isOver, `Not running: ${life?.service.said()}`);
    this.#life = null;
    this.#now = Promise.withResolvers();
    return life;
  }
}
