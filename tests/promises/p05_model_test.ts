/**
 * P5, with models of a pass and a ticket.
 *
 * @module
 */
import { MODEL } from "./p05_model.ts";
import { testTrial } from "./trial.ts";

testTrial(MODEL);
