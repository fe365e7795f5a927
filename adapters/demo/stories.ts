/**
 * The seed's stories, played over the public interface against the built-in simulator.
 *
 * @module
 */
import { Effect } from "effect";
import {
  command,
  type DemoFailed,
  liveCredential,
  setFaults,
  type Stage,
  ticketNumberOf,
  walkUp,
} from "./box_office.ts";

/** One story: its title, where to look afterwards, and how it goes; lines as it goes. */
export interface Story {
  readonly title: string;
  readonly subject: string;
  readonly play: (stage: Stage) => Effect.Effect<ReadonlyArray<string>, DemoFailed>;
}

const PASS = "passes/P-1001";
const TICKET = "tickets/T-2001";

const seat = (row: string, number: string) => ({ section: "N", row, number });

const admission = (admissionId: string, performance: string, orderId: string) => ({
  admissionId,
  performance,
  orderId,
  priceType: "adult",
  seat: seat("F", "11"),
});

/** In this order: each story goes on where the one before ended. */
export const STORIES: ReadonlyArray<Story> = [
  {
    title: "A season card is bought with two matches, and its order is printed",
    subject: PASS,
    play: Effect.fnUntraced(function* (stage) {
      yield* command(stage, `${PASS}/acquire`, {
        passType: "SEASON",
        customerId: "C-9",
        source: { kind: "bundle", code: "FULL", orderId: "4711" },
      });
      yield* command(stage, `${PASS}/add-admission`, admission("A-1", "M01", "4711"));
      yield* command(stage, `${PASS}/add-admission`, admission("A-2", "M02", "4711"));
      yield* command(stage, `${PASS}/print`, { orderId: "4711" });
      const card = yield* liveCredential(stage, PASS);
      return [`At M01 the card ${yield* walkUp(stage, card, "M01")}`];
    }),
  },
  {
    title: "A third match is added to the card, but its order is not printed yet",
    subject: PASS,
    play: Effect.fnUntraced(function* (stage) {
      yield* command(stage, `${PASS}/add-admission`, admission("A-3", "M03", "4712"));
      const card = yield* liveCredential(stage, PASS);
      return [`At M03 the card ${yield* walkUp(stage, card, "M03")}: nothing was sent`];
    }),
  },
  {
    title: "That order is printed: the record is updated, the card stays the same",
    subject: PASS,
    play: Effect.fnUntraced(function* (stage) {
      const before = yield* liveCredential(stage, PASS);
      yield* command(stage, `${PASS}/print`, { orderId: "4712" });
      const after = yield* liveCredential(stage, PASS);
      const same = before === after ? "the same card" : "another card";
      return [`At M03 ${same} ${yield* walkUp(stage, after, "M03")}`];
    }),
  },
  {
    title: "The card is worn out and printed again: the old one is dead before the new one opens",
    subject: PASS,
    play: Effect.fnUntraced(function* (stage) {
      const old = yield* liveCredential(stage, PASS);
      yield* command(stage, `${PASS}/reprint`, { reason: "worn out" });
      const card = yield* liveCredential(stage, PASS);
      return [
        `At M02 the old card ${yield* walkUp(stage, old, "M02")}`,
        `At M02 the new card ${yield* walkUp(stage, card, "M02")}`,
      ];
    }),
  },
  {
    title: "One admission is given back: the card does not open that match any more",
    subject: PASS,
    play: Effect.fnUntraced(function* (stage) {
      yield* command(stage, `${PASS}/add-admission`, admission("A-4", "M04", "4713"));
      yield* command(stage, `${PASS}/print`, { orderId: "4713" });
      const body = { admissionId: "A-4", reason: "returned" };
      yield* command(stage, `${PASS}/remove-admission`, body);
      const card = yield* liveCredential(stage, PASS);
      return [`At M04 the card ${yield* walkUp(stage, card, "M04")}`];
    }),
  },
  {
    title: "A single ticket is printed: the access control sends the barcode",
    subject: TICKET,
    play: Effect.fnUntraced(function* (stage) {
      yield* command(stage, `${TICKET}/allocate`, {
        orderId: "4720",
        customerId: "C-17",
        performance: "M01",
        priceType: "adult",
        seat: seat("K", "7"),
      });
      yield* command(stage, `${TICKET}/print`, {});
      const number = yield* ticketNumberOf(stage, "T-2001");
      return [
        "The ticket has a barcode that the gates know",
        `Its ticket number is not one: with it, M01 ${yield* walkUp(stage, number, "M01")}`,
      ];
    }),
  },
  {
    title: "The ticket is printed again: the old barcode is dead, the new one opens",
    subject: TICKET,
    play: Effect.fnUntraced(function* (stage) {
      const old = yield* liveCredential(stage, TICKET);
      yield* command(stage, `${TICKET}/reprint`, { reason: "lost on the way" });
      const barcode = yield* liveCredential(stage, TICKET);
      return [
        `At M01 the old barcode ${yield* walkUp(stage, old, "M01")}`,
        `At M01 the new barcode ${yield* walkUp(stage, barcode, "M01")}`,
      ];
    }),
  },
  {
    title: "Another ticket is cancelled: its barcode is dead at once",
    subject: "tickets/T-2002",
    play: Effect.fnUntraced(function* (stage) {
      yield* command(stage, "tickets/T-2002/allocate", {
        orderId: "4721",
        customerId: "C-18",
        performance: "M02",
        priceType: "concession",
        seat: seat("K", "8"),
      });
      yield* command(stage, "tickets/T-2002/print", {});
      const barcode = yield* liveCredential(stage, "tickets/T-2002");
      yield* command(stage, "tickets/T-2002/cancel", { reason: "refunded" });
      return [`At M02 its barcode ${yield* walkUp(stage, barcode, "M02")}`];
    }),
  },
  {
    title: "The access control refuses one ticket: its delivery waits for an operator",
    subject: "tickets/T-2003",
    play: Effect.fnUntraced(function* (stage) {
      yield* command(stage, "tickets/T-2003/allocate", {
        orderId: "4722",
        customerId: "C-19",
        performance: "M03",
        priceType: "adult",
        seat: seat("L", "1"),
      });
      yield* setFaults(stage, { poisonSubjects: ["T-2003"] });
      const { operation } = yield* command(stage, "tickets/T-2003/print", {});
      yield* setFaults(stage, {});
      return [
        `The print is ${operation.status}; its cause is gone now, so it can be tried again:`,
        `POST ${stage.url}/v1/deliveries/${operation.id}.1/retry`,
      ];
    }),
  },
];
