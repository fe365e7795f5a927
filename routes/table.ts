/**
 * The table of all routes. What is not here is not served, and what is here is documented.
 *
 * @module
 */
import { ACCESS_CONTROL_ROUTES } from "./access_control.ts";
import { ADAPTER_ROUTES } from "./adapters.ts";
import { DELIVERY_ROUTES } from "./deliveries.ts";
import { EVENT_ROUTES } from "./events.ts";
import { ORDER_COMMANDS } from "./order_commands.ts";
import { OPERATION_ROUTES } from "./operations.ts";
import { PASS_COMMANDS } from "./pass_commands.ts";
import { REFERENCE_ROUTES } from "./reference.ts";
import type { Route } from "./route.ts";
import { SERVICE_ROUTES } from "./service.ts";
import { SUBJECT_READS } from "./subject_reads.ts";
import { TICKET_COMMANDS } from "./ticket_commands.ts";

/** Every route, in the order of the document. */
export const ROUTES: ReadonlyArray<Route> = [
  ...TICKET_COMMANDS,
  ...PASS_COMMANDS,
  ...ORDER_COMMANDS,
  ...SUBJECT_READS,
  ...OPERATION_ROUTES,
  ...REFERENCE_ROUTES,
  ...EVENT_ROUTES,
  ...DELIVERY_ROUTES,
  ...ADAPTER_ROUTES,
  ...ACCESS_CONTROL_ROUTES,
  ...SERVICE_ROUTES,
];
