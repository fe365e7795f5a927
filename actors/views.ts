/**
 * Parts of a pass and a ticket that people are shown the same way.
 *
 * @module
 */
import { type BoundCredential, type CredentialFault, FAULTS } from "./credentials.ts";
import type { Revisions } from "./actor_type.ts";
import type { Sync } from "./sync.ts";

/** What an operator must look at. */
export interface Attention {
  readonly code: string;
  /** One sentence. */
  readonly message: string;
}

/** Values unmasked: who shows them masks them. */
export type CredentialView = Omit<BoundCredential, "open" | "deadSince">;

/** Revisions: wanted, in a message, confirmed. */
export interface SyncView {
  readonly desired: number;
  readonly sent: number;
  readonly acknowledged: number;
}

/** Oldest first, the dead ones too. */
export function credentialsView(
  held: ReadonlyArray<BoundCredential>,
): ReadonlyArray<CredentialView> {
  return held.map(({ open: _open, deadSince: _since, ...shown }) => shown);
}

/** What `sync` shows. */
export function syncView({ desired, queued, acknowledged }: Revisions): SyncView {
  return { desired, sent: queued, acknowledged };
}

/** An answer that could not be accepted, or a delivery that has failed; `null`: all is well. */
export function attentionView(
  fault: CredentialFault | null,
  { outstanding }: Sync,
): Attention | null {
  if (fault !== null) return { code: fault, message: FAULTS[fault] };
  const failed = outstanding?.failed ?? null;
  return failed === null ? null : { code: failed.code, message: failed.message };
}
