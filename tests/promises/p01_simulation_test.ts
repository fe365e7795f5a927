/**
 * P1, simulated.
 *
 * @module
 */
import { SIMULATION } from "./p01_simulation.ts";
import { testTrial } from "./trial.ts";

testTrial(SIMULATION);
