/**
 * P17 as CI plays it.
 *
 * @module
 */
import { NOISY_TENANT } from "./p17_noisy_tenant.ts";
import { testTrial } from "./trial.ts";

testTrial(NOISY_TENANT);
