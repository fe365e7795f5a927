/**
 * The contract's cases about finding facts in the log, whichever way the store goes to them.
 *
 * @module
 */
import { it } from "@std/testing/bdd";
import { decode } from "cbor-x/index-no-eval";
import { Effect, Fiber } from "effect";
import assert from "node:assert/strict";
import type { EventStore, LogFilter, Recorded, Relation } from "../../actors/event_store.ts";
import { anAppend, TENANT, ticket } from "./appends.ts";
import type { Run } from "./event_store_run.ts";
import { everyPage } from "./pages.ts";

const ALL: LogFilter = { kind: null, id: null, type: null, from: null, to: null };

const EPOCH_MS = 1_700_000_000_000;
const HOUR_MS = 3_600_000;

const ACTORS = 12;
const ROUNDS = 5;

/** By order, by who is where, and by time. */
export function logCases(run: Run): void {
  it("each filter of the log takes what holding it against every fact would take", () =>
    run((store) =>
      Effect.gen(function* () {
        yield* fill(store);
        const all = yield* everyPage(50, (page) => store.log(TENANT, ALL, page));
        assert.equal(all.length, ACTORS * ROUNDS);
        for (const [filter, holds] of FILTERS) {
          const expected = all.filter(holds);
          for (const limit of [1, 3, 50]) {
            const ask = { ...ALL, ...filter };
            const oldest = yield* everyPage(limit, (page) => store.log(TENANT, ask, page));
            assert.deepEqual(oldest, expected, JSON.stringify(filter));
            const newest = yield* everyPage(
              limit,
              (page) => store.log(TENANT, ask, { ...page, newestFirst: true }),
            );
            assert.deepEqual(newest, expected.toReversed(), JSON.stringify(filter));
          }
        }
      })
    ));

  it("the log is whole up to its tip, and growing past it is told at once", () =>
    run((store) =>
      Effect.gen(function* () {
        const before = store.tip();
        const grown = yield* Effect.forkChild(store.grown(before));
        const { position } = yield* store.append(anAppend(ticket("t-1"), { expected: 0 }));
        yield* Fiber.join(grown);
        assert.ok(before < position && position <= store.tip());
        yield* store.grown(before);
      })
    ));

  it("a state is stored as CBOR, whole", () =>
    run((store) =>
      Effect.gen(function* () {
        const state = { version: 1, seats: ["F", "11"], nothing: null };
        yield* store.append(anAppend(ticket("t-1"), { expected: 0, state }));
        const snapshot = yield* store.snapshot(ticket("t-1"), 1);
        assert.deepEqual(decode(snapshot?.bytes ?? new Uint8Array()), state);
      })
    ));
}

const FILTERS: ReadonlyArray<readonly [Partial<LogFilter>, (fact: Recorded) => boolean]> = [
  [{ actors: [{ kind: "ticket", id: "t-3" }] }, (fact) => fact.address.id === "t-3"],
  [{ actors: [] }, () => false],
  [
    { actors: [{ kind: "ticket", id: "t-3" }, { kind: "ticket", id: "t-9" }], type: "Counted" },
    ({ address }) => address.id === "t-3" || address.id === "t-9",
  ],
  [{ related: [order("even")] }, (fact) => numberOf(fact) % 2 === 0],
  [{ related: [order("even"), customer("third")] }, (fact) => numberOf(fact) % 6 === 0],
  [{ related: [order("nobody")] }, () => false],
  [
    { related: [order("even")], actors: [{ kind: "ticket", id: "t-3" }] },
    () => false,
  ],
  [{ kind: "ticket", id: "t-4" }, (fact) => fact.address.id === "t-4"],
  [{ kind: "pass" }, () => false],
  [{ correlationId: "cmd-t-2-1" }, (fact) => fact.correlationId === "cmd-t-2-1"],
  [{ from: EPOCH_MS + HOUR_MS }, (fact) => fact.at >= EPOCH_MS + HOUR_MS],
  [{ to: EPOCH_MS + 2 * HOUR_MS }, (fact) => fact.at < EPOCH_MS + 2 * HOUR_MS],
  [
    { from: EPOCH_MS + HOUR_MS, to: EPOCH_MS + 3 * HOUR_MS, related: [customer("third")] },
    (fact) =>
      fact.at >= EPOCH_MS + HOUR_MS && fact.at < EPOCH_MS + 3 * HOUR_MS && numberOf(fact) % 3 === 0,
  ],
];

function order(value: string): Relation {
  return { by: "order", value };
}

function customer(value: string): Relation {
  return { by: "customer", value };
}

function numberOf({ address }: Pick<Recorded, "address">): number {
  return Number(address.id.split("-")[1]);
}

/** One batch an append, an hour a round; and as much of another tenant beside it. */
const fill = Effect.fnUntraced(function* (store: EventStore["Service"]) {
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let n = 0; n < ACTORS; n += 1) {
      for (const address of [ticket(`t-${n}`), ticket(`t-${n}`, "harbour")]) {
        const relations = [
          ...(n % 2 === 0 ? [order("even")] : []),
          ...(n % 3 === 0 ? [customer("third")] : []),
        ];
        const at = EPOCH_MS + round * HOUR_MS + n;
        yield* store.append(
          anAppend(address, { expected: round, at, ...(round === 0 ? { relations } : {}) }),
        );
      }
    }
  }
});
