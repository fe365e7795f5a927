/**
 * A bug that is put into a copy of the tree, to see the tests that exist for it turn red.
 *
 * @module
 */

/** Text of one product file that is replaced; it must be there exactly once. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** One mistake that somebody could make. */
export interface PlantedBug {
  readonly name: string;
  readonly edits: ReadonlyArray<Edit>;
  /** The test that must fail, in its file. */
  readonly test: { readonly file: string; readonly name: string };
  /** What it must say: it can fail for other reasons too. */
  readonly because: RegExp;
}
