/**
 * What people filter the log of everything by.
 *
 * @module
 */
import type { Kind } from "./address.ts";

/** Every filter of the log; `null` takes all. */
export interface LogQuestion {
  readonly kind: Kind | null;
  /** Kind and id of one actor; an id alone may be of any kind. */
  readonly actorKind: Kind | null;
  readonly id: string | null;
  readonly type: string | null;
  readonly order: string | null;
  readonly customer: string | null;
  readonly performance: string | null;
  /** Dead ones too: facts of whoever has or had it. */
  readonly barcode: string | null;
  /** Id of the command that a chain began with. */
  readonly correlation: string | null;
  /** Milliseconds since the epoch; inclusive and exclusive. */
  readonly from: number | null;
  readonly to: number | null;
}

/** Leaves nothing out. */
export const EVERYTHING: LogQuestion = {
  kind: null,
  actorKind: null,
  id: null,
  type: null,
  order: null,
  customer: null,
  performance: null,
  barcode: null,
  correlation: null,
  from: null,
  to: null,
};
