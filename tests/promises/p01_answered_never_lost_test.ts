/**
 * P1 as CI plays it.
 *
 * @module
 */
import { ANSWERED_NEVER_LOST } from "./p01_answered_never_lost.ts";
import { testTrial } from "./trial.ts";

testTrial(ANSWERED_NEVER_LOST);
