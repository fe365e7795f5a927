/**
 * P11 as CI plays it.
 *
 * @module
 */
import { BAD_INPUT } from "./p11_bad_input.ts";
import { testTrial } from "./trial.ts";

testTrial(BAD_INPUT);
