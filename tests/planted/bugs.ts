/**
 * Every planted bug: those of the simulation, and those that other tests exist for.
 *
 * @module
 */
import { OF_ACCESS } from "./of_access.ts";
import { OF_DELIVERY } from "./of_delivery.ts";
import { OF_KEYS } from "./of_keys.ts";
import { OF_PROCESS } from "./of_process.ts";
import { OF_SECRETS } from "./of_secrets.ts";
import { OF_STORE } from "./of_store.ts";
import type { PlantedBug } from "./planted_bug.ts";
import { SIMULATED } from "./simulated.ts";

/** All of them. */
export const BUGS: ReadonlyArray<PlantedBug> = [
  ...SIMULATED,
  ...OF_STORE,
  ...OF_DELIVERY,
  ...OF_PROCESS,
  ...OF_ACCESS,
  ...OF_KEYS,
  ...OF_SECRETS,
];
