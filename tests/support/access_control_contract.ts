/**
 * What every `AccessControl` must do, whatever it talks to: one suite for all implementations.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect, type Scope } from "effect";
import type { AccessControl } from "../../actors/access_control.ts";
import { Barcode } from "../../actors/address.ts";
import { admissionRecord, cardCommand, ticketCommand, valueOf } from "./outgoing_commands.ts";
import { scoped } from "./scoped.ts";

/** Opens an implementation with an access control behind it that knows nothing yet. */
export type OpenAccessControl = Effect.Effect<AccessControl, never, Scope.Scope>;

/** Registers the suite's tests under `name`. */
export function accessControlContract(name: string, open: OpenAccessControl): void {
  for (const [sentence, check] of Object.entries(CHECKS)) {
    Deno.test(`${name} ${sentence}`, scoped(withOpen(open, check)));
  }
}

type Check = (accessControl: AccessControl) => Effect.Effect<void>;

const withOpen = Effect.fnUntraced(function* (open: OpenAccessControl, check: Check) {
  yield* check(yield* open);
});

const CHECKS: Record<string, Check> = {
  "answers issueTicket with a standard credential": Effect.fnUntraced(function* (accessControl) {
    const { outcome } = yield* accessControl.send(ticketCommand("issueTicket", T1));
    assert.equal(outcome.type, "done");
    assert.deepEqual(outcome.credentials.map(({ kind }) => kind), ["standard"]);
    assert.equal(outcome.printed, true);
  }),

  "answers issueCard with one card credential": Effect.fnUntraced(function* (accessControl) {
    const { outcome } = yield* accessControl.send(cardCommand("issueCard", P1));
    assert.equal(outcome.type, "done");
    assert.deepEqual(outcome.credentials.map(({ kind }) => kind), ["card"]);
  }),

  "gives a repeated command the first answer": Effect.fnUntraced(function* (accessControl) {
    const command = ticketCommand("issueTicket", T1);
    const first = yield* accessControl.send(command);
    assert.equal(first.outcome.type, "done");
    const second = yield* accessControl.send(command);
    assert.deepEqual(second.outcome, first.outcome);
  }),

  "tells the outcome of an applied command when asked": Effect.fnUntraced(
    function* (accessControl) {
      const command = cardCommand("issueCard", P1);
      const sent = yield* accessControl.send(command);
      assert.equal(sent.outcome.type, "done");
      const asked = yield* accessControl.ask(command.commandId);
      assert.deepEqual(asked.outcome, sent.outcome);
    },
  ),

  "says unknown when asked for a command that never came": Effect.fnUntraced(
    function* (accessControl) {
      const { outcome } = yield* accessControl.ask("d-never-sent");
      assert.deepEqual(outcome, { type: "unknown" });
    },
  ),

  "answers an older fence as stale with the applied one": Effect.fnUntraced(
    function* (accessControl) {
      const issued = yield* accessControl.send(cardCommand("issueCard", { ...P1, seq: 5 }));
      const card = { credential: valueOf(issued.outcome) };
      const late = cardCommand("updateCard", { ...P1, seq: 4, card });
      const { outcome } = yield* accessControl.send(late);
      assert.deepEqual(outcome, { type: "stale", lastSeq: 5 });
    },
  ),

  "rejects a credential of nobody, and takes the same command when it is mended": Effect.fnUntraced(
    function* (accessControl) {
      const wrong = cardCommand("updateCard", { ...P1, card: { credential: Barcode("NOBODYS") } });
      const refused = yield* accessControl.send(wrong);
      assert.equal(refused.outcome.type, "rejected");
      const mended = { ...cardCommand("issueCard", P1), commandId: wrong.commandId };
      const { outcome } = yield* accessControl.send(mended);
      assert.equal(outcome.type, "done");
    },
  ),

  "prints the same credential again when one is given": Effect.fnUntraced(
    function* (accessControl) {
      const issued = yield* accessControl.send(cardCommand("issueCard", P1));
      const credential = valueOf(issued.outcome);
      const again = cardCommand("issueCard", { ...P1, seq: 2, card: { credential } });
      const { outcome } = yield* accessControl.send(again);
      assert.equal(valueOf(outcome), credential);
    },
  ),

  "carries a card through block, unblock, update and cancel": Effect.fnUntraced(
    function* (accessControl) {
      const issued = yield* accessControl.send(cardCommand("issueCard", P1));
      const card = {
        credential: valueOf(issued.outcome),
        admissions: [admissionRecord({ admissionId: "A-2", ProductCode: "M02" })],
        reason: "lost",
      };
      const commands = ["blockCard", "unblockCard", "updateCard", "cancelCard"] as const;
      for (const [at, command] of commands.entries()) {
        const step = cardCommand(command, { ...P1, seq: at + 2, card });
        const { outcome } = yield* accessControl.send(step);
        assert.equal(outcome.type, "done", command);
      }
    },
  ),

  "gives a good cursor even when nothing was scanned": Effect.fnUntraced(
    function* (accessControl) {
      const first = yield* Effect.orDie(accessControl.scans(null));
      assert.deepEqual(first.items, []);
      const second = yield* Effect.orDie(accessControl.scans(first.next));
      assert.deepEqual(second, first);
    },
  ),
};

const T1 = { id: "T-1", seq: 1 };
const P1 = { id: "P-1", seq: 1 };
