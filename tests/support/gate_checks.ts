/**
 * Asking a running service what a gate should do, as a steward would.
 *
 * @module
 */
import assert from "node:assert/strict";
import { GateAnswer } from "../../routes/gate_check.ts";
import { assertForm } from "./api.ts";
import type { BoxOffice } from "./service_client.ts";

/** One thing that a verdict rests on. */
export interface EvidenceBody {
  readonly kind: "event" | "delivery";
  readonly id?: string;
  readonly type?: string;
  /** Of an event: RFC 3339. */
  readonly at?: string;
  /** Of the holder, when the fact had happened. */
  readonly version?: number;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly seq?: number;
  readonly command?: string;
  readonly status?: string;
}

/** `GET /v1/gate-check`. */
export interface GateBody {
  readonly decision: "open" | "refused";
  readonly reason: string | null;
  readonly sentence: string;
  readonly advice: string;
  readonly actor: { readonly kind: string; readonly id: string } | null;
  readonly generation: number | null;
  readonly performance: string | null;
  readonly evidence: ReadonlyArray<EvidenceBody>;
  readonly exposure?: { readonly since: string; readonly delivery: string | null };
}

/** The verdict, in the form that the document tells of. */
export async function gateCheck(
  box: BoxOffice,
  barcode: string,
  { performance = "M01", at }: { readonly performance?: string; readonly at?: string } = {},
): Promise<GateBody> {
  const query = new URLSearchParams({ barcode, performance, ...(at === undefined ? {} : { at }) });
  const { status, body } = await box.ask<GateBody>("GET", `gate-check?${query}`);
  assert.equal(status, 200, JSON.stringify(body));
  assertForm(GateAnswer, body);
  assert.equal(body.decision === "open", body.reason === null);
  return body;
}

/** Types of the facts, and commands of the deliveries, that a verdict rests on. */
export function proofs({ evidence }: GateBody): ReadonlyArray<string> {
  return evidence.map(({ type, command }) => type ?? command ?? "");
}
