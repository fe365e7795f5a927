/**
 * The access-control contract, run on the fortress adapter with the simulator over real HTTP.
 *
 * @module
 */
import { Effect } from "effect";
import { accessControlContract } from "../../support/access_control_contract.ts";
import { openWithSimulator } from "./open_fortress.ts";

accessControlContract(
  "fortress",
  Effect.map(openWithSimulator(), ({ accessControl }) => accessControl),
);
