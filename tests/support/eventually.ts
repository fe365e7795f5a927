/**
 * Waiting for what another program does in its own time, with an end to the patience.
 *
 * @module
 */
import assert from "node:assert/strict";

const DEADLINE_MS = 10_000;
const LOOK_EVERY_MS = 10;

/** The first value of `look` that is not `null`; after 10 s the test fails, naming `what`. */
export async function eventually<A>(
  what: string,
  look: () => A | null | Promise<A | null>,
): Promise<A> {
  const deadline = performance.now() + DEADLINE_MS;
  while (performance.now() < deadline) {
    const seen = await look();
    if (seen !== null) return seen;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  assert.fail(`Waited ${DEADLINE_MS} ms in vain: ${what}`);
}

/** As `eventually`, for a condition. */
export async function eventuallyTrue(
  what: string,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  await eventually(what, async () => await holds() ? true : null);
}
