/**
 * P12 as CI plays it.
 *
 * @module
 */
import { LIMITS } from "./p12_limits.ts";
import { testTrial } from "./trial.ts";

testTrial(LIMITS);
