/**
 * One service over all its lives: killed and started again on the same data.
 *
 * @module
 */
import { strict as assert } from "node:assert";
import { type ServiceFiles, type ServiceProcess, startService } from "./service_process.ts";

/** Where it is, and the power over it. */
export class ServiceLives {
  kills = 0;
  readonly #files: ServiceFiles;
  #now: PromiseWithResolvers<ServiceProcess> = Promise.withResolvers();
  #process: ServiceProcess | null = null;

  constructor(files: ServiceFiles) {
    this.#files = files;
  }

  /** Its address; waits while it is down, and for the next life of one that is known as dead. */
  async url(dead: string | null): Promise<string> {
    const { url, isAlive, output } = await this.#now.promise;
    if (url !== dead) return url;
    assert.ok(isAlive() || this.#process === null, `The service ended by itself:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
    return this.url(null);
  }

  async start(): Promise<void> {
    const process = await startService(this.#files);
    this.#process = process;
    this.#now.resolve(process);
  }

  async kill(): Promise<void> {
    const process = this.#process;
    assert.ok(process !== null, "There is nothing to kill");
    this.#now = Promise.withResolvers();
    this.#process = null;
    this.kills += 1;
    await process.kill();
  }

  /** The polite end; it must be a clean one. */
  async stop(): Promise<void> {
    const process = this.#process;
    assert.ok(process !== null, "There is nothing to stop");
    this.#process = null;
    assert.equal(await process.stop(), 0, process.output());
  }

  /** After a failed test: nothing stays behind, and nobody waits for ever. */
  async abandon(): Promise<void> {
    const process = this.#process;
    this.#process = null;
    this.#now.promise.catch(() => {});
    this.#now.reject(new Error("The test is over"));
    if (process?.isAlive()) await process.kill();
  }
}
