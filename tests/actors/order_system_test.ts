/**
 * Orders through the running actors: what they sell, print, take back and exchange.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import type { CommandRefused } from "../../actors/actor_router.ts";
import type { CommandRecord } from "../../actors/event_store.ts";
import { type OrderState, view } from "../../actors/order/mod.ts";
import { type PassState, status as passStatus } from "../../actors/pass/mod.ts";
import { asked, at, type Bridge, MATCH, startBridge } from "../support/bridge.ts";
import { scoped } from "../support/scoped.ts";
import { scriptedAccessControl } from "../support/scripted_access_control.ts";

const SEAT = { section: "N", row: "F", number: "11" };

const PASS_TYPE = {
  name: "Season card",
  productCode: "ST26",
  accessControl: null,
  group: null,
  multipleAdmissions: false,
  multiplePerCustomer: false,
  allAccess: [],
  validFrom: null,
  validTo: null,
};

const define = Effect.fnUntraced(function* ({ router }: Bridge) {
  const put = (
    kind: "performance" | "pass-type" | "bundle" | "item",
    id: string,
    document: object,
  ) => router.send(at(kind, id), asked({ type: "PutReference", ...{ document } }));
  const bothWays = { ...MATCH, eligiblePasses: ["SEASON", "A", "B"] };
  yield* put("performance", "M01", bothWays);
  yield* put("performance", "M02", { ...bothWays, codes: { ...MATCH.codes, ProductCode: "M02" } });
  yield* put("performance", "PAPER", { ...MATCH, eligiblePasses: [] });
  yield* put("performance", "CARD", { ...bothWays, ticketTemplate: null });
  yield* put("performance", "NEITHER", { ...MATCH, ticketTemplate: null, eligiblePasses: [] });
  yield* put("pass-type", "SEASON", PASS_TYPE);
  yield* put("pass-type", "A", { ...PASS_TYPE, group: "AB", multiplePerCustomer: true });
  yield* put("pass-type", "B", { ...PASS_TYPE, group: "AB" });
  yield* put("bundle", "FULL", {
    name: "Full",
    assignedPass: "SEASON",
    performances: ["M01", "M02"],
  });
  yield* put("bundle", "LOOSE", { name: "Loose", assignedPass: null, performances: ["M01"] });
  for (const [item, assignedPass] of [["CLUB", "SEASON"], ["GA", "A"], ["GB", "B"]] as const) {
    yield* put("item", item, { name: item, assignedPass });
  }
  yield* put("item", "SCARF", { name: "Scarf", assignedPass: null });
});

const line = (lineId: string, kind: string, code: string, more: object = {}) => ({
  lineId,
  kind,
  code,
  priceType: "adult",
  seat: null,
  seats: null,
  passId: null,
  carrier: null,
  ...more,
});

/** Gives an order a command, and waits until its passes and tickets have heard of it. */
const tell = Effect.fnUntraced(function* (bridge: Bridge, orderId: string, command: object) {
  const { router } = bridge;
  const { record } = yield* router.send(
    at("order", orderId),
    asked(command as { readonly type: string }),
  );
  if (record.revision !== null) {
    yield* router.carriedOut(record, 5000);
  }
  return record;
});

const place = (bridge: Bridge, orderId: string, lines: ReadonlyArray<object>, customerId = "C-9") =>
  tell(bridge, orderId, { type: "PlaceOrder", customerId, lines });

const print = (bridge: Bridge, orderId: string, more: object = {}) =>
  tell(bridge, orderId, { type: "PrintOrder", lines: null, reprint: null, printer: null, ...more });

const orderOf = Effect.fnUntraced(function* ({ router }: Bridge, orderId: string) {
  const { state } = yield* router.view(at("order", orderId));
  return view(state as OrderState);
});

const passOf = Effect.fnUntraced(function* ({ router }: Bridge, id: string) {
  const state = (yield* router.view(at("pass", id))).state as PassState;
  const admissions = Object.values(state.admissions).map((one) =>
    `${one.performance}:${one.state}`
  );
  return { status: passStatus(state), admissions, state };
});

const refusal = (effect: Effect.Effect<unknown, { readonly _tag: string }>) =>
  Effect.map(
    Effect.flip(effect),
    (error) =>
      error._tag === "CommandRefused" ? (error as CommandRefused).refusal.type : error._tag,
  );

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
