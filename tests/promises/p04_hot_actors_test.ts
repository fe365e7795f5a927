/**
 * P4, simulated.
 *
 * @module
 */
import { HOT_ACTORS } from "./p04_hot_actors.ts";
import { testTrial } from "./trial.ts";

testTrial(HOT_ACTORS);
