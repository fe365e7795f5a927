/**
 * What orders sell through the running actors, and what they do not.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { asked, at, startBridge } from "../../support/bridge.ts";
import {
  define,
  line,
  orderOf,
  passOf,
  place,
  refusal,
  SEAT,
  tell,
} from "../../support/order_desk.ts";
import { scoped } from "../../support/scoped.ts";
import { scriptedAccessControl } from "../../support/scripted_access_control.ts";

Deno.test(
  "1: a bundle with an assigned pass gives one unprinted pass with all its admissions",
  scoped(Effect.gen(function* () {
    const system = scriptedAccessControl();
    const bridge = yield* startBridge(system);
    yield* define(bridge);
    yield* place(bridge, "O-1", [line("1", "bundle", "FULL", { seats: { M01: SEAT } })]);
    const { lines } = yield* orderOf(bridge, "O-1");
    const carrier = lines[0]?.actors[0];
    assert.equal(carrier?.kind, "pass");
    assert.equal(carrier?.admissionIds?.length, 2);
    const pass = yield* passOf(bridge, carrier?.id ?? "");
    assert.equal(pass.status, "unprinted");
    assert.deepEqual(pass.admissions, ["M01:pending", "M02:pending"]);
    assert.equal(system.sent.length, 0);
  })),
);

Deno.test(
  "2: an item with an assigned pass gives an unprinted pass without admissions",
  scoped(Effect.gen(function* () {
    const bridge = yield* startBridge(scriptedAccessControl());
    yield* define(bridge);
    yield* place(bridge, "O-1", [line("1", "item", "CLUB", { passId: "P-1" })]);
    const pass = yield* passOf(bridge, "P-1");
    assert.equal(pass.status, "unprinted");
    assert.deepEqual(pass.admissions, []);
  })),
);

Deno.test(
  "3: a bundle without an assigned pass gives tickets by the template of its performances",
  scoped(Effect.gen(function* () {
    const bridge = yield* startBridge(scriptedAccessControl());
    yield* define(bridge);
    yield* place(bridge, "O-1", [line("1", "bundle", "LOOSE"), line("2", "item", "SCARF")]);
    const { lines } = yield* orderOf(bridge, "O-1");
    assert.deepEqual(lines[0]?.actors.map(({ kind }) => kind), ["ticket"]);
    assert.deepEqual(lines[1]?.actors, []);
  })),
);

Deno.test(
  "4: a second pass of a kind that is held once is refused, and the order is unchanged",
  scoped(Effect.gen(function* () {
    const bridge = yield* startBridge(scriptedAccessControl());
    yield* define(bridge);
    yield* place(bridge, "O-1", [line("1", "item", "CLUB")]);
    const second = place(bridge, "O-1", [line("2", "item", "CLUB"), line("3", "item", "SCARF")]);
    assert.equal(yield* refusal(second), "PassAlreadyHeld");
    const { lines } = yield* orderOf(bridge, "O-1");
    assert.deepEqual(lines.map(({ lineId }) => lineId), ["1"]);
    const direct = bridge.router.send(
      at("pass", "P-2"),
      asked({
        type: "AcquirePass",
        ...{
          passType: "SEASON",
          customerId: "C-9",
          source: { kind: "item", code: "CLUB", orderId: "O" },
        },
      }),
    );
    assert.equal(yield* refusal(direct), "PassAlreadyHeld");
    yield* place(bridge, "O-2", [line("1", "item", "CLUB")], "C-10");
  })),
);

Deno.test(
  "5: in a group the type that is being acquired decides: A then B is refused, B then A is held",
  scoped(Effect.gen(function* () {
    const bridge = yield* startBridge(scriptedAccessControl());
    yield* define(bridge);
    yield* place(bridge, "O-1", [line("1", "item", "GA")], "C-1");
    assert.equal(
      yield* refusal(place(bridge, "O-2", [line("1", "item", "GB")], "C-1")),
      "PassAlreadyHeld",
    );
    yield* place(bridge, "O-3", [line("1", "item", "GB")], "C-2");
    yield* place(bridge, "O-4", [line("1", "item", "GA")], "C-2");
  })),
);

Deno.test(
  "200 orders at once for a customer who may hold one pass: one is sold, 199 change nothing",
  scoped(Effect.gen(function* () {
    const bridge = yield* startBridge(scriptedAccessControl());
    yield* define(bridge);
    const results = yield* Effect.all(
      Array.from(
        { length: 200 },
        (_, n) => Effect.result(place(bridge, `O-${n}`, [line("1", "item", "CLUB")])),
      ),
      { concurrency: "unbounded" },
    );
    const sold = results.filter(({ _tag }) => _tag === "Success");
    assert.equal(sold.length, 1);
    const tags = results.flatMap((one) => one._tag === "Failure" ? [one.failure._tag] : []);
    assert.deepEqual(new Set(tags), new Set(["CommandRefused"]));
  })),
);

Deno.test(
  "a cancelled pass makes room for another of its kind",
  scoped(Effect.gen(function* () {
    const bridge = yield* startBridge(scriptedAccessControl());
    yield* define(bridge);
    yield* place(bridge, "O-1", [line("1", "item", "CLUB")]);
    const cancel = { type: "CancelLines", lines: ["1"], reason: "returned", override: false };
    yield* tell(bridge, "O-1", cancel);
    assert.equal((yield* orderOf(bridge, "O-1")).status, "cancelled");
    yield* place(bridge, "O-2", [line("1", "item", "CLUB")]);
  })),
);

Deno.test(
  "a pass that was not acquired after all gives its customer's place back",
  scoped(Effect.gen(function* () {
    const bridge = yield* startBridge(scriptedAccessControl());
    yield* define(bridge);
    yield* place(bridge, "O-1", [line("1", "item", "CLUB", { passId: "P-1" })], "C-1");
    yield* place(bridge, "O-2", [line("1", "item", "CLUB", { passId: "P-1" })], "C-2");
    const { lines } = yield* orderOf(bridge, "O-2");
    assert.equal(lines[0]?.status, "refused");
    assert.equal(lines[0]?.refusal?.type, "PassOfOtherCustomer");
    yield* place(bridge, "O-3", [line("1", "item", "CLUB")], "C-2");
  })),
);

Deno.test(
  "27: where both are possible the line decides, and a line without a word is a ticket",
  scoped(Effect.gen(function* () {
    const bridge = yield* startBridge(scriptedAccessControl());
    yield* define(bridge);
    yield* place(bridge, "O-0", [line("1", "item", "CLUB", { passId: "P-1" })]);
    yield* place(bridge, "O-1", [
      line("1", "performance", "M01"),
      line("2", "performance", "M01", { passId: "P-1", carrier: "pass" }),
      line("3", "performance", "M02", { passId: "P-1", carrier: "ticket" }),
      line("4", "performance", "M02", { passId: "P-1" }),
    ]);
    const { lines } = yield* orderOf(bridge, "O-1");
    assert.deepEqual(lines.map(({ actors }) => actors[0]?.kind), [
      "ticket",
      "pass",
      "ticket",
      "pass",
    ]);
  })),
);

Deno.test(
  "28: what can be printed neither way is not sold, and one bad line sells nothing of the order",
  scoped(Effect.gen(function* () {
    const bridge = yield* startBridge(scriptedAccessControl());
    yield* define(bridge);
    const sale = (code: string) =>
      place(bridge, "O-1", [line("1", "performance", "M01"), line("2", "performance", code)]);
    assert.equal(yield* refusal(sale("NEITHER")), "NotPrintable");
    assert.equal(yield* refusal(sale("CARD")), "NotPrintableAsTicket");
    assert.equal(yield* refusal(sale("NONE")), "PerformanceUnknown");
    assert.equal(yield* refusal(bridge.router.view(at("order", "O-1"))), "UnknownActor");
  })),
);
