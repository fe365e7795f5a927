/**
 * One actor, its outbox and a model access control, stepped by whatever a property test dreams up.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Result } from "effect";
import type { Answer, CardMessage, SubjectCommand } from "../../actors/access_control.ts";
import type { ActorType } from "../../actors/actor_type.ts";
import type { BoundCredential } from "../../actors/credentials.ts";
import type { Tagged } from "../../actors/decider.ts";
import type { RecordScan } from "../../actors/scan.ts";
import { isIssue } from "../../actors/subject.ts";
import type { DeliveryQueued, Ownership, Sync, SyncCommand, SyncEvent } from "../../actors/sync.ts";
import { contextOf } from "./given.ts";
import { applyTo, emptyModel, type Model } from "./model_access_control.ts";
import { credential, done } from "./stories.ts";

/** One step. What cannot be done at the moment is skipped. */
export type Step<Command> =
  | { readonly do: "ask"; readonly command: Command | SyncCommand | RecordScan }
  /** The outstanding delivery goes out, and this is how it fares there. */
  | {
    readonly do: "send";
    readonly fate: "applied" | "unproduced" | "rejected" | "lost" | "overtaken" | "foreign";
  }
  /** Its answer comes in. */
  | { readonly do: "answer" }
  /** An answer of any earlier delivery comes in again, or for the first time. */
  | { readonly do: "repeat"; readonly which: number }
  | { readonly do: "bury" }
  | { readonly do: "overdue" }
  | { readonly do: "reopen" }
  /** An operator who tells the truth about the other side. */
  | { readonly do: "discard" };

/** What passes and tickets have in common for the laws. */
export interface Held {
  readonly sync: Sync;
  readonly generation: number;
  readonly credentials: ReadonlyArray<BoundCredential>;
  readonly attention: string | null;
}

interface Sent {
  readonly seq: number;
  readonly body: SubjectCommand;
  sent: boolean;
  answer: Answer | null;
  owner: Ownership;
}

/** Everything that the laws look at. */
export interface World<State extends Held, Command extends Tagged, Event extends Tagged> {
  readonly type: ActorType<State, Command | SyncCommand | RecordScan, Event | SyncEvent>;
  readonly model: Model;
  readonly deliveries: Map<number, Sent>;
  readonly events: Array<Event | SyncEvent>;
  state: State;
  numbers: number;
}

/** An actor without a past. */
export function newWorld<State extends Held, Command extends Tagged, Event extends Tagged>(
  type: ActorType<State, Command | SyncCommand | RecordScan, Event | SyncEvent>,
): World<State, Command, Event> {
  return {
    type,
    model: emptyModel(),
    deliveries: new Map(),
    events: [],
    state: type.initial,
    numbers: 0,
  };
}

/** Takes one step and checks every law that holds at all times. */
export function step<State extends Held, Command extends Tagged, Event extends Tagged>(
  world: World<State, Command, Event>,
  next: Step<Command>,
): void {
  const outstanding = world.state.sync.outstanding;
  const open = outstanding === null ? undefined : world.deliveries.get(outstanding.seq);
  switch (next.do) {
    case "ask":
      return tell(world, next.command);
    case "send":
      return open === undefined || outstanding?.failed ? undefined : send(world, open, next.fate);
    case "answer":
      return open === undefined ? undefined : answer(world, open);
    case "repeat": {
      const all = [...world.deliveries.values()];
      const one = all[next.which % Math.max(1, all.length)];
      return one === undefined ? undefined : answer(world, one);
    }
    case "bury": {
      if (open === undefined) return;
      const applied = open.sent && open.answer?.type !== "rejected" ? "unknown" : "no";
      const told = { code: "no-answer", message: "Gave up", applied } as const;
      return tell(world, { type: "RecordDeadLetter", seq: open.seq, ...told });
    }
    case "overdue":
      return tell(world, { type: "RecordOverdue", seq: outstanding?.seq ?? 0 });
    case "reopen":
      return tell(world, { type: "ReopenDelivery", seq: outstanding?.seq ?? 0 });
    case "discard":
      return open === undefined ? undefined : discard(world, open);
  }
}

/** Lets the access control do all that is left, and gives up after `limit` messages. */
export function quiesce<State extends Held, Command extends Tagged, Event extends Tagged>(
  world: World<State, Command, Event>,
  limit = 30,
): void {
  for (let count = 0; count < limit; count++) {
    const outstanding = world.state.sync.outstanding;
    if (outstanding === null) return;
    const open = world.deliveries.get(outstanding.seq);
    assert.ok(open !== undefined, "the outstanding delivery has a message");
    // An issue that is stale by its own fence: nobody but an operator can tell what came of it.
    const isInDoubt = outstanding.failed?.code === "stale" && outstanding.failed.applied !== "no";
    if (outstanding.failed !== null) step(world, { do: isInDoubt ? "discard" : "reopen" });
    if (world.state.sync.outstanding?.seq !== open.seq) continue;
    if (open.answer?.type !== "done") open.answer = applyTo(world.model, open.seq, open.body);
    open.sent = true;
    answer(world, open);
  }
  assert.fail(`still not settled after ${limit} messages`);
}

function tell<State extends Held, Command extends Tagged, Event extends Tagged>(
  world: World<State, Command, Event>,
  command: Command | SyncCommand | RecordScan,
): void {
  const { type } = world;
  const before = world.state;
  const outstanding = before.sync.outstanding;
  const open = outstanding === null ? undefined : world.deliveries.get(outstanding.seq);
  const asking = {
    unsent: open !== undefined && !open.sent,
    ticketNumber: `9${String(world.numbers++).padStart(11, "0")}` as never,
  };
  const decision = type.decide(before, command, contextOf(asking));
  if (Result.isFailure(decision)) return;
  const events = decision.success;
  world.state = events.reduce(type.evolve, before);
  world.events.push(...events);
  checkLaws(world, before, events);
  for (const event of events) {
    if (event.type !== "DeliveryQueued" || !("covers" in event)) continue;
    const { seq } = event;
    const body = type.message(world.state, seq);
    world.deliveries.set(seq, { seq, body, sent: false, answer: null, owner: "free" });
  }
  const again = type.decide(world.state, command, contextOf({ ...asking, unsent: false }));
  const effect = Result.isSuccess(again) ? again.success.map((event) => event.type) : [];
  assert.deepEqual(effect, [], `${command.type} acts twice`);
}

function send<State extends Held, Command extends Tagged, Event extends Tagged>(
  { model }: World<State, Command, Event>,
  open: Sent,
  fate: Extract<Step<Command>, { readonly do: "send" }>["fate"],
): void {
  open.sent = true;
  if (open.answer?.type === "done" || fate === "lost") return;
  const isIssue = "card" in open.body
    ? open.body.command === "issueCard" && open.body.card.credential === null
    : open.body.command === "issueTicket" && open.body.ticket.credentials.length === 0;
  if (fate === "rejected") {
    open.answer = { type: "rejected", code: "poison", message: "Not possible" };
  } else if (fate === "foreign" && isIssue && open.seq > model.fence) {
    const kind = "card" in open.body ? "card" : "standard";
    open.answer = done([credential(kind, "of-somebody-else")]);
    open.owner = "foreign";
    model.fence = Math.max(model.fence, open.seq);
  } else {
    if (fate === "overtaken") model.fence = Math.max(model.fence, open.seq) + 1;
    const applied = applyTo(model, open.seq, open.body);
    const isStuck = fate === "unproduced" && applied.type === "done";
    open.answer = isStuck ? { ...applied, printed: false, printFault: "jam" } : applied;
  }
}

function answer<State extends Held, Command extends Tagged, Event extends Tagged>(
  world: World<State, Command, Event>,
  { seq, answer, owner }: Sent,
): void {
  if (answer === null) return;
  const credentials = answer.type === "done" ? answer.credentials : [];
  const held = new Map<string, BoundCredential>(
    world.state.credentials.map((one) => [one.value, one]),
  );
  const owners = credentials.map(({ value }) => {
    const known = held.get(value);
    const own = known === undefined ? owner : known.state === "live" ? "own" : "dead";
    return { value, owner: own };
  });
  tell(world, { type: "RecordAnswer", seq, answer, owners });
}

function discard<State extends Held, Command extends Tagged, Event extends Tagged>(
  world: World<State, Command, Event>,
  open: Sent,
): void {
  const isIssue = open.body.command === "issueCard" || open.body.command === "issueTicket";
  const isApplied = world.model.answers.has(open.seq);
  // The operator has looked: no issue there, every revocation there, nothing added to a card.
  if (isIssue && isApplied) return;
  if (open.body.command === "updateCard") {
    if (isApplied) return;
    keepOnly(world.model, open.body.card);
    world.model.fence = Math.max(world.model.fence, open.seq);
  } else if (!isIssue && !isApplied) {
    if (applyTo(world.model, open.seq, open.body).type === "stale") return;
  }
  tell(world, { type: "DiscardDelivery", seq: open.seq, reason: "seen there" });
  open.sent = true;
  open.answer = null;
}

function keepOnly({ values }: Model, { credential, admissions }: CardMessage): void {
  const opening = values.get(credential ?? "");
  const kept = new Set(admissions.map(({ admissionId }) => admissionId));
  if (opening !== undefined) {
    opening.admissions = opening.admissions.filter((id) => kept.has(id));
  }
}

function checkLaws<State extends Held, Command extends Tagged, Event extends Tagged>(
  world: World<State, Command, Event>,
  before: State,
  events: ReadonlyArray<Event | SyncEvent>,
): void {
  checkRevisions(world, before);
  checkReplaced(before, events);
  checkDead(before, world.state);
  const { state, model, type } = world;
  for (const one of state.credentials) {
    if (one.state === "live") assert.equal(one.generation, state.generation, "the live one is new");
  }
  const outstanding = state.sync.outstanding;
  if (
    outstanding !== null && isIssue(outstanding.command) && outstanding.credentials.length === 0
  ) {
    assert.ok(state.credentials.every((one) => one.state === "dead"), "no issue beside a live one");
  }
  for (const [value, { open }] of model.values) {
    const one = state.credentials.find((held) => held.value === value);
    if (open && one !== undefined) assert.ok(one.open, "what opens is known to open");
  }
  for (const event of events) assert.ok(type.sentence(event).length > 0);
}

/** Once dead, for ever dead. */
export function checkDead(before: Held, after: Held): void {
  for (const old of before.credentials) {
    if (old.state === "live") continue;
    const one = after.credentials.find(({ value }) => value === old.value);
    assert.notEqual(one?.state, "live", "nothing dead comes alive");
  }
}

function checkRevisions<State extends Held, Command extends Tagged, Event extends Tagged>(
  { type, state }: World<State, Command, Event>,
  before: State,
): void {
  const was = type.revisions(before);
  const now = type.revisions(state);
  assert.ok(now.desired >= was.desired, "desired never falls");
  assert.ok(now.acknowledged >= was.acknowledged, "acknowledged never falls");
  assert.ok(now.acknowledged <= now.desired, "acknowledged is not ahead of desired");
  assert.ok(now.seq >= was.seq, "fences never fall");
  const isSettled = now.acknowledged === now.desired;
  assert.ok(now.outstanding === null || !isSettled, "nothing is awaited when all is confirmed");
}

function checkReplaced(
  { sync: { outstanding, seq } }: Held,
  events: ReadonlyArray<Tagged>,
): void {
  const queued = events.filter((event): event is DeliveryQueued => event.type === "DeliveryQueued");
  assert.ok(queued.length <= 1, "one message at a time");
  const [next] = queued;
  if (next !== undefined) assert.ok(next.seq > seq, "a message has a higher fence");
  if (outstanding === null) return;
  const isDropped = events.some(({ type }) => type === "DeliveryDropped");
  const isReplaced = next?.supersedes === outstanding.seq;
  if (!isDropped && !isReplaced) return;
  const isCertain = events.some((event) => "applied" in event && event.applied === "no");
  const isInDoubt = outstanding.failed?.applied === "unknown" && !isCertain;
  assert.ok(!isInDoubt, "what may be applied is not replaced");
  if (outstanding.revokes) assert.ok(next?.revokes, "a revocation is replaced by a revocation");
}
