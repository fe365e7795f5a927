/**
 * P2 for orders, as CI plays it.
 *
 * @module
 */
import { ORDERS_ONCE } from "./p02_orders_once.ts";
import { testTrial } from "./trial.ts";

testTrial(ORDERS_ONCE);
