/**
 * P9, simulated.
 *
 * @module
 */
import { CLOCK_JUMPS } from "./p09_clock_jumps.ts";
import { testTrial } from "./trial.ts";

testTrial(CLOCK_JUMPS);
