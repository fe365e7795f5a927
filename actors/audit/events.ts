/**
 * What keys did that is no fact of any other actor. Stored format: add, never rename.
 *
 * @module
 */

/** A key has asked for something that is no command of an actor; written before it is done. */
export interface ActionRequested {
  readonly type: "ActionRequested";
  /** `POST /v1/adapters/{name}/pause` */
  readonly route: string;
  /** With its ids, without its query. */
  readonly path: string;
  /** What it was about, where the path does not say it. */
  readonly filter?: ActionFilter;
}

/** Which deliveries were to be tried again. */
export interface ActionFilter {
  readonly status: string;
  readonly accessControl: string | null;
  /** `ticket/T-1`, or of everybody. */
  readonly actor: string | null;
  readonly max: number;
}

/** What was asked for was answered with a problem; 4xx: nothing was done. */
export interface ActionFailed {
  readonly type: "ActionFailed";
  readonly route: string;
  /** With its ids, without its query. */
  readonly path: string;
  /** Of HTTP. */
  readonly status: number;
  /** Of the problem, as `delivery-not-open`. */
  readonly code: string;
}

/** A key was shown barcodes or card values unmasked; once an hour for the same key and path. */
export interface BarcodesShown {
  readonly type: "BarcodesShown";
  readonly route: string;
  /** With its ids, without its query: a barcode that was searched for is not in it. */
  readonly path: string;
}

/** A customer's reference is to be forgotten; written before it is. */
export interface CustomerErased {
  readonly type: "CustomerErased";
  /** All that is left of them. */
  readonly alias: string;
  readonly reason: string;
}

/** Every fact of one day's audit. */
export type AuditEvent = ActionFailed | ActionRequested | BarcodesShown | CustomerErased;
