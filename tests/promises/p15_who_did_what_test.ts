/**
 * P15 as CI plays it: who did what.
 *
 * @module
 */
import { WHO_DID_WHAT } from "./p15_who_did_what.ts";
import { testTrial } from "./trial.ts";

testTrial(WHO_DID_WHAT);
