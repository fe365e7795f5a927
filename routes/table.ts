/**
 * The table of all routes. What is not here is not served, and what is here is documented.
 *
 * @module
 */
import { ACCESS_CONTROL_ROUTES } from "./access_control.ts";
import { ADAPTER_ROUTES } from "./adapters.ts";
import { API_PAGE_ROUTES } from "./api_page.ts";
import { ATTENTION_ROUTES } from "./attention.ts";
import { AUDIT_ROUTES } from "./audit.ts";
import { CATALOGUE_ROUTES } from "./catalogue.ts";
import { CUSTOMER_ROUTES } from "./customers.ts";
import { DELIVERY_ROUTES } from "./deliveries.ts";
import { EVENT_ROUTES } from "./events.ts";
import { ORDER_COMMANDS } from "./order_commands.ts";
import { GATE_ROUTES } from "./gate_check.ts";
import { KEY_ROUTES } from "./key_routes.ts";
import { OPERATION_ROUTES } from "./operations.ts";
import { PAST_ROUTES } from "./inspect_past.ts";
import { PAPER_ROUTES } from "./paper/paper.ts";
import { PICTURE_ROUTES } from "./paper/pictures.ts";
import { PASS_COMMANDS } from "./pass_commands.ts";
import { QUARANTINE_ROUTES } from "./quarantine.ts";
import { RECONCILIATION_ROUTES } from "./reconciliation.ts";
import { REFERENCE_ROUTES } from "./reference.ts";
import { batchRoute } from "./batch.ts";
import type { Route } from "./route.ts";
import { SEARCH_ROUTES } from "./search.ts";
import { SERVICE_ROUTES } from "./service.ts";
import { STREAM_ROUTES } from "./event_stream.ts";
import { SUBJECT_READS } from "./subject_reads.ts";
import { BUNDLE_ROUTES } from "./support_bundle.ts";
import { TREND_ROUTES } from "./trends.ts";
import { TREE_ROUTES } from "./operation_tree.ts";
import { TICKET_COMMANDS } from "./ticket_commands.ts";
import { WEBHOOK_DELIVERY_ROUTES } from "./webhook_deliveries.ts";
import { WEBHOOK_ROUTES } from "./webhooks.ts";
import { WEBHOOK_SKIP_ROUTES } from "./webhook_skip.ts";

/** Rows that send one command to one actor, as `POST`. */
const COMMANDS = [...TICKET_COMMANDS, ...PASS_COMMANDS, ...ORDER_COMMANDS];

/** Every route, in the order of the document. */
export const ROUTES: ReadonlyArray<Route> = [
  ...COMMANDS,
  batchRoute(COMMANDS),
  ...SUBJECT_READS,
  ...CUSTOMER_ROUTES,
  ...PAST_ROUTES,
  ...PICTURE_ROUTES,
  ...PAPER_ROUTES,
  ...BUNDLE_ROUTES,
  ...OPERATION_ROUTES,
  ...TREE_ROUTES,
  ...REFERENCE_ROUTES,
  ...CATALOGUE_ROUTES,
  ...GATE_ROUTES,
  ...SEARCH_ROUTES,
  ...EVENT_ROUTES,
  ...STREAM_ROUTES,
  ...DELIVERY_ROUTES,
  ...ADAPTER_ROUTES,
  ...TREND_ROUTES,
  ...ATTENTION_ROUTES,
  ...RECONCILIATION_ROUTES,
  ...QUARANTINE_ROUTES,
  ...KEY_ROUTES,
  ...AUDIT_ROUTES,
  ...WEBHOOK_ROUTES,
  ...WEBHOOK_DELIVERY_ROUTES,
  ...WEBHOOK_SKIP_ROUTES,
  ...ACCESS_CONTROL_ROUTES,
  ...SERVICE_ROUTES,
  ...API_PAGE_ROUTES,
];
