/**
 * P6 as CI plays it.
 *
 * @module
 */
import { OLD_FACTS_LOAD } from "./p06_old_facts_load.ts";
import { testTrial } from "./trial.ts";

testTrial(OLD_FACTS_LOAD);
