/**
 * Every measurement that a decision hangs on, in one run.
 *
 * @module
 */
import { runEventStoreBench } from "./event_store_bench.ts";
import { runMemoryBench } from "./memory_bench.ts";
import { runSeasonBench } from "./season_bench.ts";
import { runServiceBench } from "./service_bench.ts";

await runEventStoreBench();
await runServiceBench();
await runSeasonBench();
await runMemoryBench();
