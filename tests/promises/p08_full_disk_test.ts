/**
 * P8 as CI plays it.
 *
 * @module
 */
import { FULL_DISK } from "./p08_full_disk.ts";
import { testTrial } from "./trial.ts";

testTrial(FULL_DISK);
