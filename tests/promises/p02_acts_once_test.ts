/**
 * P2 as CI plays it.
 *
 * @module
 */
import { ACTS_ONCE } from "./p02_acts_once.ts";
import { testTrial } from "./trial.ts";

testTrial(ACTS_ONCE);
