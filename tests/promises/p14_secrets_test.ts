/**
 * P14 as CI plays it.
 *
 * @module
 */
import { SECRETS } from "./p14_secrets.ts";
import { testTrial } from "./trial.ts";

testTrial(SECRETS);
