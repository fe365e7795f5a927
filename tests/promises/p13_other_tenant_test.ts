/**
 * P13 as CI plays it: tenants.
 *
 * @module
 */
import { OTHER_TENANT } from "./p13_other_tenant.ts";
import { testTrial } from "./trial.ts";

testTrial(OTHER_TENANT);
