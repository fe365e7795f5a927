/**
 * P17 by its work, as CI plays it.
 *
 * @module
 */
import { QUIET_TENANT } from "./p17_quiet_tenant.ts";
import { testTrial } from "./trial.ts";

testTrial(QUIET_TENANT);
