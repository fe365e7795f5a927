/**
 * P9 at the real process, as CI plays it.
 *
 * @module
 */
import { CLOCK_MOVED } from "./p09_faketime.ts";
import { testTrial } from "./trial.ts";

testTrial(CLOCK_MOVED);
