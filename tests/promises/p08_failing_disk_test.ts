/**
 * P8 for a failing disk, as CI plays it.
 *
 * @module
 */
import { FAILING_DISK } from "./p08_failing_disk.ts";
import { testTrial } from "./trial.ts";

testTrial(FAILING_DISK);
