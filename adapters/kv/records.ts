/**
 * The tuples of the stored records. Field order is the stored format: append, never reorder.
 *
 * @module
 */
import type { Address, Kind } from "../../actors/address.ts";
import type { Delivery } from "../../actors/delivery.ts";
import type { Cause, Claim, Claimed, CommandRecord } from "../../actors/event_store.ts";
import { pack, unpack } from "./codec.ts";
import { type StoredEvent, toStored } from "./upcast.ts";

/** One commit of one actor: all facts of one command. */
export interface Commit extends Cause {
  /** Of its first fact; the next ones follow without gaps. */
  readonly position: number;
  readonly events: ReadonlyArray<StoredEvent>;
}

/** Where an actor stands. */
export interface Head {
  readonly version: number;
  readonly stateVersion: number;
  readonly at: number;
  /** CBOR; `null` where the state is too large to ride along. */
  readonly state: Uint8Array | null;
  /** Newest snapshot beside the head, 0 for none. */
  readonly snapshotVersion: number;
  /** Of the newest fact. */
  readonly position: number;
}

/** A state that lies beside the head. */
export interface Snapshot {
  readonly stateVersion: number;
  readonly at: number;
  readonly state: Uint8Array;
}

/** Facts of one actor in one batch. */
export interface LogReference {
  readonly address: Address;
  readonly firstVersion: number;
  readonly count: number;
}

/** The record of one commit; events are stored in the current version of their types. */
export function packCommit(
  cause: Cause,
  events: ReadonlyArray<{ readonly type: string }>,
  position: number,
): Uint8Array<ArrayBuffer> {
  const { at, commandId, correlationId, causationId, by, requestId } = cause;
  const stored = events.map(toStored);
  return pack(position, at, commandId, correlationId, causationId, by, requestId, stored);
}

/** `null` when damaged, like every `unpack…` here. The events are not upcast yet. */
export function unpackCommit(record: unknown): Commit | null {
  const fields = unpack(record);
  if (fields === null) return null;
  const [position, at, commandId, correlationId, causationId, by, requestId, events] = fields;
  return {
    position,
    at,
    commandId,
    correlationId,
    causationId,
    by,
    requestId,
    events,
  } as Commit;
}

/** The record of one head. */
export function packHead(head: Head): Uint8Array<ArrayBuffer> {
  const { version, stateVersion, at, state, snapshotVersion, position } = head;
  return pack(version, stateVersion, at, state, snapshotVersion, position);
}

/** `null` when damaged. */
export function unpackHead(record: unknown): Head | null {
  const fields = unpack(record);
  if (fields === null) return null;
  const [version, stateVersion, at, state, snapshotVersion, position] = fields;
  return { version, stateVersion, at, state, snapshotVersion, position } as Head;
}

/** The record of a state beside the head; its version is in the key. */
export function packSnapshot({ stateVersion, at, state }: Snapshot): Uint8Array<ArrayBuffer> {
  return pack(stateVersion, at, state);
}

/** `null` when damaged. */
export function unpackSnapshot(record: unknown): Snapshot | null {
  const fields = unpack(record);
  if (fields === null) return null;
  const [stateVersion, at, state] = fields;
  return { stateVersion, at, state } as Snapshot;
}

/** The record of one batch; positions follow from its number and the counts, in order. */
export function packLog(references: ReadonlyArray<LogReference>): Uint8Array<ArrayBuffer> {
  return pack(
    references.map(({ address: { tenant, kind, id }, firstVersion, count }) => [
      tenant,
      kind,
      id,
      firstVersion,
      count,
    ]),
  );
}

/** `null` when damaged. */
export function unpackLog(record: unknown): ReadonlyArray<LogReference> | null {
  const fields = unpack(record);
  if (fields === null) return null;
  const rows = fields[0] as ReadonlyArray<[string, Kind, string, number, number]>;
  return rows.map(([tenant, kind, id, firstVersion, count]) => ({
    address: { tenant, kind, id },
    firstVersion,
    count,
  }));
}

/** The record of one command, refused or not. */
export function packCommand(command: CommandRecord): Uint8Array<ArrayBuffer> {
  return pack(
    command.address.kind,
    command.address.id,
    command.type,
    command.at,
    command.by,
    command.correlationId,
    command.requestId,
    command.fingerprint,
    command.version,
    command.events,
    command.revision,
    command.refusal,
  );
}

/** `tenant` and `commandId` are in the key. */
export function unpackCommand(
  record: unknown,
  { tenant, commandId }: { readonly tenant: string; readonly commandId: string },
): CommandRecord | null {
  const fields = unpack(record);
  if (fields === null) return null;
  const [kind, id, type, at, by, correlationId, requestId, fingerprint, ...rest] = fields;
  const [version, events, revision, refusal] = rest;
  return {
    commandId,
    address: { tenant, kind, id },
    type,
    at,
    by,
    correlationId,
    requestId,
    fingerprint,
    version,
    events,
    revision,
    refusal,
  } as CommandRecord;
}

/** The record of who holds a value. */
export function packClaim({ kind, id }: Address, claim: Claim): Uint8Array<ArrayBuffer> {
  return pack(kind, id, claim.state, claim.note);
}

/** `scope` is in the key. */
export function unpackClaim(record: unknown, scope: string): Claimed | null {
  const fields = unpack(record);
  if (fields === null) return null;
  const [kind, id, state, note] = fields;
  return { holder: { kind, id }, scope, state, note } as Claimed;
}

/** The record of one delivery, its message included: a rewrite of it costs less than a row. */
export function packDelivery(delivery: Delivery): Uint8Array<ArrayBuffer> {
  return pack(
    delivery.actor.kind,
    delivery.actor.id,
    delivery.accessControl,
    delivery.seq,
    delivery.command,
    delivery.revokes,
    delivery.correlationId,
    delivery.createdAt,
    delivery.status,
    delivery.nextAttemptAt,
    delivery.sent,
    delivery.attemptCount,
    delivery.attempts,
    delivery.reason,
    delivery.body,
  );
}

/** `tenant` and `id` are in the key. */
export function unpackDelivery(
  record: unknown,
  { tenant, id }: { readonly tenant: string; readonly id: string },
): Delivery | null {
  const fields = unpack(record);
  if (fields === null) return null;
  const [kind, actorId, accessControl, seq, command, revokes, correlationId, ...rest] = fields;
  const [createdAt, status, nextAttemptAt, sent, attemptCount, attempts, reason, body] = rest;
  return {
    id,
    tenant,
    actor: { kind, id: actorId },
    accessControl,
    seq,
    command,
    revokes,
    correlationId,
    createdAt,
    status,
    nextAttemptAt,
    sent,
    attemptCount,
    attempts,
    reason,
    body,
  } as Delivery;
}
