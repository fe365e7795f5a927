/**
 * P12 without descriptors, as CI plays it.
 *
 * @module
 */
import { OUT_OF_DESCRIPTORS } from "./p12_out_of_descriptors.ts";
import { testTrial } from "./trial.ts";

testTrial(OUT_OF_DESCRIPTORS);
