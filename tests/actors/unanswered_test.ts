/**
 * Commits that were written and never answered: nobody knows of what they wanted, and it must be
 * done all the same.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect, Fiber } from "effect";
import type { Outcome, OutgoingCommand } from "../../actors/access_control.ts";
import type { SendError } from "../../actors/actor_router.ts";
import type { Tagged } from "../../actors/decider.ts";
import { allocate, asked, at, type Bridge, MATCH, startBridge } from "../support/bridge.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import {
  type ScriptedAccessControl,
  scriptedAccessControl,
} from "../support/scripted_access_control.ts";
import { type Fault, SimulatedDisk } from "../support/simulated_kv.ts";
import { inOrder, onDisk } from "../support/simulated_store.ts";
import { credential, done, PRINT_TICKET } from "../support/stories.ts";

/** The commit, and the three fences that would tell what became of it. */
const NEVER_KNOWN: ReadonlyArray<Fault> = [
  "lost-after",
  "lost-before",
  "lost-before",
  "lost-before",
];

const T1 = at("ticket", "T-1");
const O1 = at("order", "O-1");
const SOLD = { priceType: "adult", seat: null };
const LINE = { lineId: "1", kind: "performance", code: "M01", ...SOLD };
const LINES = [{ ...LINE, seats: null, passId: null, carrier: null }];
const PLACE = { type: "PlaceOrder", ...{ customerId: "C-9", lines: LINES } };
const BOUND = done([credential("standard", "B1")]);
const FAILED: Outcome = {
  type: "transient",
  reason: "no answer",
  retryAfterMs: null,
  applied: "unknown",
};
const DEFINE = { type: "PutReference", ...{ document: MATCH } };

interface Stage {
  readonly bridge: Bridge;
  readonly disk: SimulatedDisk;
  readonly system: ScriptedAccessControl & {
    /** Happens while a call is under way. */
    beforeAnswer: (command: OutgoingCommand) => Effect.Effect<unknown>;
  };
}

function onStage(play: (stage: Stage) => Effect.Effect<void, unknown>): Promise<void> {
  const disk = new SimulatedDisk();
  return onDisk(disk, (store) =>
    Effect.gen(function* () {
      // scans would be commits of their own, and what was accepted is to be told, not asked for
      const script = scriptedAccessControl();
      const system: Stage["system"] = {
        ...script,
        pollMs: 60_000,
        scans: () => Effect.never,
        beforeAnswer: () => Effect.void,
        send: (command) => Effect.tap(script.send(command), () => system.beforeAnswer(command)),
      };
      const bridge = yield* startBridge(system, { store });
      yield* bridge.router.send(at("performance", "M01"), asked(DEFINE));
      yield* play({ bridge, disk, system });
    }).pipe(Effect.scoped, Effect.orDie));
}

/** Sends a command whose commit is written, and nobody is told. */
const sendUnanswered = Effect.fnUntraced(function* (
  { bridge, disk }: Stage,
  address: typeof T1,
  command: Tagged,
): Effect.fn.Return<string> {
  disk.onCommit = inOrder(...NEVER_KNOWN);
  const envelope = asked(command, { fresh: true });
  const error: SendError = yield* Effect.orDie(Effect.flip(bridge.router.send(address, envelope)));
  assert.equal(error._tag, "CommitUnknown");
  return envelope.commandId;
});

function sooner(what: string, holds: () => boolean): Effect.Effect<void> {
  return Effect.promise(() => eventuallyTrue(what, holds));
}

Deno.test("an order that was written and not answered is carried out when it is repeated", () =>
  onStage(({ bridge: { router }, disk }) =>
    Effect.gen(function* () {
      const envelope = asked(PLACE, { commandId: "k-1" });
      disk.onCommit = inOrder(...NEVER_KNOWN);
      const unknown = yield* Effect.flip(router.send(O1, envelope));
      assert.equal(unknown._tag, "CommitUnknown");

      const { record, replayed } = yield* router.send(O1, envelope);
      assert.equal(replayed, true);
      const { version } = yield* router.carriedOut(record, 2_000);
      assert.equal(version, record.version + 1, "the order was told what became of its tasks");
    })
  ));

Deno.test("what an answer leads to is sent, though the commit of the answer was not answered", () =>
  onStage(({ bridge, disk, system }) =>
    Effect.gen(function* () {
      const { router } = bridge;
      yield* allocate(bridge, "T-1");
      const { record } = yield* router.send(T1, asked(PRINT_TICKET));
      yield* router.settled(T1, record.revision ?? 0, 2_000);

      system.replies.push(() => {
        disk.onCommit = inOrder(...NEVER_KNOWN);
        return done();
      });
      const more = { reason: "lost", printer: null, ticketNumber: null, override: false };
      const reprint = asked({ type: "ReprintTicket", ...more });
      const { revision } = (yield* router.send(T1, reprint)).record;
      yield* router.settled(T1, revision ?? 0, 2_000);
      const sent = system.sent.map(({ body: { command } }) => command);
      assert.deepEqual(sent, ["issueTicket", "cancelTicket", "issueTicket"]);
    })
  ));

Deno.test("a print that was written and not answered is sent though nobody asks for it again", () =>
  onStage((stage) =>
    Effect.gen(function* () {
      const { bridge, system } = stage;
      yield* allocate(bridge, "T-1");
      const commandId = yield* sendUnanswered(stage, T1, PRINT_TICKET);
      yield* sooner("it is sent", () => system.sent.length === 1);
      assert.equal(system.sent[0]?.commandId, `${commandId}.1`);
      yield* bridge.router.settled(T1, 1, 2_000);
      assert.equal((yield* bridge.router.view(T1)).revisions.acknowledged, 1);
    })
  ));

Deno.test("an order that was written and not answered is carried out though nobody repeats it", () =>
  onStage((stage) =>
    Effect.gen(function* () {
      const { store, router } = stage.bridge;
      const commandId = yield* sendUnanswered(stage, O1, PLACE);
      const open = () => Effect.runPromise(Effect.map(store.unfinished(), (all) => all.length));
      yield* Effect.promise(() =>
        eventuallyTrue("nothing is open", async () => await open() === 0)
      );
      const record = yield* store.command("riverside", commandId);
      assert.ok(record !== null);
      assert.equal((yield* router.carriedOut(record, 2_000)).version, record.version + 1);
    })
  ));

Deno.test("who waits for a command hears that an answer was written which was not answered", () =>
  onStage(({ bridge, disk, system }) =>
    Effect.gen(function* () {
      yield* allocate(bridge, "T-1");
      system.replies.push({ type: "accepted" });
      const { record } = yield* bridge.router.send(T1, asked(PRINT_TICKET));
      yield* sooner("it is taken there", () => bridge.lanes.find(T1)?.acceptedAt !== null);
      const waiting = yield* Effect.forkChild(
        bridge.router.settled(T1, record.revision ?? 0, 60_000),
        { startImmediately: true },
      );
      disk.onCommit = inOrder(...NEVER_KNOWN);
      const pushed = bridge.outbox.receive("riverside", "main", `${record.commandId}.1`, BOUND);
      assert.equal((yield* Effect.flip(pushed))._tag, "CommitUnknown");
      yield* Effect.timeout(Fiber.join(waiting), "5 seconds");
      assert.equal(yield* bridge.router.operation(record), "confirmed");
      assert.equal(bridge.lanes.find(T1), undefined);
      assert.deepEqual(yield* bridge.store.unsettled(), []);
    })
  ));

Deno.test("a call that fails does not write over an answer that was written and not answered", () =>
  onStage(({ bridge, disk, system }) =>
    Effect.gen(function* () {
      yield* allocate(bridge, "T-1");
      let pushed = "";
      system.replies.push(FAILED);
      system.beforeAnswer = ({ commandId }) => {
        disk.onCommit = inOrder(...NEVER_KNOWN);
        const receiving = bridge.outbox.receive("riverside", "main", commandId, BOUND);
        return Effect.map(Effect.orDie(Effect.flip(receiving)), ({ _tag }) => pushed = _tag);
      };
      const { record } = yield* bridge.router.send(T1, asked(PRINT_TICKET));
      yield* sooner("it is pushed", () => pushed === "CommitUnknown");
      yield* sooner("it is known", () => bridge.lanes.find(T1) === undefined);
      const delivery = yield* bridge.store.delivery("riverside", `${record.commandId}.1`);
      assert.equal(delivery?.status, "confirmed");
      assert.equal(system.asked.length, 0, "there was nothing left to ask for");
    })
  ));

Deno.test("a performance that was written and not answered is one that can be sold", () =>
  onStage((stage) =>
    Effect.gen(function* () {
      yield* sendUnanswered(stage, at("performance", "M02"), DEFINE);
      const sale = { orderId: "4711", customerId: "C-9", performance: "M02", ...SOLD };
      const command = { type: "AllocateTicket", ...sale, ticketNumber: null, accessControl: null };
      const sell = Effect.suspend(() => stage.bridge.router.send(T1, asked(command)));
      yield* Effect.promise(() =>
        eventuallyTrue("it is sold", () =>
          Effect.runPromise(Effect.match(sell, {
            onFailure: () => false,
            onSuccess: () => true,
          })))
      );
    })
  ));

Deno.test("a print that a cancel has dropped is not sent, though the cancel was not answered", () =>
  onStage((stage) =>
    Effect.gen(function* () {
      const { bridge, system } = stage;
      yield* bridge.outbox.pause("riverside", "main", "works at the gate");
      yield* allocate(bridge, "T-1");
      const { record } = yield* bridge.router.send(T1, asked(PRINT_TICKET));
      const cancel = { type: "CancelTicket", ...{ reason: "refunded", override: false } };
      yield* sendUnanswered(stage, T1, cancel);
      yield* bridge.outbox.resume("riverside", "main");
      yield* sooner("it is dropped", () => bridge.lanes.find(T1) === undefined);
      assert.equal(system.sent.length, 0);
      const delivery = yield* bridge.store.delivery("riverside", `${record.commandId}.1`);
      assert.equal(delivery?.status, "superseded");
    })
  ));

Deno.test("a dead letter that was opened again and not answered is sent", () =>
  onStage((stage) =>
    Effect.gen(function* () {
      const { bridge, disk, system } = stage;
      system.replies.push({ type: "rejected", code: "no-seat", message: "No such seat" });
      yield* allocate(bridge, "T-1");
      const { record } = yield* bridge.router.send(T1, asked(PRINT_TICKET));
      yield* bridge.router.settled(T1, record.revision ?? 0, 2_000);
      disk.onCommit = inOrder(...NEVER_KNOWN);
      const retried = bridge.outbox.retry("riverside", `${record.commandId}.1`);
      assert.equal((yield* Effect.flip(retried))._tag, "CommitUnknown");
      yield* sooner("it is sent again", () => system.sent.length === 2);
      yield* bridge.router.settled(T1, record.revision ?? 0, 2_000);
      assert.equal(yield* bridge.router.operation(record), "confirmed");
    })
  ));
