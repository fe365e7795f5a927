/**
 * What a story of the demo is.
 *
 * @module
 */
import type { Effect } from "effect";
import type { DemoFailed, Stage } from "./box_office.ts";
import type { Held } from "./links.ts";

/** How a story went: what to look at afterwards, and what was seen, sentence by sentence. */
export interface Told {
  /** As `passes/P-1001`. */
  readonly subject: string;
  readonly lines: ReadonlyArray<string>;
  /** What a gate check has most to say about; `null`: nothing was held to a gate. */
  readonly held: Held | null;
}

/** One story and its title. */
export interface Story {
  readonly title: string;
  readonly play: (stage: Stage) => Effect.Effect<Told, DemoFailed>;
}
