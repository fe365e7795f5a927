/**
 * P12 for slow clients, as CI plays it.
 *
 * @module
 */
import { SLOW_CLIENTS } from "./p12_slow_clients.ts";
import { testTrial } from "./trial.ts";

testTrial(SLOW_CLIENTS);
