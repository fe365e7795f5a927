/**
 * The contract's cases about claims, relations, heads and marks.
 *
 * @module
 */
import { it } from "@std/testing/bdd";
import { Effect } from "effect";
import assert from "node:assert/strict";
import type { Claim, CommandRecord } from "../../actors/event_store.ts";
import { anAppend, TENANT, ticket } from "./appends.ts";
import type { Run } from "./event_store_run.ts";

const BARCODE: Claim = {
  space: "barcode",
  value: "B1",
  scope: "",
  state: "live",
  note: "standard",
};

const REFUSAL = { type: "NotNow", rule: "Never now.", operands: {}, advice: "Wait." };

/** What is found by something else than an actor's id. */
export function indexCases(run: Run): void {
  it("a claimed value is refused to another actor, and nothing of that append is written", () =>
    run((store) =>
      Effect.gen(function* () {
        yield* store.append(anAppend(ticket("t-1"), { expected: 0, claims: [BARCODE] }));
        const other = anAppend(ticket("t-2"), { expected: 0, claims: [BARCODE] });
        const taken = yield* Effect.flip(store.append(other));
        assert.ok(taken._tag === "ClaimTaken");
        assert.deepEqual(taken.holder.holder, { kind: "ticket", id: "t-1" });
        assert.equal((yield* store.load(ticket("t-2"))).version, 0);
        const [holder, ...rest] = yield* store.claimed(TENANT, "barcode", "B1");
        assert.deepEqual(rest, []);
        assert.deepEqual(holder, {
          holder: { kind: "ticket", id: "t-1" },
          scope: "",
          state: "live",
          note: "standard",
        });
      })
    ));

  it("a tombstone is for ever, even for the holder", () =>
    run((store) =>
      Effect.gen(function* () {
        const dead: Claim = { ...BARCODE, state: "dead" };
        yield* store.append(anAppend(ticket("t-1"), { expected: 0, claims: [BARCODE] }));
        yield* store.append(anAppend(ticket("t-1"), { expected: 1, claims: [dead] }));
        yield* store.append(anAppend(ticket("t-1"), { expected: 2, claims: [dead] }));
        const again = anAppend(ticket("t-1"), { expected: 3, claims: [BARCODE] });
        assert.equal((yield* Effect.flip(store.append(again)))._tag, "ClaimTaken");
        const foreign = anAppend(ticket("t-2"), { expected: 0, claims: [dead] });
        assert.equal((yield* Effect.flip(store.append(foreign)))._tag, "ClaimTaken");
        const [holder] = yield* store.claimed(TENANT, "barcode", "B1");
        assert.equal(holder?.state, "dead");
      })
    ));

  it("one append can bury a value and take another, never the buried one again", () =>
    run((store) =>
      Effect.gen(function* () {
        const dead: Claim = { ...BARCODE, state: "dead" };
        yield* store.append(anAppend(ticket("t-1"), { expected: 0, claims: [BARCODE] }));
        const back = anAppend(ticket("t-1"), { expected: 1, claims: [dead, BARCODE] });
        assert.equal((yield* Effect.flip(store.append(back)))._tag, "ClaimTaken");
        const claims = [dead, { ...BARCODE, value: "B2" }];
        yield* store.append(anAppend(ticket("t-1"), { expected: 1, claims }));
      })
    ));

  it("of many appends at once only one gets a value", () =>
    run((store) =>
      Effect.gen(function* () {
        const outcomes = yield* Effect.forEach(
          Array.from({ length: 20 }, (_, i) => ticket(`t-${i}`)),
          (actor) => Effect.exit(store.append(anAppend(actor, { expected: 0, claims: [BARCODE] }))),
          { concurrency: "unbounded" },
        );
        assert.equal(outcomes.filter((exit) => exit._tag === "Success").length, 1);
        assert.equal((yield* store.claimed(TENANT, "barcode", "B1")).length, 1);
      })
    ));

  it("a ticket number can be one in each scope, and all of them are found", () =>
    run((store) =>
      Effect.gen(function* () {
        const number: Claim = { ...BARCODE, space: "ticket-number", value: "7", scope: "perf-1" };
        yield* store.append(anAppend(ticket("t-1"), { expected: 0, claims: [number] }));
        const elsewhere = [{ ...number, scope: "perf-2" }];
        yield* store.append(anAppend(ticket("t-2"), { expected: 0, claims: elsewhere }));
        const same = anAppend(ticket("t-3"), { expected: 0, claims: [number] });
        assert.equal((yield* Effect.flip(store.append(same)))._tag, "ClaimTaken");
        const holders = yield* store.claimed(TENANT, "ticket-number", "7");
        assert.deepEqual(holders.map((held) => held.scope), ["perf-1", "perf-2"]);
        assert.deepEqual(yield* store.claimed(TENANT, "barcode", "7"), []);
        assert.deepEqual(yield* store.claimed("elsewhere", "ticket-number", "7"), []);
      })
    ));

  it("an exclusive holding needs that there is no other, any other is not asked", () =>
    run((store) =>
      Effect.gen(function* () {
        const holding = (id: string, given: Partial<Claim> = {}): Claim => ({
          space: "holding",
          value: "customer-1",
          scope: "season",
          state: "live",
          note: "",
          holder: { kind: "pass", id },
          exclusive: true,
          ...given,
        });
        const claim = (actor: string, claims: ReadonlyArray<Claim>, expected = 0) =>
          store.append(anAppend(ticket(actor), { expected, claims }));
        yield* claim("o-1", [holding("p-1")]);
        const taken = yield* Effect.flip(claim("o-2", [holding("p-2")]));
        assert.ok(taken._tag === "ClaimTaken");
        assert.deepEqual(taken.holder.holder, { kind: "pass", id: "p-1" });
        yield* claim("o-2", [holding("p-2", { exclusive: false })]);
        yield* claim("o-3", [holding("p-3", { scope: "other" })]);
        const held = yield* store.claimed(TENANT, "holding", "customer-1");
        assert.deepEqual(held.map((one) => one.holder.id).toSorted(), ["p-1", "p-2", "p-3"]);
        yield* claim("o-1", [holding("p-1", { state: "dead" })], 1);
        yield* claim("o-2", [holding("p-2", { state: "dead" })], 1);
        const twice = [holding("p-4"), holding("p-5")];
        assert.equal((yield* Effect.flip(claim("o-4", twice)))._tag, "ClaimTaken");
        yield* claim("o-5", [holding("p-8")]);
        yield* claim("o-6", [holding("p-8", { state: "dead" }), holding("p-9")]);
        yield* claim("o-6", [holding("p-9", { state: "dead" })], 1);
        const both = yield* Effect.forEach(
          ["p-6", "p-7"],
          (id) => Effect.exit(claim(id, [holding(id)])),
          { concurrency: "unbounded" },
        );
        assert.equal(both.filter((exit) => exit._tag === "Success").length, 1);
      })
    ));

  it("actors are found by what they are related to, page by page", () =>
    run((store) =>
      Effect.gen(function* () {
        const relation = { by: "order", value: "o-1" } as const;
        for (const id of ["t-1", "t-2", "t-3"]) {
          yield* store.append(anAppend(ticket(id), { expected: 0, relations: [relation] }));
        }
        const first = yield* store.related(TENANT, relation, { cursor: null, limit: 2 });
        assert.deepEqual(first.data.map((actor) => actor.id), ["t-1", "t-2"]);
        const second = yield* store.related(TENANT, relation, { cursor: first.next, limit: 2 });
        assert.deepEqual(second, { data: [{ kind: "ticket", id: "t-3" }], next: null });
        const nobody = yield* store.related("elsewhere", relation, { cursor: null, limit: 2 });
        assert.deepEqual(nobody.data, []);
      })
    ));

  it("a refused command is found by its request, an accepted one when the caller gave the id", () =>
    run((store) =>
      Effect.gen(function* () {
        const asked = (commandId: string, given: Partial<CommandRecord> = {}, more = {}) =>
          store.append(anAppend(ticket("t-1"), {
            expected: 0,
            commandId,
            events: [],
            command: { requestId: "r-1", ...given },
            ...more,
          }));
        yield* asked("refused", { refusal: REFUSAL });
        yield* asked("accepted");
        yield* asked("named", {}, { requestGiven: true });
        yield* asked("of-nobody", { requestId: null, refusal: REFUSAL }, { requestGiven: true });
        yield* asked("other", { requestId: "r-10", refusal: REFUSAL });
        const found = yield* store.requested(TENANT, "r-1", 9);
        assert.deepEqual(found.map(({ commandId }) => commandId), ["named", "refused"]);
        assert.deepEqual(found[1], yield* store.command(TENANT, "refused"));
        assert.equal((yield* store.requested(TENANT, "r-1", 1)).length, 1);
        assert.deepEqual(yield* store.requested("elsewhere", "r-1", 9), []);
      })
    ));

  it("a command that made facts is found by the request that its caller named", () =>
    run((store) =>
      Effect.gen(function* () {
        const command = { requestId: "r-1" };
        yield* store.append(anAppend(ticket("t-1"), { expected: 0, command, requestGiven: true }));
        yield* store.append(anAppend(ticket("t-1"), { expected: 1, command }));
        const found = yield* store.requested(TENANT, "r-1", 9);
        assert.deepEqual(found.map(({ version }) => version), [1]);
      })
    ));

  it("an actor is unfinished until an append says that it is not", () =>
    run((store) =>
      Effect.gen(function* () {
        const actors = [ticket("t-1"), ticket("t-1", "elsewhere")];
        for (const actor of actors) {
          yield* store.append(anAppend(actor, { expected: 0, unfinished: true }));
          yield* store.append(anAppend(actor, { expected: 1 }));
        }
        assert.equal((yield* store.unfinished()).length, 2);
        const done = anAppend(ticket("t-1"), { expected: 2, events: [], unfinished: false });
        yield* store.append(done);
        assert.deepEqual(yield* store.unfinished(), [ticket("t-1", "elsewhere")]);
      })
    ));

  it("an actor needs a person until an append says that it does not, page by page", () =>
    run((store) =>
      Effect.gen(function* () {
        for (const id of ["t-2", "t-1", "t-3"]) {
          yield* store.append(anAppend(ticket(id), { expected: 0, needsPerson: true }));
          yield* store.append(anAppend(ticket(id), { expected: 1 }));
        }
        yield* store.append(anAppend(ticket("t-0"), { expected: 0 }));
        const elsewhere = ticket("t-0", "elsewhere");
        yield* store.append(anAppend(elsewhere, { expected: 0, needsPerson: true }));
        const first = yield* store.attention(TENANT, { cursor: null, limit: 2 });
        assert.deepEqual(first.data.map(({ id }) => id), ["t-1", "t-2"]);
        const second = yield* store.attention(TENANT, { cursor: first.next, limit: 2 });
        assert.deepEqual(second, { data: [{ kind: "ticket", id: "t-3" }], next: null });
        yield* store.append(anAppend(ticket("t-1"), { expected: 2, needsPerson: false }));
        const { data } = yield* store.attention(TENANT, { cursor: null, limit: 9 });
        assert.deepEqual(data.map(({ id }) => id), ["t-2", "t-3"]);
      })
    ));

  it("heads are all actors of one kind, large ones folded", () =>
    run((store) =>
      Effect.gen(function* () {
        const large = { text: "x".repeat(2_000) };
        yield* store.append(anAppend(ticket("t-2"), { expected: 0, state: large }));
        yield* store.append(anAppend(ticket("t-2"), { expected: 1, state: large }));
        yield* store.append(anAppend(ticket("t-1"), { expected: 0 }));
        const { data: heads } = yield* store.heads(TENANT, "ticket");
        assert.deepEqual(heads.map((head) => [head.id, head.loaded.version]), [["t-1", 1], [
          "t-2",
          2,
        ]]);
        assert.equal(heads[1]?.loaded.tail.length, 1);
        assert.deepEqual(yield* store.heads(TENANT, "pass"), { data: [] });
      })
    ));

  it("heads come page by page too, each with the position of its newest fact", () =>
    run((store) =>
      Effect.gen(function* () {
        const positions = new Map<string, number>();
        for (const id of ["t-2", "t-1", "t-3"]) {
          const large = { text: "x".repeat(2_000) };
          const state = id === "t-2" ? { state: large } : {};
          const { position } = yield* store.append(anAppend(ticket(id), { expected: 0, ...state }));
          positions.set(id, position);
        }
        const { position } = yield* store.append(anAppend(ticket("t-1"), { expected: 1 }));
        positions.set("t-1", position);
        yield* store.append(anAppend(ticket("t-0", "elsewhere"), { expected: 0 }));
        const first = yield* store.headPage(TENANT, "ticket", { cursor: null, limit: 2 });
        assert.deepEqual(first.data.map((head) => [head.id, head.loaded.version]), [["t-1", 2], [
          "t-2",
          1,
        ]]);
        const second = yield* store.headPage(TENANT, "ticket", { cursor: first.next, limit: 2 });
        assert.deepEqual(second.data.map(({ id }) => id), ["t-3"]);
        assert.equal(second.next, null);
        for (const head of [...first.data, ...second.data]) {
          assert.equal(head.position, positions.get(head.id));
        }
        const nobody = yield* store.headPage(TENANT, "pass", { cursor: null, limit: 2 });
        assert.deepEqual(nobody, { data: [], next: null });
      })
    ));

  it("a mark is what was written last", () =>
    run((store) =>
      Effect.gen(function* () {
        assert.equal(yield* store.readMark(TENANT, "scans/main"), null);
        yield* Effect.forEach(
          [1, 2, { cursor: "c-3" }],
          (value) => store.writeMark(TENANT, "scans/main", value),
          { concurrency: "unbounded" },
        );
        assert.deepEqual(yield* store.readMark(TENANT, "scans/main"), { cursor: "c-3" });
        assert.equal(yield* store.readMark("elsewhere", "scans/main"), null);
      })
    ));
}
