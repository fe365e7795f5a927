/**
 * P10 as CI plays it.
 *
 * @module
 */
import { ROLLING_RESTART } from "./p10_graceful_stop.ts";
import { testTrial } from "./trial.ts";

testTrial(ROLLING_RESTART);
