/**
 * P10 for answers that wait, as CI plays it.
 *
 * @module
 */
import { PRINTS_UNDER_WAY } from "./p10_prints_under_way.ts";
import { testTrial } from "./trial.ts";

testTrial(PRINTS_UNDER_WAY);
