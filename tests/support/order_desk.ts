/**
 * A box office that sells, prints and looks at orders, over the running actors.
 *
 * @module
 */
import { Effect } from "effect";
import type { CommandRefused } from "../../actors/actor_router.ts";
import { type OrderState, view } from "../../actors/order/mod.ts";
import { type PassState, status as passStatus } from "../../actors/pass/mod.ts";
import { asked, at, type Bridge, MATCH, PASS_TYPE } from "./bridge.ts";

/** The place that tests sell. */
export const SEAT = { section: "N", row: "F", number: "11" };

/** What is on sale: performances on card, paper, both or neither, passes, bundles and items. */
export const define = Effect.fnUntraced(function* ({ router }: Bridge) {
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

/** A line of an order, with nothing said that need not be. */
export const line = (
  lineId: string,
  kind: string,
  code: string,
  more: object = {},
): object => ({
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
export const tell = Effect.fnUntraced(function* (bridge: Bridge, orderId: string, command: object) {
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

/** Sells lines, to the one customer of most tests. */
export const place = (
  bridge: Bridge,
  orderId: string,
  lines: ReadonlyArray<object>,
  customerId = "C-9",
): ReturnType<typeof tell> => tell(bridge, orderId, { type: "PlaceOrder", customerId, lines });

/** Prints what is unprinted, unless `more` says otherwise. */
export const print = (
  bridge: Bridge,
  orderId: string,
  more: object = {},
): ReturnType<typeof tell> =>
  tell(bridge, orderId, { type: "PrintOrder", lines: null, reprint: null, printer: null, ...more });

/** The order as it is shown. */
export const orderOf = Effect.fnUntraced(function* ({ router }: Bridge, orderId: string) {
  const { state } = yield* router.view(at("order", orderId));
  return view(state as OrderState);
});

/** A pass: how it stands, and its admissions as `M01:effective`. */
export const passOf = Effect.fnUntraced(function* ({ router }: Bridge, id: string) {
  const state = (yield* router.view(at("pass", id))).state as PassState;
  const admissions = Object.values(state.admissions).map((one) =>
    `${one.performance}:${one.state}`
  );
  return { status: passStatus(state), admissions, state };
});

/** Why it was refused. */
export const refusal = (
  effect: Effect.Effect<unknown, { readonly _tag: string }>,
): Effect.Effect<string, unknown> =>
  Effect.map(
    Effect.flip(effect),
    (error) =>
      error._tag === "CommandRefused" ? (error as CommandRefused).refusal.type : error._tag,
  );
