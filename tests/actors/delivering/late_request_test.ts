/**
 * A request that was given up and arrives all the same, after its sender was told that nobody
 * there knows of it: behind the network, a faithful access control and its gates.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect, type Scope } from "effect";
import type { AccessControl, Called, OutgoingCommand } from "../../../actors/access_control.ts";
import type { Tagged } from "../../../actors/decider.ts";
import type { Outbox } from "../../../actors/outbox.ts";
import { type Simulator, startSimulator } from "../../../adapters/simulator/mod.ts";
import { openFortress, TOKEN } from "../../adapters/fortress/open_fortress.ts";
import {
  allocate,
  asked,
  at,
  type Bridge,
  MATCH,
  PASS_TYPE,
  startBridge,
} from "../../support/bridge.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { scoped } from "../../support/scoped.ts";

const T1 = at("ticket", "T-1");
const P1 = at("pass", "P-1");
const PRINT = { type: "PrintTicket", ...{ printer: "Virtual" } };
const CANCEL = { type: "CancelTicket", ...{ reason: "refunded", override: false } };
const LOST: Called = {
  outcome: { type: "transient", reason: "no answer", retryAfterMs: null, applied: "unknown" },
  httpStatus: null,
  durationMs: 0,
};

/** A service whose first message is held up on its way, and stopped when it was asked for. */
interface Stage extends Bridge {
  readonly simulator: Simulator;
  /** Returns when the first message is known nowhere, and nothing more is sent. */
  readonly heldUp: Effect.Effect<void>;
  readonly resume: Effect.Effect<void>;
  /** The first message arrives; nobody hears what is answered. */
  readonly arrive: Effect.Effect<void>;
}

const startStage = Effect.fnUntraced(function* (): Effect.fn.Return<Stage, never, Scope.Scope> {
  const simulator = yield* Effect.orDie(startSimulator({ token: TOKEN, seed: 7 }));
  const fortress = yield* openFortress(simulator.url, { pollMs: 20 });
  const [kept, answers]: [Array<OutgoingCommand>, Array<Called>] = [[], []];
  const desk: { outbox: Outbox["Service"] | null } = { outbox: null };
  const network: AccessControl = {
    ...fortress,
    send: (command) =>
      kept.length > 0 ? fortress.send(command) : Effect.sync(() => {
        kept.push(command);
        return LOST;
      }),
    ask: (id) =>
      Effect.gen(function* () {
        const called = yield* fortress.ask(id);
        const { outbox } = desk;
        if (outbox === null) return called;
        yield* Effect.orDie(
          outbox.pause("riverside", "main", "the moment in which it may go wrong"),
        );
        desk.outbox = null;
        answers.push(called);
        return called;
      }),
  };
  const bridge = yield* startBridge(network);
  desk.outbox = bridge.outbox;
  const isHeldUp = () =>
    answers.length === 1 && bridge.lanes.findById("riverside", kept[0]?.commandId ?? "")?.state !==
      "sending";
  return {
    ...bridge,
    simulator,
    heldUp: Effect.andThen(
      Effect.promise(() => eventuallyTrue("it was asked for the message", isHeldUp)),
      Effect.sync(() => assert.deepEqual(answers[0]?.outcome, { type: "unknown" })),
    ),
    resume: Effect.orDie(bridge.outbox.resume("riverside", "main")),
    arrive: Effect.suspend(() => {
      const [first] = kept;
      assert.ok(first !== undefined);
      return Effect.asVoid(fortress.send(first));
    }),
  };
});

/** Waits until nothing more is to be told, here or there. */
function rest({ store }: Bridge): Effect.Effect<void> {
  const isOpen = Effect.map(store.unsettled(), (open) => open.length === 0);
  return Effect.promise(() =>
    eventuallyTrue("all is delivered", () => Effect.runPromise(Effect.orDie(isOpen)))
  );
}

function liveThere({ world }: Simulator): ReadonlyArray<string> {
  return [...world.credentials.values()].filter(({ state }) => state === "live")
    .map(({ value }) => value);
}

function assertUnharmed({ world: { oracles } }: Simulator): void {
  for (const [oracle, found] of Object.entries(oracles.findings)) {
    assert.deepEqual(found, [], oracle);
  }
}

Deno.test(
  "a ticket that is cancelled while its print is held up opens no gate, whenever the print arrives",
  scoped(Effect.gen(function* () {
    const stage = yield* startStage();
    yield* allocate(stage, "T-1");
    yield* stage.router.send(T1, asked(PRINT));
    yield* stage.heldUp;
    yield* stage.router.send(T1, asked(CANCEL));
    yield* stage.resume;
    yield* rest(stage);
    yield* stage.arrive;
    assert.deepEqual(liveThere(stage.simulator), []);
    assertUnharmed(stage.simulator);
  })),
);

Deno.test(
  "a print that is held up and refused for being too many is no less on its way",
  scoped(Effect.gen(function* () {
    const stage = yield* startStage();
    yield* allocate(stage, "T-1");
    yield* stage.router.send(T1, asked(PRINT));
    yield* stage.heldUp;
    yield* stage.simulator.setFaults({ tooMany: { times: 1, retryAfterSeconds: 1 } });
    yield* stage.resume;
    const lane = () => stage.lanes.find(T1);
    yield* Effect.promise(() =>
      eventuallyTrue("it was refused", () => lane()?.delivery.attempts.at(-1)?.httpStatus === 429)
    );
    yield* stage.router.send(T1, asked(CANCEL));
    yield* rest(stage);
    yield* stage.arrive;
    assert.deepEqual(liveThere(stage.simulator), []);
    assertUnharmed(stage.simulator);
  })),
);

Deno.test(
  "a card whose print is held up is not asked for again with more on it: there are never two",
  scoped(Effect.gen(function* () {
    const stage = yield* startStage();
    const tell = (command: Tagged) => stage.router.send(P1, asked(command));
    for (const code of ["M01", "M02"]) {
      const document = { ...MATCH, codes: { ...MATCH.codes, ProductCode: code } };
      const put = { type: "PutReference", ...{ document } };
      yield* stage.router.send(at("performance", code), asked(put));
    }
    const put = { type: "PutReference", ...{ document: PASS_TYPE } };
    yield* stage.router.send(at("pass-type", "SEASON"), asked(put));
    const item = { name: "Membership", assignedPass: "SEASON" };
    yield* stage.router.send(
      at("item", "CLUB"),
      asked({ type: "PutReference", ...{ document: item } }),
    );
    const source = { kind: "item", code: "CLUB", orderId: "4711" };
    yield* tell({ type: "AcquirePass", ...{ passType: "SEASON", customerId: "C-9", source } });
    for (const performance of ["M01", "M02"]) {
      const orderId = performance === "M01" ? "4711" : "4712";
      const sold = { orderId, performance, priceType: "adult", seat: null };
      yield* tell({ type: "AddAdmission", ...{ admissionId: `A-${performance}`, ...sold } });
    }
    const print = { type: "PrintPass", ...{ admissionIds: null, printer: "Virtual" } };
    yield* tell({ ...print, ...{ orderId: "4711" } });
    yield* stage.heldUp;
    const { record } = yield* tell({ ...print, ...{ orderId: "4712" } });
    yield* stage.arrive;
    yield* stage.resume;
    yield* rest(stage);
    assert.equal(yield* stage.router.operation(record), "confirmed");
    assert.equal(liveThere(stage.simulator).length, 1);
    assertUnharmed(stage.simulator);
  })),
);
