/**
 * P3, on a real process.
 *
 * @module
 */
import { ANSWERS_IN_OUTAGE } from "./p03_answers.ts";
import { testTrial } from "./trial.ts";

testTrial(ANSWERS_IN_OUTAGE);
