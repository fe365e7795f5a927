/**
 * P3, simulated.
 *
 * @module
 */
import { OUTAGE } from "./p03_outage.ts";
import { testTrial } from "./trial.ts";

testTrial(OUTAGE);
