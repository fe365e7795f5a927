/**
 * The story of a ticket that the access control refuses.
 *
 * @module
 */
import { Effect } from "effect";
import { ask, carrierOf, CONFIRMED, setFaults } from "./box_office.ts";
import { onPaper, sell } from "./selling.ts";
import type { Story } from "./stories.ts";

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
