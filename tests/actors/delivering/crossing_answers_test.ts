/**
 * Two answers for one delivery that say different things at one time: whatever comes first, what
 * was applied counts, and no record of the delivery stays open for ever.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import type { AccessControl, Answer, Rejected } from "../../../actors/access_control.ts";
import { allocate, asked, at, type Bridge, startBridge } from "../../support/bridge.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { scriptedAccessControl } from "../../support/scripted_access_control.ts";
import { type Fault, SimulatedDisk } from "../../support/simulated_kv.ts";
import { inOrder, onDisk } from "../../support/simulated_store.ts";
import { credential, done, PRINT_TICKET } from "../../support/stories.ts";

const T1 = at("ticket", "T-1");
const REJECTED: Rejected = { type: "rejected", code: "no-seat", message: "No such seat" };
const DONE = done([credential("standard", "B1")]);

/** No scans, so that the only commits are those of a test. */
const SILENT: Pick<AccessControl, "scans"> = { scans: () => Effect.never };

/** A running service whose first message is answered as a test says. */
class Stage {
  readonly disk = new SimulatedDisk();
  /** What the first message is answered, and what happens before that. */
  answer: Answer = DONE;
  meanwhile: Effect.Effect<void> = Effect.void;
  readonly #script = scriptedAccessControl();
  #bridge: Bridge | null = null;
  #pushed: Promise<void> = Promise.resolve();

  get bridge(): Bridge {
    assert.ok(this.#bridge !== null);
    return this.#bridge;
  }

  /** Prints T-1; when the last fact of the story is there, all must be in order. */
  play(last: string): Promise<void> {
    const script = this.#script;
    const send: AccessControl["send"] = (command) =>
      Effect.andThen(
        Effect.andThen(
          Effect.sync(() => script.replies.push(this.answer)),
          this.meanwhile,
        ),
        script.send(command),
      );
    return onDisk(this.disk, (store) =>
      Effect.gen({ self: this }, function* () {
        this.#bridge = yield* startBridge({ ...script, ...SILENT, send }, { store });
        yield* allocate(this.#bridge, "T-1");
        const { record } = yield* this.#bridge.router.send(T1, asked(PRINT_TICKET));
        yield* Effect.promise(() => this.answered());
        const { store: { unsettled, delivery, history }, router } = this.#bridge;
        const facts = Effect.map(
          history(T1, { fromVersion: 1, limit: 50 }),
          (all) => all.map(({ event }) => event.type),
        );
        yield* Effect.promise(() =>
          eventuallyTrue(
            `it is a fact: ${last}`,
            async () => (await Effect.runPromise(facts)).includes(last),
          )
        );
        yield* Effect.promise(() => this.#pushed);
        yield* Effect.promise(() =>
          eventuallyTrue(
            "nothing is open",
            () => Effect.runPromise(Effect.map(unsettled(), (open) => open.length === 0)),
          )
        );
        const stored = yield* delivery("riverside", `${record.commandId}.1`);
        assert.equal(stored?.status, "confirmed");
        const { revisions } = yield* router.view(T1);
        assert.equal(revisions.outstanding, null);
        assert.equal(yield* router.operation(record), "confirmed");
      }).pipe(Effect.scoped, Effect.orDie));
  }

  /** The access control brings an answer by itself; nobody waits for what becomes of it. */
  push(answer: Answer): void {
    const { outbox, lanes } = this.bridge;
    const id = lanes.find(T1)?.delivery.id;
    assert.ok(id !== undefined);
    this.#pushed = Effect.runPromise(Effect.orDie(outbox.receive("riverside", "main", id, answer)));
  }

  /** When the first message has its answer. */
  answered(): Promise<void> {
    return eventuallyTrue("the message is answered", () => this.#script.sent.length === 1);
  }

  get isReceiving(): boolean {
    return this.bridge.lanes.find(T1)?.answering === 1;
  }
}

Deno.test("a rejection that waits while the same delivery is confirmed leaves no dead letter", async () => {
  const stage = new Stage();
  stage.meanwhile = Effect.sync(() => {
    stage.disk.onCommit = (): Fault => {
      stage.push(REJECTED);
      stage.disk.onCommit = () => {
        if (!stage.isReceiving) return "locked";
        stage.disk.onCommit = null;
        return null;
      };
      return "locked";
    };
  });
  await stage.play("AnswerIgnored");
});

Deno.test("a rejection that cannot be stored is no dead letter when an answer comes first", async () => {
  const stage = new Stage();
  stage.answer = REJECTED;
  stage.meanwhile = Effect.sync(() => {
    const faults = inOrder<Fault>("lost-before");
    stage.disk.onCommit = () => {
      const fault = faults();
      if (fault === "lost-before") stage.push(DONE);
      return fault;
    };
  });
  await stage.play("AnswerIgnored");
});

Deno.test("what a call was answered is not thrown away for a rejection that comes by itself", async () => {
  const stage = new Stage();
  const gate = Promise.withResolvers<void>();
  stage.meanwhile = Effect.promise(async () => {
    stage.disk.pause = () => gate.promise;
    stage.push(REJECTED);
    await eventuallyTrue("it is being stored", () => stage.isReceiving);
    void stage.answered().then(gate.resolve);
  });
  await stage.play("BarcodeBound");
});
