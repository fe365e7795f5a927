/**
 * The simulator's memory over restarts.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { Barcode } from "../../../actors/address.ts";
import { cardCommand } from "../../support/outgoing_commands.ts";
import { scoped } from "../../support/scoped.ts";
import { openSimulator } from "./open_simulator.ts";

const temporaryJournal = Effect.map(
  Effect.acquireRelease(
    Effect.sync(() => Deno.makeTempDirSync()),
    (path) => Effect.sync(() => Deno.removeSync(path, { recursive: true })),
  ),
  (path) => `${path}/simulator.jsonl`,
);

Deno.test(
  "a restarted simulator knows commands, credentials, scans and cursors as before",
  scoped(Effect.gen(function* () {
    const journalPath = yield* temporaryJournal;
    const before = yield* Effect.scoped(Effect.gen(function* () {
      const { accessControl, issueCard, issueTicket, send, scan, get } = yield* openSimulator({
        journalPath,
      });
      const credential = Barcode(yield* issueCard("P-1"));
      yield* send(cardCommand("blockCard", { id: "P-1", seq: 2, card: { credential } }));
      const ticket = yield* issueTicket("T-1");
      yield* scan(ticket);
      const state = (yield* get("/state")).body;
      return { ticket, state, next: (yield* accessControl.scans(null)).next };
    }));
    const { accessControl, issueTicket, scan, get } = yield* openSimulator({ journalPath });
    assert.deepEqual((yield* get("/state")).body, before.state);
    assert.equal(yield* issueTicket("T-1"), before.ticket);
    assert.notEqual(yield* issueTicket("T-2"), before.ticket);
    assert.deepEqual((yield* accessControl.scans(before.next)).items, []);
    assert.equal(yield* scan(before.ticket), "already_in");
  })),
);

Deno.test(
  "a record torn by a crash is left out and spoils no other",
  scoped(Effect.gen(function* () {
    const journalPath = yield* temporaryJournal;
    const value = yield* Effect.scoped(Effect.gen(function* () {
      return yield* (yield* openSimulator({ journalPath })).issueTicket("T-1");
    }));
    Deno.writeTextFileSync(journalPath, '\n{"change":{"at":"2026', { append: true });
    const second = yield* Effect.scoped(Effect.gen(function* () {
      return yield* (yield* openSimulator({ journalPath })).issueTicket("T-2");
    }));
    const { scan } = yield* openSimulator({ journalPath });
    assert.equal(yield* scan(value), "ok");
    assert.equal(yield* scan(second), "ok");
  })),
);
