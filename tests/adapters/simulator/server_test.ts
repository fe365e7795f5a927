/**
 * The simulator as a server: its token, its paths, what it refuses, what it remembers.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { encodeCommand } from "../../../adapters/fortress/message.ts";
import { startSimulator } from "../../../adapters/simulator/mod.ts";
import { Barcode } from "../../../actors/address.ts";
import { cardCommand, ticketCommand } from "../../support/outgoing_commands.ts";
import { scoped } from "../../support/scoped.ts";
import { fetchJson, openSimulator } from "./open_simulator.ts";

Deno.test(
  "the calls of the wire want the token",
  scoped(Effect.gen(function* () {
    const { simulator } = yield* openSimulator();
    for (const path of ["/commands/d-1", "/credentials", "/scans", "/nowhere"]) {
      const headers = { authorization: "Bearer wrong" };
      const { status } = yield* fetchJson(simulator.url + path, { headers });
      assert.equal(status, 401, path);
    }
  })),
);

Deno.test(
  "a body that is not of the wire's form is a 400 with the fault named",
  scoped(Effect.gen(function* () {
    const { post } = yield* openSimulator();
    for (const body of ["x", null, {}, { command: "issueCard" }, { command: "openGate" }]) {
      const answer = yield* post("/commands", body);
      assert.equal(answer.status, 400);
      assert.ok(answer.body.detail.length > 0);
    }
    assert.equal((yield* post("/scan", { value: 7 })).status, 400);
    assert.equal((yield* post("/nowhere", {})).status, 404);
  })),
);

Deno.test(
  "a command needs its id as idempotency key",
  scoped(Effect.gen(function* () {
    const { simulator } = yield* openSimulator();
    const command = ticketCommand("issueTicket", { id: "T-1", seq: 1 });
    const body = encodeCommand(command);
    const call = (key: string) =>
      fetchJson(`${simulator.url}/commands`, {
        method: "POST",
        body,
        headers: { "idempotency-key": key },
      });
    assert.equal((yield* call("another")).status, 400);
    assert.equal((yield* call(command.commandId)).status, 200);
  })),
);

Deno.test(
  "commands without a credential, with a foreign or a dead one are rejected and forgotten",
  scoped(Effect.gen(function* () {
    const { accessControl, issueCard, send } = yield* openSimulator();
    const foreign = Barcode(yield* issueCard("P-2"));
    const credential = Barcode(yield* issueCard("P-1"));
    const codeOf = Effect.fnUntraced(function* (seq: number, value: Barcode | null) {
      const update = cardCommand("updateCard", { id: "P-1", seq, card: { credential: value } });
      const { outcome } = yield* accessControl.send(update);
      return outcome.type === "rejected" ? outcome.code : outcome.type;
    });
    assert.equal(yield* codeOf(2, null), "missing-credential");
    assert.equal(yield* codeOf(2, foreign), "unknown-credential");
    assert.equal(yield* codeOf(2, credential), "done");
    yield* send(cardCommand("cancelCard", { id: "P-1", seq: 3, card: { credential } }));
    assert.equal(yield* codeOf(4, credential), "dead-credential");
    const again = cardCommand("cancelCard", { id: "P-1", seq: 5, card: { credential } });
    assert.equal(yield* send(again), "done");
  })),
);

Deno.test(
  "credentials are listed page by page, dead ones too",
  scoped(Effect.gen(function* () {
    const { issueTicket, issueCard, send, get } = yield* openSimulator();
    const credential = Barcode(yield* issueCard("P-1"));
    yield* issueTicket("T-1");
    yield* issueTicket("T-2");
    yield* send(cardCommand("cancelCard", { id: "P-1", seq: 2, card: { credential } }));
    const first = (yield* get("/credentials?limit=2")).body;
    assert.deepEqual(first.items[0], {
      subject: { kind: "pass", id: "P-1" },
      seq: 2,
      kind: "card",
      value: credential,
      state: "dead",
      admissions: [],
    });
    assert.deepEqual(first.items[1].admissions, ["T-1"]);
    const second = (yield* get(`/credentials?limit=2&cursor=${first.next}`)).body;
    assert.equal(second.items.length, 1);
    assert.equal(second.next, null);
  })),
);

Deno.test(
  "GET /state shows one subject when asked",
  scoped(Effect.gen(function* () {
    const { issueTicket, issueCard, get } = yield* openSimulator();
    yield* issueCard("P-1");
    const value = yield* issueTicket("T-1");
    const { body } = yield* get("/state?subject=ticket/T-1");
    assert.equal(body.subjects.length, 1);
    assert.equal(body.subjects[0].credentials[0].value, value);
    assert.equal(body.counts.credentials, 2);
  })),
);

Deno.test(
  "an id that is no text is unknown",
  scoped(Effect.gen(function* () {
    const { get } = yield* openSimulator();
    const { status, body } = yield* get("/commands/%zz");
    assert.deepEqual([status, body], [404, { status: "unknown" }]);
  })),
);

Deno.test(
  "a taken port is a typed failure",
  scoped(Effect.gen(function* () {
    const { simulator } = yield* openSimulator();
    const second = yield* Effect.flip(startSimulator({ token: "t", port: simulator.port }));
    assert.equal(second._tag, "PortTaken");
  })),
);
