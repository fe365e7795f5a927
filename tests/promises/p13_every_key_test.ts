/**
 * P13 as CI plays it: keys.
 *
 * @module
 */
import { EVERY_KEY } from "./p13_every_key.ts";
import { testTrial } from "./trial.ts";

testTrial(EVERY_KEY);
