/**
 * Facts of one reference document. Stored format: add, never rename.
 *
 * @module
 */
import type { Bundle, Item, PassType, Performance } from "../catalogue.ts";
import type { TicketTemplate } from "../ticket_template.ts";

/** What each kind of reference document holds. */
export interface Documents {
  readonly performance: Performance;
  readonly "pass-type": PassType;
  readonly bundle: Bundle;
  readonly item: Item;
  readonly "ticket-template": TicketTemplate;
}

/** Any reference document. */
export type Document = Documents[keyof Documents];

/** The document is as given from now on, whole. What was issued before keeps its codes. */
export interface ReferenceDefined {
  readonly type:
    | "PerformanceDefined"
    | "PassTypeDefined"
    | "BundleDefined"
    | "ItemDefined"
    | "TicketTemplateDefined";
  readonly document: Document;
}

/** Nothing new can be sold or printed on it. */
export interface ReferenceRemoved {
  readonly type:
    | "PerformanceRemoved"
    | "PassTypeRemoved"
    | "BundleRemoved"
    | "ItemRemoved"
    | "TicketTemplateRemoved";
}

/** Every fact of reference data. */
export type ReferenceEvent = ReferenceDefined | ReferenceRemoved;
