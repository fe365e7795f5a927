/**
 * Actors in memory for the tests of routes: the real deciders, no disk, no clock.
 *
 * @module
 */
import { type Context, Effect, Result } from "effect";
import { ACTOR_TYPES } from "../../actors/system/actor_types.ts";
import type { AnyActorType } from "../../actors/actor_type.ts";
import type { Answer, Scan } from "../../actors/access_control.ts";
import {
  type ActorRouter,
  type Envelope,
  type SendError,
  UnknownActor,
  VersionMismatch,
} from "../../actors/actor_router.ts";
import { type Address, addressKey, type Kind, TicketNumber } from "../../actors/address.ts";
import type { Bundle, Catalogue, Item, PassType, Performance } from "../../actors/catalogue.ts";
import type { CommandContext, Tagged } from "../../actors/decider.ts";
import type { Delivery } from "../../actors/delivery.ts";
import type { CommandRecord, EventStore, Recorded } from "../../actors/event_store.ts";
import type { Outbox } from "../../actors/outbox.ts";
import { deliveriesOf } from "../../actors/system/commit.ts";
import { ownCommand } from "../../actors/system/own_command.ts";
import type { Notifier } from "../../actors/notifying/notifier.ts";
import type { Reconciler } from "../../actors/reconciler.ts";
import type { ReferenceState } from "../../actors/reference/mod.ts";
import { answered, credential, done } from "./stories.ts";

/** All facts happen here, one millisecond after the other. */
export const EPOCH_MS = Date.parse("2026-08-01T12:00:00Z");

/** One actor with all that was ever told to it. */
export interface Life {
  readonly address: Address;
  readonly type: AnyActorType;
  state: unknown;
  readonly facts: Array<Recorded>;
  readonly commands: Array<CommandRecord>;
}

/** The fake, and its knobs. */
export interface FakeService {
  readonly services: Context.Context<ActorRouter | EventStore | Notifier | Outbox | Reconciler>;
  /** Set: the next command fails so, and does nothing. */
  failNext: SendError | null;
  /** Set: the next command ends in this defect. */
  dieNext: unknown;
  /** Runs when somebody waits for a confirmation. */
  onWait: (address: Address, timeoutMs: number) => void;
  readonly deliveries: Array<Delivery>;
  readonly received: Array<{ readonly accessControl: string; readonly answer: Answer }>;
  readonly scans: Array<Scan>;
  readonly paused: Map<string, string>;
  /** Envelopes that reached an actor, the newest last. */
  readonly envelopes: Array<Envelope>;
  /** Has the access control confirm what the actor waits for, with these values. */
  readonly confirm: (address: Address, values?: ReadonlyArray<string>) => void;
}

/** All actors of all tenants, and the knobs. */
export interface World {
  readonly lives: Map<string, Life>;
  readonly fake: FakeService;
}

const TYPES = new Map(ACTOR_TYPES.map((type) => [type.kind, type]));

/** The actor at an address, without facts when nobody told it any. */
export function lifeOf({ lives }: World, address: Address): Life {
  const key = addressKey(address);
  const known = lives.get(key);
  if (known !== undefined) return known;
  const type = TYPES.get(address.kind);
  if (type === undefined) throw new Error(`No actor type "${address.kind}"`);
  const life: Life = { address, type, state: type.initial, facts: [], commands: [] };
  lives.set(key, life);
  return life;
}

/** What the actor's decider says now. */
export const decide = Effect.fnUntraced(
  function* (world: World, address: Address, envelope: Envelope) {
    const { type, state, facts } = lifeOf(world, address);
    const { command, expected, by } = envelope;
    if (facts.length === 0 && !type.creators.includes(command.type)) {
      return yield* new UnknownActor({ address });
    }
    if (expected !== null && expected !== facts.length) {
      return yield* new VersionMismatch({ expected, actual: facts.length });
    }
    const context: CommandContext = {
      at: EPOCH_MS,
      by,
      id: address.id,
      commandId: `fresh-${world.fake.envelopes.length}`,
      catalogue: catalogueOf(world, address.tenant),
      unsent: true,
      ticketNumber: TicketNumber(String(1000 + world.fake.envelopes.length)),
    };
    return type.decide(state, command, context);
  },
);

/** Makes a decision a fact. */
export function commit(
  { lives, fake }: World,
  life: Life,
  { envelope, events: decision }: {
    readonly envelope: Envelope;
    readonly events: ReturnType<AnyActorType["decide"]>;
  },
): CommandRecord {
  const { address, type, facts } = life;
  const events: ReadonlyArray<Tagged> = Result.isSuccess(decision) ? decision.success : [];
  const before = type.revisions(life.state).desired;
  const { commandId, by, requestId } = envelope;
  const at = EPOCH_MS + facts.length;
  const correlationId = envelope.correlationId ?? commandId;
  const cause = { at, commandId, correlationId, causationId: null, by, requestId };
  for (const event of events) {
    life.state = type.evolve(life.state, event);
    const position = [...lives.values()].reduce((sum, one) => sum + one.facts.length, 1);
    facts.push({ ...cause, position, address, version: facts.length + 1, event });
  }
  const { desired, acknowledged } = type.revisions(life.state);
  const record: CommandRecord = {
    ...cause,
    address,
    type: envelope.command.type,
    fingerprint: envelope.fingerprint,
    version: facts.length,
    events: events.map((event) => event.type),
    revision: desired > before && acknowledged < desired ? desired : null,
    refusal: Result.isFailure(decision) ? decision.failure : null,
  };
  life.commands.unshift(record);
  fake.deliveries.unshift(...deliveriesOf(life, { events, state: life.state, record }));
  return record;
}

/** Has the access control confirm what the actor waits for. */
export function confirm(world: World, address: Address, values: ReadonlyArray<string>): void {
  const life = lifeOf(world, address);
  const { outstanding } = life.type.revisions(life.state);
  if (outstanding === null) throw new Error("Nothing is outstanding");
  const { seq } = outstanding;
  const kind = address.kind === "pass" ? "card" : "standard";
  const command = answered(seq, done(values.map((value) => credential(kind, value))));
  const envelope = ownCommand(`confirm.${address.id}.${seq}`, command, { fresh: true });
  const events = Effect.runSync(decide(world, address, envelope));
  commit(world, life, { envelope, events });
}

function catalogueOf({ lives }: World, tenant: string): Catalogue {
  const document = <A>(kind: Kind) => (id: string): A | undefined => {
    const life = lives.get(addressKey({ tenant, kind, id }));
    return ((life?.state as ReferenceState | undefined)?.document ?? undefined) as A | undefined;
  };
  return {
    performance: document<Performance>("performance"),
    passType: document<PassType>("pass-type"),
    bundle: document<Bundle>("bundle"),
    item: document<Item>("item"),
    ticketMode: (name) => name === "main" ? "barcode" : undefined,
  };
}

/** A command's record, by id. */
export function commandOf(
  { lives }: World,
  tenant: string,
  commandId: string,
): CommandRecord | null {
  for (const { address, commands } of lives.values()) {
    const found = commands.find((record) => record.commandId === commandId);
    if (found !== undefined && address.tenant === tenant) return found;
  }
  return null;
}
