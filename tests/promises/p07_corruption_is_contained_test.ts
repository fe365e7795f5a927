/**
 * P7 as CI plays it.
 *
 * @module
 */
import { CORRUPTION_IS_CONTAINED } from "./p07_corruption_is_contained.ts";
import { testTrial } from "./trial.ts";

testTrial(CORRUPTION_IS_CONTAINED);
