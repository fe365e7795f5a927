/**
 * P21 by force, as CI plays it.
 *
 * @module
 */
import { FORCED_TAKEOVER } from "./p21_forced_takeover.ts";
import { testTrial } from "./trial.ts";

testTrial(FORCED_TAKEOVER);
