/**
 * P18 as CI plays it.
 *
 * @module
 */
import { KILLED_MEANWHILE } from "./p18_killed_meanwhile.ts";
import { testTrial } from "./trial.ts";

testTrial(KILLED_MEANWHILE);
