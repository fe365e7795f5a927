/**
 * P1 for a paused process, as CI plays it.
 *
 * @module
 */
import { PAUSED } from "./p01_paused.ts";
import { testTrial } from "./trial.ts";

testTrial(PAUSED);
