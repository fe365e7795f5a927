/**
 * Every row of the wire's table of answers, from a server that gives each of them.
 *
 * @module
 */
import assert from "node:assert/strict";
import { askAt, COMMAND, doneBody, sendTo } from "./hostile_server.ts";
import { TOKEN } from "./open_fortress.ts";

function status(code: number, headers: HeadersInit = {}): Response {
  return new Response(code === 304 ? null : "no JSON", { status: code, headers });
}

Deno.test("a 200 for our command is done with its credentials", async () => {
  const { outcome, httpStatus } = await sendTo(() => doneBody());
  assert.deepEqual(outcome, {
    type: "done",
    credentials: [{ kind: "standard", value: "1234567890128" }],
    externalId: "X-1",
    printed: true,
    printFault: null,
  });
  assert.equal(httpStatus, 200);
});

Deno.test("a done without a printed thing says so", async () => {
  const { outcome } = await sendTo(() => doneBody({ printed: false, printFault: "paper out" }));
  assert.equal(outcome.type, "done");
  assert.equal(outcome.printed, false);
  assert.equal(outcome.printFault, "paper out");
});

Deno.test("a 202 for our command is accepted", async () => {
  const { outcome } = await sendTo(() =>
    Response.json({ commandId: COMMAND.commandId, status: "accepted" }, { status: 202 })
  );
  assert.deepEqual(outcome, { type: "accepted" });
});

Deno.test("a 422 of the wire's form is rejected, without our token in its message", async () => {
  const body = { status: "rejected", code: "no-such-stand", message: `Stand N, ${TOKEN}` };
  const { outcome } = await sendTo(() => Response.json(body, { status: 422 }));
  assert.deepEqual(outcome, { type: "rejected", code: "no-such-stand", message: "Stand N, ***" });
});

Deno.test("a 409 of the wire's form is stale with the last fence", async () => {
  const { outcome } = await sendTo(() =>
    Response.json({ status: "stale", lastSeq: 9 }, { status: 409 })
  );
  assert.deepEqual(outcome, { type: "stale", lastSeq: 9 });
});

Deno.test("401 and 403 are a fault of configuration", async () => {
  for (const code of [401, 403]) {
    const { outcome } = await sendTo(() => status(code));
    assert.equal(outcome.type, "unauthorised");
  }
});

const transientRows: ReadonlyArray<[number, "no" | "unknown"]> = [
  [408, "unknown"],
  [425, "no"],
  [429, "no"],
  [500, "unknown"],
  [502, "unknown"],
  [503, "unknown"],
  [504, "unknown"],
];
for (const [code, applied] of transientRows) {
  Deno.test(`HTTP ${code} is transient with applied ${applied}`, async () => {
    const { outcome, httpStatus } = await sendTo(() => status(code));
    assert.deepEqual(outcome, {
      type: "transient",
      reason: `HTTP ${code}`,
      retryAfterMs: null,
      applied,
    });
    assert.equal(httpStatus, code);
  });
}

Deno.test("Retry-After is read in seconds and as a date, and never above an hour", async () => {
  const retryAfterMs = async (value: string) => {
    const { outcome } = await sendTo(() => status(503, { "retry-after": value }));
    assert.equal(outcome.type, "transient");
    return outcome.retryAfterMs;
  };
  assert.equal(await retryAfterMs("7"), 7000);
  assert.equal(await retryAfterMs("999999999"), 3_600_000);
  assert.equal(await retryAfterMs("Fri, 31 Dec 2999 23:59:59 GMT"), 3_600_000);
  assert.equal(await retryAfterMs("Fri, 31 Dec 1999 23:59:59 GMT"), 0);
  assert.equal(await retryAfterMs("soon"), null);
});

const permanentRows: ReadonlyArray<[number, "no" | "unknown"]> = [
  [301, "no"],
  [304, "no"],
  [307, "no"],
  [400, "no"],
  [404, "no"],
  [409, "unknown"],
  [410, "no"],
  [422, "no"],
];
for (const [code, applied] of permanentRows) {
  Deno.test(`HTTP ${code} without the wire's form is permanent with applied ${applied}`, async () => {
    const { outcome } = await sendTo(() => status(code, { location: "/elsewhere" }));
    assert.equal(outcome.type, "permanent");
    assert.equal(outcome.applied, applied);
  });
}

Deno.test("a redirect is not followed", async () => {
  let calls = 0;
  await sendTo(() => {
    calls += 1;
    return status(307, { location: "/base/elsewhere" });
  });
  assert.equal(calls, 1);
});

const malformed: Record<string, () => Response> = {
  "no JSON": () => new Response("<html>"),
  "no UTF-8": () => new Response(new Uint8Array([0x22, 0xff, 0x22])),
  "an empty body": () => new Response(""),
  "another command id": () => doneBody({ commandId: "d-somebody-elses" }),
  "another status": () => doneBody({ status: "accepted" }),
  "null for credentials": () => doneBody({ credentials: null }),
  "an unknown kind": () => doneBody({ credentials: [{ kind: "vip", value: "1" }] }),
  "an empty value": () => doneBody({ credentials: [{ kind: "standard", value: "" }] }),
  "a value with a space": () => doneBody({ credentials: [{ kind: "standard", value: "1 2" }] }),
  "a value beyond ASCII": () => doneBody({ credentials: [{ kind: "standard", value: "é" }] }),
  "a value of 65": () => doneBody({ credentials: [{ kind: "standard", value: "1".repeat(65) }] }),
  "a value that is a number": () => doneBody({ credentials: [{ kind: "standard", value: 1 }] }),
  "nine credentials": () =>
    doneBody({ credentials: Array(9).fill({ kind: "standard", value: "1" }) }),
  "a long fault": () => doneBody({ printFault: "x".repeat(501) }),
  "more than 64 KiB": () => doneBody({ padding: "x".repeat(65 * 1024) }),
  "a 201": () => new Response("{}", { status: 201 }),
  "a 204": () => new Response(null, { status: 204 }),
  "a 202 of another command": () =>
    Response.json({ commandId: "d-x", status: "accepted" }, { status: 202 }),
};
for (const [what, answer] of Object.entries(malformed)) {
  Deno.test(`a 2xx with ${what} is no answer of this protocol, and ambiguous`, async () => {
    for (const { outcome } of [await sendTo(answer), await askAt(answer)]) {
      assert.equal(outcome.type, "permanent");
      assert.equal(outcome.applied, "unknown");
      assert.match(outcome.reason, /^malformed/);
    }
  });
}

const badFences = [-1, 1.5, 2 ** 53, "9", null];
for (const lastSeq of badFences) {
  Deno.test(`a stale with the fence ${lastSeq} is no answer of this protocol`, async () => {
    const { outcome } = await sendTo(() =>
      Response.json({ status: "stale", lastSeq }, { status: 409 })
    );
    assert.equal(outcome.type, "permanent");
  });
}

Deno.test("asking gives the outcome, pending as accepted and 404 as unknown", async () => {
  assert.equal((await askAt(() => doneBody())).outcome.type, "done");
  assert.deepEqual((await askAt(() => status(404))).outcome, { type: "unknown" });
  const pending = { commandId: COMMAND.commandId, status: "accepted" };
  const asked = await askAt(() => Response.json(pending, { status: 202 }));
  assert.deepEqual(asked.outcome, { type: "accepted" });
});

Deno.test("an ask that fails says nothing about the command", async () => {
  for (const code of [302, 400, 422, 425, 429, 500]) {
    const { outcome } = await askAt(() => status(code));
    assert.ok("applied" in outcome, String(code));
    assert.equal(outcome.applied, "unknown", String(code));
  }
});
