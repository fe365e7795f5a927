/**
 * Each oracle stays silent in a good run and speaks when its violation is planted.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { Barcode } from "../../../actors/address.ts";
import { cardCommand, ticketCommand } from "../../support/outgoing_commands.ts";
import { scoped } from "../../support/scoped.ts";
import { openSimulator, type Stage } from "./open_simulator.ts";

const findings = Effect.fnUntraced(function* ({ get }: Stage) {
  const { oracles } = (yield* get("/state")).body;
  return Object.keys(oracles).filter((name) => oracles[name].length > 0);
});

const cancel = Effect.fnUntraced(function* (stage: Stage, value: string, seq: number) {
  const card = { credential: Barcode(value) };
  assert.equal(yield* stage.send(cardCommand("cancelCard", { id: "P-1", seq, card })), "done");
});

Deno.test(
  "a pass through print, re-print, repeat and cancel leaves every oracle silent",
  scoped(Effect.gen(function* () {
    const stage = yield* openSimulator();
    const first = yield* stage.issueCard("P-1", 1);
    assert.equal(yield* stage.issueCard("P-1", 1), first);
    yield* cancel(stage, first, 2);
    yield* cancel(stage, first, 2);
    const second = yield* stage.issueCard("P-1", 3);
    assert.notEqual(second, first);
    assert.equal(yield* stage.scan(first), "cancelled");
    assert.equal(yield* stage.scan(second), "ok");
    assert.deepEqual(yield* findings(stage), []);
  })),
);

Deno.test(
  "a card issued while another of the pass is live is found",
  scoped(Effect.gen(function* () {
    const stage = yield* openSimulator();
    yield* stage.issueCard("P-1", 1);
    yield* stage.issueCard("P-1", 2);
    assert.deepEqual(yield* findings(stage), ["twoLiveCards"]);
  })),
);

Deno.test(
  "a dead value that is issued again is found",
  scoped(Effect.gen(function* () {
    const stage = yield* openSimulator();
    const value = yield* stage.issueCard("P-1", 1);
    yield* cancel(stage, value, 2);
    yield* stage.setFaults({ values: [value] });
    yield* stage.issueCard("P-1", 3);
    assert.deepEqual(yield* findings(stage), ["deadAgain"]);
  })),
);

Deno.test(
  "a command that acts twice at a system without idempotency is found",
  scoped(Effect.gen(function* () {
    const stage = yield* openSimulator();
    yield* stage.setFaults({ noIdempotency: true });
    const first = yield* stage.issueTicket("T-1");
    const second = yield* stage.issueTicket("T-1");
    assert.notEqual(second, first);
    assert.deepEqual(yield* findings(stage), ["doubleEffects"]);
  })),
);

Deno.test(
  "a fence that goes back after an amnesia is found",
  scoped(Effect.gen(function* () {
    const stage = yield* openSimulator();
    yield* stage.setFaults({ amnesia: "remember" });
    yield* stage.issueTicket("T-1", 5);
    yield* stage.setFaults({ amnesia: "return" });
    yield* stage.issueTicket("T-1", 4);
    assert.deepEqual(yield* findings(stage), ["fenceBack"]);
  })),
);

Deno.test(
  "a cancelled card that an amnesia brings back to life is found",
  scoped(Effect.gen(function* () {
    const stage = yield* openSimulator();
    const value = yield* stage.issueCard("P-1", 1);
    yield* stage.setFaults({ amnesia: "remember" });
    yield* cancel(stage, value, 2);
    yield* stage.setFaults({ amnesia: "return" });
    assert.deepEqual(yield* findings(stage), ["deadAgain"]);
  })),
);

Deno.test(
  "a command id that comes with other bytes is found, applied or not",
  scoped(Effect.gen(function* () {
    const stage = yield* openSimulator();
    yield* stage.setFaults({ fail5xx: { times: 1 } });
    const command = ticketCommand("issueTicket", { id: "T-1", seq: 1 });
    yield* stage.send(command);
    yield* stage.send({ ...command, seq: 2 });
    assert.deepEqual(yield* findings(stage), ["changedBytes"]);
  })),
);
