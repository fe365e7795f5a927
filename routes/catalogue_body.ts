/**
 * The body of an import: reference documents by kind and code.
 *
 * @module
 */
import * as v from "valibot";
import { TicketTemplate } from "./paper/template_schema.ts";
import { Bundle, Item, PassType, Performance } from "./reference_schemas.ts";
import { Id } from "./schemas.ts";

function byCode<const S extends v.GenericSchema<unknown, unknown>>(schema: S) {
  return v.optional(v.record(Id, schema), {});
}

/** Each document as its own route takes it. Their number is bounded by the body's size. */
export const Catalogue = v.strictObject({
  performances: byCode(Performance),
  passTypes: byCode(PassType),
  bundles: byCode(Bundle),
  items: byCode(Item),
  ticketTemplates: byCode(TicketTemplate),
});

/** A whole season, with all defaults filled in. */
export type Catalogue = v.InferOutput<typeof Catalogue>;
