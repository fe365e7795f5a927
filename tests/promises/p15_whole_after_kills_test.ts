/**
 * P15 after kills, as CI plays it.
 *
 * @module
 */
import { WHOLE_AFTER_KILLS } from "./p15_whole_after_kills.ts";
import { testTrial } from "./trial.ts";

testTrial(WHOLE_AFTER_KILLS);
