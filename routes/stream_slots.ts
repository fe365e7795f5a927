/**
 * How many answers may stay open at once.
 *
 * @module
 */

/** Of all tenants together: each holds a socket and reads the log when it grows. */
const STREAMS_MAX = 100;

/** Open streams of one app. */
export class StreamSlots {
  #open = 0;

  /** The way to give the slot back, harmless when called twice; `null`: all are taken. */
  take(): (() => void) | null {
    if (this.#open >= STREAMS_MAX) return null;
    this.#open += 1;
    let isHeld = true;
    return () => {
      if (isHeld) this.#open -= 1;
      isHeld = false;
    };
  }
}
