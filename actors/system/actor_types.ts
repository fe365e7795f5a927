/**
 * Every kind of actor that this service runs.
 *
 * @module
 */
import { REFERENCE_KINDS } from "../address.ts";
import type { AnyActorType } from "../actor_type.ts";
import { audit } from "../audit/mod.ts";
import { importing } from "../importing/mod.ts";
import { key } from "../key/mod.ts";
import { order } from "../order/mod.ts";
import { pass } from "../pass/mod.ts";
import { reconciliation } from "../reconciliation/mod.ts";
import { reference } from "../reference/mod.ts";
import { ticket } from "../ticket/mod.ts";
import { webhook } from "../webhook/mod.ts";

/** In no order; each kind stands once. */
export const ACTOR_TYPES: ReadonlyArray<AnyActorType> = [
  ticket,
  pass,
  order,
  importing,
  webhook,
  key,
  audit,
  reconciliation,
  ...REFERENCE_KINDS.map(reference),
];
