/**
 * P19 in CI.
 *
 * @module
 */
import { DRIFT_MENDED, NOTHING_IN_FLIGHT } from "./p19_drift.ts";
import { testTrial } from "./trial.ts";

testTrial(DRIFT_MENDED);
testTrial(NOTHING_IN_FLIGHT);
