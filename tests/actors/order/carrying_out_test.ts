/**
 * What orders print, take back and exchange through the running actors.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import type { CommandRecord } from "../../../actors/event_store.ts";
import { asked, at, startBridge } from "../../support/bridge.ts";
import {
  define,
  line,
  orderOf,
  passOf,
  place,
  print,
  refusal,
  tell,
} from "../../support/order_desk.ts";
import { scoped } from "../../support/scoped.ts";
import { scriptedAccessControl } from "../../support/scripted_access_control.ts";

Deno.test(
  "9: of two orders on one pass, the printed one's admissions become effective and no others",
  scoped(Effect.gen(function* () {
    const bridge = yield* startBridge(scriptedAccessControl());
    yield* define(bridge);
    yield* place(bridge, "O-0", [line("1", "item", "CLUB", { passId: "P-1" })]);
    yield* place(bridge, "O-1", [line("1", "performance", "M01", { passId: "P-1" })]);
    yield* place(bridge, "O-2", [line("1", "performance", "M02", { passId: "P-1" })]);
    const record = yield* print(bridge, "O-1");
    yield* bridge.router.settled(at("order", "O-1"), record.revision ?? 0, 5000);
    assert.equal(yield* bridge.router.operation(record), "confirmed");
    assert.deepEqual((yield* passOf(bridge, "P-1")).admissions, ["M01:effective", "M02:pending"]);
  })),
);

Deno.test(
  "41: an exchange kills the old ticket at once, the new one is valid when it is printed",
  scoped(Effect.gen(function* () {
    const system = scriptedAccessControl();
    const bridge = yield* startBridge(system);
    yield* define(bridge);
    yield* place(bridge, "O-1", [line("1", "performance", "M01")]);
    const first = yield* print(bridge, "O-1");
    yield* bridge.router.settled(at("order", "O-1"), first.revision ?? 0, 5000);
    const exchange = yield* tell(bridge, "O-1", {
      type: "ExchangeLines",
      release: ["1"],
      lines: [line("2", "performance", "M02")],
      reason: "other day",
      override: false,
    });
    yield* bridge.router.settled(at("order", "O-1"), exchange.revision ?? 0, 5000);
    const { lines } = yield* orderOf(bridge, "O-1");
    assert.deepEqual(lines.map((one) => one.status), ["cancelled", "unprinted"]);
    assert.deepEqual(lines.map((one) => one.exchangedWith), [["2"], ["1"]]);
    assert.deepEqual(system.sent.map(({ body }) => body.command), ["issueTicket", "cancelTicket"]);
    yield* print(bridge, "O-1");
    assert.equal((yield* orderOf(bridge, "O-1")).status, "printed");
  })),
);

Deno.test(
  "42 and 63: an exchange within a pass keeps the card; a paper ticket moves onto a pass",
  scoped(Effect.gen(function* () {
    const system = scriptedAccessControl();
    const bridge = yield* startBridge(system);
    yield* define(bridge);
    yield* place(bridge, "O-1", [
      line("1", "item", "CLUB", { passId: "P-1" }),
      line("2", "performance", "M01", { passId: "P-1" }),
      line("3", "performance", "PAPER"),
    ]);
    const first = yield* print(bridge, "O-1");
    yield* bridge.router.settled(at("order", "O-1"), first.revision ?? 0, 5000);
    const exchange = yield* tell(bridge, "O-1", {
      type: "ExchangeLines",
      release: ["2"],
      lines: [line("4", "performance", "M02", { passId: "P-1" })],
      reason: "other day",
      override: false,
    });
    yield* bridge.router.settled(at("order", "O-1"), exchange.revision ?? 0, 5000);
    assert.deepEqual((yield* passOf(bridge, "P-1")).admissions, ["M01:revoked", "M02:pending"]);
    const second = yield* print(bridge, "O-1");
    yield* bridge.router.settled(at("order", "O-1"), second.revision ?? 0, 5000);
    const pass = yield* passOf(bridge, "P-1");
    assert.deepEqual(pass.admissions, ["M01:revoked", "M02:effective"]);
    assert.equal(pass.state.generation, 1);
  })),
);

Deno.test(
  "43: one line that refuses its release does not undo the others",
  scoped(Effect.gen(function* () {
    const bridge = yield* startBridge(scriptedAccessControl());
    yield* define(bridge);
    yield* place(bridge, "O-1", [line("1", "performance", "M01"), line("2", "performance", "M02")]);
    const { lines: sold } = yield* orderOf(bridge, "O-1");
    const gone = sold[0]?.actors[0]?.id ?? "";
    const cancel = { type: "CancelTicket", ...{ reason: "torn", override: false } };
    yield* bridge.router.send(at("ticket", gone), asked(cancel));
    const record = yield* tell(bridge, "O-1", {
      type: "CancelLines",
      lines: ["1", "2"],
      reason: "returned",
      override: false,
    });
    const { lines } = yield* orderOf(bridge, "O-1");
    assert.deepEqual(lines.map((one) => one.status), ["unprinted", "cancelled"]);
    assert.equal(lines[0]?.refusal?.type, "TicketAlreadyCancelled");
    assert.equal(yield* bridge.router.operation(record), "failed");
  })),
);

Deno.test(
  "44 and 45: a printed order is not printed again without reason; a partial one prints the rest",
  scoped(Effect.gen(function* () {
    const system = scriptedAccessControl();
    const bridge = yield* startBridge(system);
    yield* define(bridge);
    yield* place(bridge, "O-1", [line("1", "performance", "M01"), line("2", "performance", "M02")]);
    yield* print(bridge, "O-1", { lines: ["1"] });
    assert.equal((yield* orderOf(bridge, "O-1")).status, "partially-printed");
    const rest = yield* print(bridge, "O-1");
    yield* bridge.router.settled(at("order", "O-1"), rest.revision ?? 0, 5000);
    assert.equal((yield* orderOf(bridge, "O-1")).status, "printed");
    assert.equal(system.sent.length, 2);
    assert.equal(yield* refusal(print(bridge, "O-1")), "OrderAlreadyPrinted");
    assert.equal(system.sent.length, 2);
    const again = yield* print(bridge, "O-1", { reprint: { reason: "wet" } });
    yield* bridge.router.settled(at("order", "O-1"), again.revision ?? 0, 5000);
    assert.equal(system.sent.length, 6);
  })),
);

Deno.test(
  "a fan-out that an earlier process left is completed by the next, each command once",
  async () => {
    const path = await Deno.makeTempDir();
    const system = scriptedAccessControl();
    let record: CommandRecord | undefined;
    await scoped(Effect.gen(function* () {
      const bridge = yield* startBridge(system, { path });
      yield* define(bridge);
      const command = {
        type: "PlaceOrder",
        ...{ customerId: "C-9", lines: [line("1", "bundle", "FULL")] },
      };
      record = (yield* bridge.router.send(at("order", "O-1"), asked(command))).record;
    }))();
    await scoped(Effect.gen(function* () {
      const bridge = yield* startBridge(system, { path });
      assert.ok(record !== undefined);
      assert.equal((yield* bridge.router.carriedOut(record, 5000)).status, "none");
      const { lines } = yield* orderOf(bridge, "O-1");
      const pass = yield* passOf(bridge, lines[0]?.actors[0]?.id ?? "");
      assert.deepEqual(pass.admissions, ["M01:pending", "M02:pending"]);
      assert.deepEqual(yield* bridge.store.unfinished(), []);
    }))();
    await Deno.remove(path, { recursive: true });
  },
);
