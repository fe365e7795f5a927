/**
 * The stories in which the access control is down, and in which it refuses.
 *
 * @module
 */
import { Effect } from "effect";
import { ask, carrierOf, CONFIRMED, setFaults, walkUp } from "./box_office.ts";
import { onPaper, sell, sellPrinted } from "./selling.ts";
import type { Story } from "./story.ts";

/** Revoked here at once, open there until it is back. */
export const DOWN_STORY: Story = {
  title: "The gates are down as a ticket is cancelled: nothing is lost, and who went in is told",
  play: Effect.fnUntraced(function* (stage) {
    const { id, barcode } = yield* sellPrinted(stage, "4724", onPaper("M04", "2"));
    yield* setFaults(stage, { fail5xx: { rate: 1 } });
    const { operation } = yield* ask(
      stage,
      (box) => box.tickets.cancel(id, { reason: "refunded" }),
    );
    const { exposure } = yield* ask(stage, (box) => box.adapter.get("main"));
    const meanwhile = yield* walkUp(stage, barcode, "M04");
    yield* setFaults(stage, {});
    const { status } = yield* ask(stage, (box) => box.operations.wait(operation.id ?? ""));
    const after = yield* walkUp(stage, barcode, "M04");
    const lines = [
      `While they were down, ${exposure.length} revoked barcode was named as still open there,`,
      `and at M04 it ${meanwhile}. They are back: the cancellation is ${status}, and it ${after}.`,
      "Who went in meanwhile is an incident on its page and on the console's first one.",
    ];
    return { subject: `tickets/${id}`, lines, held: { value: barcode, performance: "M04" } };
  }),
};

/** Its delivery is left dead, for whoever looks around afterwards. */
export const REFUSED_STORY: Story = {
  title: "The access control refuses one ticket: its delivery waits for an operator",
  play: Effect.fnUntraced(function* (stage) {
    yield* sell(stage, "4722", [onPaper("M03", "1")]);
    const id = yield* carrierOf(stage, { orderId: "4722", lineId: "1" });
    yield* setFaults(stage, { poisonSubjects: [id] });
    yield* ask(stage, (box) => box.tickets.print(id, {}, CONFIRMED));
    yield* setFaults(stage, {});
    const delivery = yield* ask(stage, async (box) => {
      for await (const found of box.tickets.deliveries(id)) return found;
      return null;
    });
    const lines = [
      `Its delivery is ${delivery?.status ?? "missing"}. The cause is gone now: retry it at its`,
      `page or with POST ${stage.url}/v1/deliveries/${delivery?.id ?? ""}/retry`,
    ];
    return { subject: `tickets/${id}`, lines, held: null };
  }),
};
