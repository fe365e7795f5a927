/**
 * P21 as CI plays it.
 *
 * @module
 */
import { ONE_OWNER } from "./p21_one_owner.ts";
import { testTrial } from "./trial.ts";

testTrial(ONE_OWNER);
