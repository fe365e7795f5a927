/**
 * The seed's stories, played through orders against the built-in simulator.
 *
 * @module
 */
import { Effect } from "effect";
import { ask, carrierOf, CONFIRMED, liveBarcode, liveCard, walkUp } from "./box_office.ts";
import { CARD, onCard, onPaper, sell, sellPrinted } from "./selling.ts";
import type { Story, Told } from "./story.ts";
import { DOWN_STORY, REFUSED_STORY } from "./trouble_stories.ts";

function toldOfCard(value: string, performance: string, lines: ReadonlyArray<string>): Told {
  return { subject: `passes/${CARD}`, lines, held: { value, performance } };
}

/** In this order: each story goes on where the one before ended. */
export const STORIES: ReadonlyArray<Story> = [
  {
    title: "A season card is bought with two matches, and its order is printed",
    play: Effect.fnUntraced(function* (stage) {
      const line = { lineId: "1", kind: "bundle", code: "OPENING", priceType: "adult" } as const;
      const seats = Object.fromEntries(
        ["M01", "M02"].map((match) => [match, { section: "N", row: "F", number: "11" }]),
      );
      yield* sell(stage, "4711", [{ ...line, passId: CARD, seats }]);
      yield* ask(stage, (box) => box.orders.print("4711", {}, CONFIRMED));
      const card = yield* liveCard(stage, CARD);
      const gate = yield* walkUp(stage, card, "M01");
      return toldOfCard(card, "M01", [`At M01 the card ${gate}.`]);
    }),
  },
  {
    title: "A third match is added to the card, but its order is not printed yet",
    play: Effect.fnUntraced(function* (stage) {
      yield* sell(stage, "4712", [onCard("M03")]);
      const card = yield* liveCard(stage, CARD);
      const gate = yield* walkUp(stage, card, "M03");
      return toldOfCard(card, "M03", [`At M03 the card ${gate}: nothing was sent.`]);
    }),
  },
  {
    title: "That order is printed: the record is updated, the card stays the same",
    play: Effect.fnUntraced(function* (stage) {
      const before = yield* liveCard(stage, CARD);
      yield* ask(stage, (box) => box.orders.print("4712", {}, CONFIRMED));
      const after = yield* liveCard(stage, CARD);
      const same = before === after ? "the same card" : "another card";
      const gate = yield* walkUp(stage, after, "M03");
      return toldOfCard(after, "M03", [`At M03 ${same} ${gate}.`]);
    }),
  },
  {
    title: "The card is worn out and printed again: the old one is dead before the new one opens",
    play: Effect.fnUntraced(function* (stage) {
      const old = yield* liveCard(stage, CARD);
      yield* ask(stage, (box) => box.passes.reprint(CARD, { reason: "worn out" }, CONFIRMED));
      const card = yield* liveCard(stage, CARD);
      return toldOfCard(old, "M02", [
        `At M02 the old card ${yield* walkUp(stage, old, "M02")}.`,
        `At M02 the new card ${yield* walkUp(stage, card, "M02")}.`,
      ]);
    }),
  },
  {
    title: "One admission is given back: the card does not open that match any more",
    play: Effect.fnUntraced(function* (stage) {
      yield* sell(stage, "4713", [onCard("M04")]);
      yield* ask(stage, (box) => box.orders.print("4713", {}, CONFIRMED));
      const back = { lines: ["1"], reason: "returned" };
      yield* ask(stage, (box) => box.orders.cancelLines("4713", back, CONFIRMED));
      const card = yield* liveCard(stage, CARD);
      const gate = yield* walkUp(stage, card, "M04");
      return toldOfCard(card, "M04", [`At M04 the card ${gate}.`]);
    }),
  },
  {
    title: "A single ticket is printed: the access control sends the barcode",
    play: Effect.fnUntraced(function* (stage) {
      const { id } = yield* sellPrinted(stage, "4720", onPaper("M01", "7"));
      const { ticketNumber } = yield* ask(stage, (box) => box.tickets.get(id));
      const gate = yield* walkUp(stage, ticketNumber, "M01");
      const lines = [
        "The ticket has a barcode that the gates know.",
        `Its ticket number is not one: with it, M01 ${gate}.`,
      ];
      const held = { value: ticketNumber, performance: "M01" };
      return { subject: `tickets/${id}`, lines, held };
    }),
  },
  {
    title: "The ticket is printed again: the old barcode is dead, the new one opens",
    play: Effect.fnUntraced(function* (stage) {
      const id = yield* carrierOf(stage, { orderId: "4720", lineId: "1" });
      const old = yield* liveBarcode(stage, id);
      const again = { reprint: { reason: "lost on the way" } };
      yield* ask(stage, (box) => box.orders.print("4720", again, CONFIRMED));
      const barcode = yield* liveBarcode(stage, id);
      const lines = [
        `At M01 the old barcode ${yield* walkUp(stage, old, "M01")}.`,
        `At M01 the new barcode ${yield* walkUp(stage, barcode, "M01")}.`,
      ];
      return { subject: `tickets/${id}`, lines, held: { value: old, performance: "M01" } };
    }),
  },
  {
    title: "Another ticket is cancelled: its barcode is dead at once",
    play: Effect.fnUntraced(function* (stage) {
      const { id, barcode } = yield* sellPrinted(stage, "4721", onPaper("M02", "8"));
      const back = { lines: ["1"], reason: "refunded" };
      yield* ask(stage, (box) => box.orders.cancelLines("4721", back, CONFIRMED));
      const gate = yield* walkUp(stage, barcode, "M02");
      const held = { value: barcode, performance: "M02" };
      return { subject: `tickets/${id}`, lines: [`At M02 its barcode ${gate}.`], held };
    }),
  },
  {
    title: "A ticket is exchanged for another match: the old opens nothing, the new when printed",
    play: Effect.fnUntraced(function* (stage) {
      const { barcode } = yield* sellPrinted(stage, "4723", onPaper("M03", "9"));
      const lines = [{ ...onPaper("M05", "9"), lineId: "2" }];
      const exchange = { release: ["1"], lines, reason: "other day" };
      yield* ask(stage, (box) => box.orders.exchange("4723", exchange, CONFIRMED));
      const gate = yield* walkUp(stage, barcode, "M03");
      yield* ask(stage, (box) => box.orders.print("4723", {}, CONFIRMED));
      const id = yield* carrierOf(stage, { orderId: "4723", lineId: "2" });
      const fresh = yield* liveBarcode(stage, id);
      const told = [
        `At M03 the old barcode ${gate}.`,
        `At M05 the new barcode ${yield* walkUp(stage, fresh, "M05")}.`,
      ];
      const held = { value: barcode, performance: "M03" };
      return { subject: "orders/4723", lines: told, held };
    }),
  },
  DOWN_STORY,
  REFUSED_STORY,
];
