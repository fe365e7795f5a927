/**
 * Each knob of `POST /faults` does what it says, and no more often than it says.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect, Fiber } from "effect";
import { cardCommand, ticketCommand, valueOf } from "../../support/outgoing_commands.ts";
import { scoped } from "../../support/scoped.ts";
import { openSimulator } from "./open_simulator.ts";

const once = { times: 1 };
const HELD: ReadonlyArray<[object, string]> = [
  [{ neverAnswer: once }, "transient"],
  [{ delayMs: 60_000 }, "done"],
];

function issue(id: string, seq = 1) {
  return ticketCommand("issueTicket", { id, seq });
}

Deno.test(
  "fail5xx answers 500 and applies nothing, so often as asked",
  scoped(Effect.gen(function* () {
    const { accessControl, setFaults, simulator, send } = yield* openSimulator();
    yield* setFaults({ fail5xx: { times: 2 } });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      assert.equal((yield* accessControl.send(issue("T-1"))).httpStatus, 500);
    }
    assert.equal(simulator.world.applied.size, 0);
    assert.equal(yield* send(issue("T-1")), "done");
  })),
);

Deno.test(
  "tooMany answers 429 and says when to come back",
  scoped(Effect.gen(function* () {
    const { accessControl, setFaults } = yield* openSimulator();
    yield* setFaults({ tooMany: { times: 1, retryAfterSeconds: 3 } });
    const { outcome } = yield* accessControl.send(issue("T-1"));
    assert.equal(outcome.type, "transient");
    assert.equal(outcome.retryAfterMs, 3000);
    assert.equal(outcome.applied, "no");
  })),
);

Deno.test(
  "unavailable refuses every call of the wire until it is lifted",
  scoped(Effect.gen(function* () {
    const { accessControl, setFaults, send, get } = yield* openSimulator();
    yield* setFaults({ unavailable: true });
    assert.equal((yield* accessControl.send(issue("T-1"))).httpStatus, 503);
    assert.equal((yield* accessControl.ask("d-1")).httpStatus, 503);
    assert.equal((yield* Effect.flip(accessControl.scans(null))).reason, "HTTP 503");
    assert.equal((yield* get("/state")).status, 200);
    yield* setFaults({});
    assert.equal(yield* send(issue("T-1")), "done");
  })),
);

Deno.test(
  "loseReplyAfterApply cuts the answer, and asking finds the command applied",
  scoped(Effect.gen(function* () {
    const { accessControl, setFaults } = yield* openSimulator();
    yield* setFaults({ loseReplyAfterApply: once });
    const { outcome } = yield* accessControl.send(issue("T-1"));
    assert.equal(outcome.type, "transient");
    assert.equal(outcome.applied, "unknown");
    const asked = yield* accessControl.ask(issue("T-1").commandId);
    assert.equal(asked.outcome.type, "done");
  })),
);

Deno.test(
  "garbageBody applies and answers nonsense",
  scoped(Effect.gen(function* () {
    const { accessControl, setFaults, simulator } = yield* openSimulator();
    yield* setFaults({ garbageBody: once });
    const { outcome } = yield* accessControl.send(issue("T-1"));
    assert.equal(outcome.type, "permanent");
    assert.match(outcome.reason, /^malformed/);
    assert.equal(simulator.world.applied.size, 1);
  })),
);

Deno.test(
  "garbledSubjects are applied, and all that is answered about them is out of form",
  scoped(Effect.gen(function* () {
    const { accessControl, setFaults, simulator, send } = yield* openSimulator();
    yield* setFaults({ garbledSubjects: ["T-1"] });
    const { commandId } = issue("T-1");
    const told = [
      yield* accessControl.send(issue("T-1")),
      yield* accessControl.send(issue("T-1")),
      yield* accessControl.ask(commandId),
    ];
    assert.deepEqual(told.map(({ outcome }) => outcome.type), Array(3).fill("permanent"));
    assert.equal(simulator.world.applied.size, 1);
    assert.equal(yield* send(issue("T-2")), "done");
    yield* setFaults({});
    assert.equal((yield* accessControl.ask(commandId)).outcome.type, "done");
  })),
);

Deno.test(
  "neverAnswer holds a request until its caller gives up, and applies nothing",
  scoped(Effect.gen(function* () {
    const { accessControl, setFaults, simulator } = yield* openSimulator({ attemptTimeoutMs: 200 });
    yield* setFaults({ neverAnswer: once });
    const { outcome } = yield* accessControl.send(issue("T-1"));
    assert.equal(outcome.type, "transient");
    assert.match(outcome.reason, /no answer/);
    assert.equal(simulator.world.applied.size, 0);
    assert.equal((yield* accessControl.ask(issue("T-1").commandId)).outcome.type, "unknown");
  })),
);

Deno.test(
  "new faults let go what neverAnswer or delayMs hold",
  scoped(Effect.gen(function* () {
    const { setFaults, send, get } = yield* openSimulator();
    for (const [held, outcome] of HELD) {
      yield* setFaults(held);
      const sending = yield* Effect.forkChild(send(issue("T-1")));
      yield* Effect.repeat(get("/state"), { until: ({ body }) => body.held === 1 });
      yield* setFaults({});
      assert.equal(yield* Fiber.join(sending), outcome);
    }
  })),
);

Deno.test(
  "delayMs answers late but does answer",
  scoped(Effect.gen(function* () {
    const { accessControl, setFaults } = yield* openSimulator();
    yield* setFaults({ delayMs: 50 });
    const { outcome, durationMs } = yield* accessControl.send(issue("T-1"));
    assert.equal(outcome.type, "done");
    assert.ok(durationMs >= 49, `${durationMs} ms`);
  })),
);

Deno.test(
  "poisonSubjects are rejected while they are named",
  scoped(Effect.gen(function* () {
    const { accessControl, setFaults, send } = yield* openSimulator();
    yield* setFaults({ poisonSubjects: ["T-1"] });
    const { outcome } = yield* accessControl.send(issue("T-1"));
    assert.equal(outcome.type, "rejected");
    assert.equal(outcome.code, "poison");
    assert.equal(yield* send(issue("T-2")), "done");
    yield* setFaults({});
    assert.equal(yield* send(issue("T-1")), "done");
  })),
);

Deno.test(
  "a printerFault makes the record but nothing comes out, until it is printed again",
  scoped(Effect.gen(function* () {
    const { accessControl, setFaults, get } = yield* openSimulator();
    yield* setFaults({ printerFault: once });
    const printer = "card-printer-1";
    const first = cardCommand("issueCard", { id: "P-1", seq: 1, card: { printer } });
    const { outcome } = yield* accessControl.send(first);
    assert.equal(outcome.type, "done");
    assert.equal(outcome.printed, false);
    assert.deepEqual((yield* get("/printed")).body.items, []);
    const credential = valueOf(outcome);
    const again = cardCommand("issueCard", { id: "P-1", seq: 2, card: { printer, credential } });
    const printed = yield* accessControl.send(again);
    assert.equal(printed.outcome.type, "done");
    assert.equal(printed.outcome.printed, true);
    const { items } = (yield* get("/printed")).body;
    assert.deepEqual(items.map(({ credentials }: { credentials: unknown }) => credentials), [
      [{ kind: "card", value: credential }],
    ]);
  })),
);

Deno.test(
  "a ticket that is to be printed comes out of its printer, one with a barcode to send does not",
  scoped(Effect.gen(function* () {
    const { send, get } = yield* openSimulator();
    const ticket = { printer: "box-1", delivery: "print" as const };
    yield* send(ticketCommand("issueTicket", { id: "T-1", seq: 1, ticket }));
    const barcode = { ...ticket, delivery: "barcode" as const };
    yield* send(ticketCommand("issueTicket", { id: "T-2", seq: 1, ticket: barcode }));
    const virtual = { ...ticket, printer: "Virtual" };
    yield* send(ticketCommand("issueTicket", { id: "T-3", seq: 1, ticket: virtual }));
    const { items } = (yield* get("/printed")).body;
    assert.deepEqual(items.map((item: { subject: { id: string } }) => item.subject.id), ["T-1"]);
  })),
);

Deno.test(
  "values are issued as given, sameBarcodeTwice issues a live one again",
  scoped(Effect.gen(function* () {
    const { setFaults, issueTicket } = yield* openSimulator();
    yield* setFaults({ values: ["1", "2"] });
    assert.equal(yield* issueTicket("T-1"), "1");
    assert.equal(yield* issueTicket("T-2"), "2");
    const fresh = yield* issueTicket("T-3");
    assert.match(fresh, /^\d{13}$/);
    yield* setFaults({ sameBarcodeTwice: once });
    assert.equal(yield* issueTicket("T-4"), fresh);
    yield* setFaults({ fixedValue: "77" });
    assert.equal(yield* issueTicket("T-5"), "77");
    assert.equal(yield* issueTicket("T-6"), "77");
  })),
);

Deno.test(
  "amnesia goes back to the remembered list",
  scoped(Effect.gen(function* () {
    const { setFaults, issueTicket, scan } = yield* openSimulator();
    const kept = yield* issueTicket("T-1");
    yield* setFaults({ amnesia: "remember" });
    const forgotten = yield* issueTicket("T-2");
    yield* setFaults({ amnesia: "return" });
    assert.equal(yield* scan(kept), "ok");
    assert.equal(yield* scan(forgotten), "not_found");
  })),
);

Deno.test(
  "credentials are lost, invented and swapped in the numbers asked for",
  scoped(Effect.gen(function* () {
    const { setFaults, issueTicket, get } = yield* openSimulator();
    for (const id of ["T-1", "T-2", "T-3", "T-4"]) yield* issueTicket(id);
    const list = Effect.map(get("/credentials"), ({ body }) => body.items);
    const owners = Effect.map(
      list,
      (items) => items.map((item: { subject: { id: string } }) => item.subject.id),
    );
    yield* setFaults({ swapCredentials: 1 });
    const swapped = yield* owners;
    assert.deepEqual(swapped.toSorted(), ["T-1", "T-2", "T-3", "T-4"]);
    assert.notDeepEqual(swapped, ["T-1", "T-2", "T-3", "T-4"]);
    yield* setFaults({ loseCredentials: 3 });
    assert.equal((yield* list).length, 1);
    yield* setFaults({ inventCredentials: 2 });
    assert.equal((yield* list).length, 3);
  })),
);

Deno.test(
  "the same seed gives the same luck and the same barcodes",
  scoped(Effect.gen(function* () {
    const play = Effect.fnUntraced(function* () {
      const { setFaults, accessControl } = yield* openSimulator({ seed: 42 });
      yield* setFaults({ fail5xx: { rate: 0.5 }, seed: 99 });
      const seen: unknown[] = [];
      for (let n = 0; n < 20; n += 1) {
        const { outcome } = yield* accessControl.send(issue(`T-${n}`));
        seen.push(outcome);
      }
      return seen;
    });
    const first = yield* Effect.scoped(play());
    assert.deepEqual(yield* Effect.scoped(play()), first);
    assert.equal(new Set(first.map((outcome) => JSON.stringify(outcome))).size > 2, true);
  })),
);

Deno.test(
  "a set of faults that is not of the form is refused with the fault named, and changes nothing",
  scoped(Effect.gen(function* () {
    const { setFaults, post, get } = yield* openSimulator();
    yield* setFaults({ unavailable: true });
    for (const bad of [{ nonsense: 1 }, { fail5xx: {} }, { fail5xx: { rate: 2 } }, [], "x"]) {
      const { status, body } = yield* post("/faults", bad);
      assert.equal(status, 400, JSON.stringify(bad));
      assert.ok(body.detail.length > 0);
    }
    assert.deepEqual((yield* get("/state")).body.faults, { unavailable: true });
  })),
);
