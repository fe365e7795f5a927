/**
 * The table of all pages of the console.
 *
 * @module
 */
import { ACTOR_PAGES } from "./actors/page.tsx";
import { ADAPTER, ADAPTERS } from "./adapters/pages.tsx";
import { AUDIT } from "./audit/page.tsx";
import { CATALOGUE, CATALOGUE_DOCUMENT } from "./catalogue/pages.tsx";
import { CUSTOMERS } from "./customers/page.tsx";
import { ERASE } from "./customers/erase.tsx";
import { DELIVERIES } from "./deliveries/list.tsx";
import { DELIVERY } from "./deliveries/one.tsx";
import { RETRY } from "./deliveries/retry.tsx";
import { EVENTS } from "./events/page.tsx";
import { GATE } from "./gate/page.tsx";
import { KEYS } from "./keys/list.tsx";
import { KEY } from "./keys/one.tsx";
import { MADE_KEY, ROTATED_KEY } from "./keys/shown_once.tsx";
import { OPERATION } from "./operations/page.tsx";
import { OVERVIEW } from "./overview/page.tsx";
import type { Page } from "./page.ts";
import { SEARCH } from "./search/page.tsx";
import { WEBHOOKS } from "./webhooks/list.tsx";
import { WEBHOOK } from "./webhooks/one.tsx";

/** Every page, in the order of the navigation. */
export const PAGES: ReadonlyArray<Page> = [
  OVERVIEW,
  GATE,
  SEARCH,
  EVENTS,
  DELIVERIES,
  RETRY,
  DELIVERY,
  ADAPTERS,
  ADAPTER,
  WEBHOOKS,
  WEBHOOK,
  CATALOGUE,
  CATALOGUE_DOCUMENT,
  CUSTOMERS,
  ERASE,
  KEYS,
  MADE_KEY,
  KEY,
  ROTATED_KEY,
  AUDIT,
  ...ACTOR_PAGES,
  OPERATION,
];
