/**
 * P15 as CI plays it.
 *
 * @module
 */
import { EDITS_ARE_FOUND } from "./p15_edits_are_found.ts";
import { testTrial } from "./trial.ts";

testTrial(EDITS_ARE_FOUND);
