/**
 * P16 as CI plays it.
 *
 * @module
 */
import { OUTGOING } from "./p16_outgoing.ts";
import { testTrial } from "./trial.ts";

testTrial(OUTGOING);
