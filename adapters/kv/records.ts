/**
 * The tuples of the stored records. Field order is the stored format: append, never reorder.
 *
 * @module
 */
import type { Address, Kind } from "../../actors/address.ts";
import type { Tagged } from "../../actors/decider.ts";
import type { Delivery } from "../../actors/delivery.ts";
import type { Cause, Claim, Claimed, CommandRecord } from "../../actors/event_store.ts";
import { pack, unpack } from "./codec.ts";
import { type StoredEvent, toStored } from "./upcast.ts";

/** One commit of one actor: all facts of one command. */
export interface Commit extends Cause {
  /** Of its first fact; the next ones follow without gaps. */
  readonly position: number;
  readonly events: ReadonlyArray<StoredEvent>;
  /** Ids of the deliveries that were created with it. */
  readonly created: ReadonlyArray<string>;
  /** The chain's hash of the commit before it. */
  readonly previous: string;
}

/** Names a delivery. */
export type DeliveryName = Pick<Delivery, "tenant" | "id">;

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
  /** The chain's hash of the newest commit. */
  readonly link: string;
}

/** A state that lies beside the head. */
export interface Snapshot {
  readonly stateVersion: number;
  readonly at: number;
  readonly state: Uint8Array;
}

/** One batch in the log of everything. */
export interface LogEntry {
  readonly facts: ReadonlyArray<LogReference>;
  /** Deliveries that were created in it, in order. */
  readonly created: ReadonlyArray<DeliveryName>;
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
  events: ReadonlyArray<Tagged>,
  at: Pick<Commit, "position" | "created" | "previous">,
): Uint8Array<ArrayBuffer> {
  return pack(
    at.position,
    cause.at,
    cause.commandId,
    cause.correlationId,
    cause.causationId,
    cause.by,
    cause.requestId,
    events.map(toStored),
    at.created,
    at.previous,
  );
}

/** `null` when damaged, like every `unpack…` here. The events are not upcast yet. */
export function unpackCommit(record: unknown): Commit | null {
  const fields = unpack(record);
  if (fields === null) return null;
  const [position, at, commandId, correlationId, causationId, by, requestId, ...rest] = fields;
  const [events, created, previous] = rest;
  if (!Array.isArray(events)) return null;
  return {
    position,
    at,
    commandId,
    correlationId,
    causationId,
    by,
    requestId,
    events,
    created,
    previous,
  } as Commit;
}

/** The record of one head. */
export function packHead(head: Head): Uint8Array<ArrayBuffer> {
  const { version, stateVersion, at, state, snapshotVersion, position, link } = head;
  return pack(version, stateVersion, at, state, snapshotVersion, position, link);
}

/** `null` when damaged. */
export function unpackHead(record: unknown): Head | null {
  const fields = unpack(record);
  if (fields === null) return null;
  const [version, stateVersion, at, state, snapshotVersion, position, link] = fields;
  return { version, stateVersion, at, state, snapshotVersion, position, link } as Head;
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
export function packLog({ facts, created }: LogEntry): Uint8Array<ArrayBuffer> {
  return pack(
    facts.map(({ address: { tenant, kind, id }, firstVersion, count }) => [
      tenant,
      kind,
      id,
      firstVersion,
      count,
    ]),
    created.map(({ tenant, id }) => [tenant, id]),
  );
}

/** `null` when damaged. */
export function unpackLog(record: unknown): LogEntry | null {
  const fields = unpack(record);
  if (fields === null) return null;
  const [facts, created] = fields as [
    ReadonlyArray<[string, Kind, string, number, number]>,
    ReadonlyArray<[string, string]>,
  ];
  return {
    facts: facts.map(([tenant, kind, id, firstVersion, count]) => ({
      address: { tenant, kind, id },
      firstVersion,
      count,
    })),
    created: created.map(([tenant, id]) => ({ tenant, id })),
  };
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
export function packClaim({ kind, id }: Claimed["holder"], claim: Claim): Uint8Array<ArrayBuffer> {
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
