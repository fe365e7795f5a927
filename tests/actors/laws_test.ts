/**
 * Laws that hold for every history of a pass and a ticket, whatever the access control does.
 *
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { ActorType } from "../../actors/actor_type.ts";
import { Barcode, TicketNumber } from "../../actors/address.ts";
import type { Tagged } from "../../actors/decider.ts";
import {
  pass,
  type PassCommand,
  type PassState,
  status as passStatus,
} from "../../actors/pass/mod.ts";
import type { RepairCommand } from "../../actors/repair.ts";
import type { RecordScan } from "../../actors/scan.ts";
import type { SyncCommand, SyncEvent } from "../../actors/sync.ts";
import {
  type PrintTicket,
  status as ticketStatus,
  ticket,
  type TicketCommand,
} from "../../actors/ticket/mod.ts";
import { openValues, STRAY } from "../support/model_access_control.ts";
import { ACQUIRE, add, ALLOCATE, issued, scanned } from "../support/stories.ts";
import {
  checkDead,
  type Held,
  newWorld,
  quiesce,
  type Step,
  step,
  type World,
} from "../support/world.ts";

/** Found enough to shrink every planted bug, in about a second. */
const RUNS = 2000;
const STEPS_MAX = 40;

const reason = "because";
const override = fc.boolean();

const ticketCommands: fc.Arbitrary<TicketCommand> = fc.oneof(
  often(fc.constant({ type: "PrintTicket", printer: "Virtual" } as const)),
  often(override.map((override) => ({
    type: "ReprintTicket" as const,
    reason,
    printer: null,
    ticketNumber: null,
    override,
  }))),
  often(fc.constant({ type: "UnprintTicket", reason } as const)),
  rarely(override.map((override) => ({ type: "CancelTicket" as const, reason, override }))),
  often(fc.constant({ type: "ProduceTicket", printer: null } as const)),
  often(repairs("standard")),
  often(scans("M01")),
);

const passCommands: fc.Arbitrary<PassCommand> = fc.oneof(
  often(fc.tuple(ids(), performances(), orders()).map((args) => add(...args))),
  often(
    orders().map((orderId) => ({
      type: "PrintPass" as const,
      orderId,
      printer: "Virtual",
      admissionIds: null,
    })),
  ),
  often(
    fc.tuple(ids(), override).map(([admissionId, override]) => ({
      type: "RemoveAdmission" as const,
      admissionId,
      reason,
      override,
    })),
  ),
  often(fc.constant({ type: "ReprintPass", reason, printer: null } as const)),
  often(fc.constant({ type: "ProducePass", printer: null } as const)),
  often(fc.constant({ type: "BlockPass", reason } as const)),
  often(fc.constant({ type: "UnblockPass", reason } as const)),
  rarely(
    fc.constantFrom("C-1", "C-2").map((customerId) => ({
      type: "TransferPass" as const,
      customerId,
      reason,
    })),
  ),
  rarely(override.map((override) => ({ type: "CancelPass" as const, reason, override }))),
  rarely(fc.constant({ type: "DeletePass" } as const)),
  often(repairs("card")),
  often(performances().chain(scans)),
);

function often<A>(arbitrary: fc.Arbitrary<A>): fc.WeightedArbitrary<A> {
  return { weight: 12, arbitrary };
}

/** What ends a history, or hardly matters to it. */
function rarely<A>(arbitrary: fc.Arbitrary<A>): fc.WeightedArbitrary<A> {
  return { weight: 1, arbitrary };
}

function ids(): fc.Arbitrary<string> {
  return fc.constantFrom("A-1", "A-2", "A-3", "A-4", "A-5", "constructor");
}

/** A revision is guessed right often enough: there are few in a history. */
function repairs(kind: "standard" | "card"): fc.Arbitrary<RepairCommand> {
  const revisions = fc.nat(6);
  const credentials = [{ kind, value: STRAY }];
  return fc.oneof(
    revisions.map((revision) => ({ type: "ResendCredentials" as const, revision })),
    revisions.map((revision) => ({
      type: "BlockStray" as const,
      revision,
      accessControl: "main",
      credentials,
    })),
  );
}

function performances(): fc.Arbitrary<string> {
  return fc.constantFrom("M01", "M02", "M03");
}

function orders(): fc.Arbitrary<string> {
  return fc.constantFrom("4711", "4712");
}

function scans(productCode: string): fc.Arbitrary<RecordScan> {
  return fc.record({
    scanId: fc.constantFrom("s1", "s2", "s3"),
    direction: fc.constantFrom("in", "out"),
    result: fc.constantFrom("accepted", "accepted", "refused", "annulled"),
    annuls: fc.constantFrom("s1", null),
  }).map(({ scanId, ...more }) => scanned(scanId, { productCode, ...more }));
}

function steps<Command>(
  commands: fc.Arbitrary<Command>,
): fc.Arbitrary<ReadonlyArray<Step<Command>>> {
  const good = ["applied", "applied", "applied", "applied", "unproduced"] as const;
  const bad = ["rejected", "lost", "overtaken", "foreign"] as const;
  const fates = [...good, ...bad];
  return fc.array(
    fc.oneof(
      { weight: 5, arbitrary: commands.map((command) => ({ do: "ask" as const, command })) },
      {
        weight: 4,
        arbitrary: fc.constantFrom(...fates).map((fate) => ({ do: "send" as const, fate })),
      },
      { weight: 4, arbitrary: fc.constant({ do: "answer" } as const) },
      { weight: 1, arbitrary: fc.nat(20).map((which) => ({ do: "repeat" as const, which })) },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          ...(["bury", "overdue", "reopen", "discard"] as const).map((what) => ({ do: what })),
        ),
      },
    ),
    { maxLength: STEPS_MAX, size: "max" },
  );
}

function lived<State extends Held, Command extends Tagged, Event extends Tagged>(
  type: ActorType<State, Command | SyncCommand | RecordScan, Event | SyncEvent>,
  first: Command,
  what: ReadonlyArray<Step<Command>>,
  check: (state: State) => void = () => {},
): World<State, Command, Event> {
  const world = newWorld<State, Command, Event>(type);
  step(world, { do: "ask", command: first });
  for (const next of what) {
    step(world, next);
    check(world.state);
  }
  return world;
}

function checkSettled<State extends Held, Command extends Tagged, Event extends Tagged>(
  world: World<State, Command, Event>,
): void {
  quiesce(world);
  const { state, model, type } = world;
  const { desired, acknowledged, outstanding } = type.revisions(state);
  if (state.attention === null) {
    assert.equal(outstanding, null);
    assert.equal(acknowledged, desired, "all is confirmed");
  }
  const live = state.credentials.filter((one) => one.state === "live").map(({ value }) => value);
  assert.deepEqual(openValues(model).toSorted(), live.map(String).toSorted());
  assert.ok(state.credentials.every((one) => one.open === (one.state === "live")));
  assert.deepEqual(world.events.reduce(type.evolve, type.initial), state);
}

Deno.test("a ticket keeps its laws in every history, and in the end opens what it says", () => {
  fc.assert(
    fc.property(steps(ticketCommands), (what) => {
      const world = lived(ticket, ALLOCATE, what);
      checkSettled(world);
      const isPrinted = ticketStatus(world.state) === "printed";
      assert.equal(openValues(world.model).length > 0, isPrinted);
    }),
    { numRuns: RUNS },
  );
});

/** Most of what can happen to a pass happens to one that has a card. */
const PRINTED: ReadonlyArray<Step<PassCommand>> = [
  { do: "ask", command: add("A-1") },
  {
    do: "ask",
    command: { type: "PrintPass", orderId: "4711", printer: "Virtual", admissionIds: null },
  },
  { do: "send", fate: "applied" },
  { do: "answer" },
];

function checkPass({ admissions, issued, blockedThere }: PassState): void {
  const isAnyEffective = Object.values(admissions).some(({ state }) => state === "effective");
  assert.ok(issued || !isAnyEffective, "nothing is effective without a card");
  assert.ok(issued || !blockedThere, "no card is blocked without a card");
}

Deno.test("a pass keeps its laws in every history, and in the end opens what it says", () => {
  fc.assert(
    fc.property(steps(passCommands), (what) => {
      const world = lived(pass, ACQUIRE, [...PRINTED, ...what], checkPass);
      checkSettled(world);
      const { state, model } = world;
      const [card] = [...model.values.values()].filter(({ open }) => open);
      const isOpen = ["active", "blocked"].includes(passStatus(state));
      assert.equal(card !== undefined, isOpen);
      if (card === undefined) return;
      const states = Object.entries(state.admissions);
      const effective = states.flatMap(([id, one]) => one.state === "effective" ? [id] : []);
      assert.deepEqual([...card.admissions].toSorted(), effective.toSorted());
      assert.equal(card.blocked, state.blocked);
    }),
    { numRuns: RUNS },
  );
});

function folded<State extends Held, Command extends Tagged, Event extends Tagged>(
  type: ActorType<State, Command, Event>,
  facts: ReadonlyArray<Event>,
): State {
  return facts.reduce((before, fact) => {
    const after = type.evolve(before, fact);
    checkDead(before, after);
    return after;
  }, type.initial);
}

Deno.test("evolve gives a state for any facts in any order, and revives nothing", () => {
  fc.assert(
    fc.property(
      steps(ticketCommands),
      steps(passCommands),
      fc.infiniteStream(fc.nat()),
      (ticketSteps, passSteps, dice) => {
        const ofTicket = lived(ticket, ALLOCATE, ticketSteps).events;
        const ofPass = lived(pass, ACQUIRE, passSteps).events;
        const shuffled = <A>(facts: ReadonlyArray<A>) =>
          facts.map((fact) => [dice.next().value ?? 0, fact] as const)
            .toSorted(([one], [other]) => one - other).map(([, fact]) => fact);
        const printed = folded(ticket, shuffled(ofTicket));
        const carded = folded(pass, shuffled(ofPass));
        assert.ok(ticketStatus(printed).length > 0 && passStatus(carded).length > 0);
        assert.ok(ticket.revisions(printed).seq >= 0 && pass.revisions(carded).seq >= 0);
      },
    ),
    { numRuns: RUNS / 4 },
  );
});

Deno.test("a value that an operator wrongly gave up is revoked when its answer comes after all", () => {
  fc.assert(
    fc.property(fc.constantFrom("applied", "lost"), fc.boolean(), (fate, again) => {
      const world = lived(ticket, ALLOCATE, [
        { do: "ask", command: { type: "PrintTicket", printer: "Virtual" } },
        { do: "send", fate },
      ]);
      const tell = (command: SyncCommand | PrintTicket) => step(world, { do: "ask", command });
      tell({ type: "DiscardDelivery", seq: 1, reason: "not there" });
      if (again) {
        tell({ type: "PrintTicket", printer: "Virtual" });
        tell(issued(2, "b2"));
      }
      tell(issued(1, "b1"));
      const [waiting] = [world.state.sync.outstanding];
      assert.equal(waiting?.command, "cancelTicket");
      assert.deepEqual(waiting.credentials, [{ kind: "standard", value: "b1" }]);
    }),
    { numRuns: 4 },
  );
});

Deno.test("a ticket number is of a type of its own", () => {
  // @ts-expect-error a barcode cannot stand where a ticket number is wanted
  const number: TicketNumber = Barcode("b1");
  assert.equal(number, TicketNumber("b1"));
});
