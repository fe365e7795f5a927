/**
 * P18 as CI plays it.
 *
 * @module
 */
import { ERASURE } from "./p18_erasure.ts";
import { testTrial } from "./trial.ts";

testTrial(ERASURE);
