/**
 * A bug that is put into a copy of the tree, to see the tests that exist for it turn red.
 *
 * @module
 */

import type { Trial } from "../promises/trial.ts";

/** Text of one product file that is replaced; it must be there exactly once. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

interface PlantedTest {
  readonly file: string;
  readonly name: string;
  /** Why it cannot be played here; `null` when it can. */
  readonly unable?: () => string | null;
}

/** One mistake that somebody could make. */
export interface PlantedBug {
  readonly name: string;
  readonly edits: ReadonlyArray<Edit>;
  /** The test that must fail, in its file. */
  readonly test: PlantedTest;
  /** What it must say: it can fail for other reasons too. */
  readonly because: RegExp;
}

/** The test of a trial, `tests/promises/{file}_test.ts`. */
export function testOf(file: string, { title, unable = () => null }: Trial): PlantedTest {
  return { file: `tests/promises/${file}_test.ts`, name: title, unable };
}
