/**
 * What the adapter makes of connections that fail.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { scoped } from "../../support/scoped.ts";
import { COMMAND, openHostileServer, sendTo } from "./hostile_server.ts";
import { openFortress } from "./open_fortress.ts";
import { openRawServer } from "./raw_server.ts";

/** Long enough for a loopback connection on a busy machine, short enough to wait for. */
const DEADLINE_MS = 300;

Deno.test(
  "a refused connection is transient and certainly not applied",
  scoped(Effect.gen(function* () {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    listener.close();
    const accessControl = yield* openFortress(`http://127.0.0.1:${listener.addr.port}`);
    const { outcome, httpStatus } = yield* accessControl.send(COMMAND);
    assert.equal(outcome.type, "transient");
    assert.equal(outcome.applied, "no");
    assert.equal(httpStatus, null);
    const asked = yield* accessControl.ask(COMMAND.commandId);
    assert.equal(asked.outcome.type, "transient");
    assert.equal(asked.outcome.applied, "unknown");
  })),
);

Deno.test(
  "a host without an address is transient and certainly not applied",
  scoped(Effect.gen(function* () {
    const accessControl = yield* openFortress("http://gatehouse.invalid/");
    const { outcome } = yield* accessControl.send(COMMAND);
    assert.equal(outcome.type, "transient");
    assert.equal(outcome.applied, "no");
  })),
);

Deno.test("a server that never answers ends at the deadline, ambiguous", async () => {
  const silent = (_seen: unknown, closing: AbortSignal) =>
    new Promise<Response>((answer) => {
      closing.addEventListener("abort", () => answer(new Response("too late")), { once: true });
    });
  const { outcome, durationMs } = await sendTo(silent, DEADLINE_MS);
  assert.equal(outcome.type, "transient");
  assert.equal(outcome.applied, "unknown");
  assert.match(outcome.reason, /no answer within 300 ms/);
  assert.ok(durationMs >= DEADLINE_MS - 1);
});

Deno.test("a body that drips past the deadline ends there, with its status known", async () => {
  const drip = () => {
    let timer: ReturnType<typeof setInterval>;
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => {
        timer = setInterval(() => stream.enqueue(new Uint8Array([0x20])), 20);
      },
      cancel: () => clearInterval(timer),
    });
    return new Response(body);
  };
  const { outcome, httpStatus } = await sendTo(drip, DEADLINE_MS);
  assert.equal(outcome.type, "transient");
  assert.equal(outcome.applied, "unknown");
  assert.equal(httpStatus, 200);
});

Deno.test("an endless body is not read to its end", async () => {
  let chunks = 0;
  const endless = () =>
    new Response(
      new ReadableStream({
        pull: (stream) => {
          chunks += 1;
          stream.enqueue(new Uint8Array(16 * 1024));
        },
      }),
    );
  const { outcome } = await sendTo(endless);
  assert.equal(outcome.type, "permanent");
  assert.match(outcome.reason, /^malformed/);
  assert.ok(chunks < 1000, `${chunks} chunks were read`);
});

const broken: Record<string, string> = {
  "nothing": "",
  "half a status line": "HTTP/1.1 20",
  "headers without their body": "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n",
  "half a body": 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"commandId":"d-tick',
  "half a chunk": "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{",
  "no HTTP": "SSH-2.0-OpenSSH_9.2\r\n\r\n",
};
for (const [what, bytes] of Object.entries(broken)) {
  Deno.test(
    `a connection closed after ${what} is ambiguous, and sent once`,
    scoped(Effect.gen(function* () {
      const server = yield* openRawServer(bytes);
      const accessControl = yield* openFortress(server.url);
      const { outcome } = yield* accessControl.send(COMMAND);
      assert.equal(outcome.type, "transient");
      assert.equal(outcome.applied, "unknown");
      assert.equal(server.requests(), 1);
    })),
  );
}

Deno.test(
  "an interrupted call lets its connection go",
  scoped(Effect.gen(function* () {
    const server = yield* openHostileServer((_seen, closing) =>
      new Promise((answer) => {
        closing.addEventListener("abort", () => answer(new Response()), { once: true });
      })
    );
    const accessControl = yield* openFortress(server.url);
    const sent = yield* Effect.timeoutOption(accessControl.send(COMMAND), 100);
    assert.equal(sent._tag, "None");
  })),
);
