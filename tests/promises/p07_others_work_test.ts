/**
 * P7 of a whole service, as CI plays it.
 *
 * @module
 */
import { OTHERS_WORK } from "./p07_others_work.ts";
import { testTrial } from "./trial.ts";

testTrial(OTHERS_WORK);
