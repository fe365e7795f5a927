/**
 * Answers that the simulator brings late, twice, in another order, or contradicted.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect, Queue, type Scope } from "effect";
import type { ReplyTarget } from "../../../adapters/simulator/mod.ts";
import { ticketCommand } from "../../support/outgoing_commands.ts";
import { scoped } from "../../support/scoped.ts";
import { type Json, openSimulator } from "./open_simulator.ts";

interface Inbox {
  readonly target: ReplyTarget;
  /** Waits for the next reply. */
  readonly next: Effect.Effect<Json>;
}

const openInbox: (refusals?: number) => Effect.Effect<Inbox, never, Scope.Scope> = Effect
  .fnUntraced(function* (refusals = 0) {
    const replies = yield* Queue.unbounded<Json>();
    let refused = 0;
    const server = yield* Effect.acquireRelease(
      Effect.sync(() =>
        Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
          const body = await request.json();
          refused += 1;
          if (refused <= refusals) return new Response(null, { status: 503 });
          Queue.offerUnsafe(replies, { key: request.headers.get("authorization"), ...body });
          return new Response(null, { status: 202 });
        })
      ),
      (running) => Effect.promise(() => running.shutdown()),
    );
    const url = `http://127.0.0.1:${server.addr.port}/v1/access-control/main/replies`;
    return { target: { url, key: "reply-key" }, next: Queue.take(replies) };
  });

function issue(id: string) {
  return ticketCommand("issueTicket", { id, seq: 1 });
}

Deno.test(
  "a late command is accepted, pending when asked, then pushed with its outcome",
  scoped(Effect.gen(function* () {
    const inbox = yield* openInbox();
    const { accessControl, setFaults, send } = yield* openSimulator({ replyTo: inbox.target });
    yield* setFaults({ late: { afterMs: 100 } });
    assert.equal(yield* send(issue("T-1")), "accepted");
    assert.equal(yield* send(issue("T-1")), "accepted");
    const asked = yield* accessControl.ask(issue("T-1").commandId);
    assert.equal(asked.outcome.type, "accepted");
    const reply = yield* inbox.next;
    assert.equal(reply.key, "Bearer reply-key");
    assert.equal(reply.commandId, issue("T-1").commandId);
    assert.equal(reply.status, "done");
    const settled = yield* accessControl.ask(issue("T-1").commandId);
    assert.equal(settled.outcome.type, "done");
    assert.deepEqual(settled.outcome.credentials, reply.credentials);
  })),
);

Deno.test(
  "a late command without a push is found by asking",
  scoped(Effect.gen(function* () {
    const { accessControl, setFaults, send } = yield* openSimulator();
    yield* setFaults({ late: { afterMs: 0, push: false } });
    assert.equal(yield* send(issue("T-1")), "accepted");
    yield* Effect.repeat(accessControl.ask(issue("T-1").commandId), {
      until: ({ outcome }) => outcome.type === "done",
    });
  })),
);

Deno.test(
  "a reply is pushed again while Gatehouse is away",
  scoped(Effect.gen(function* () {
    const inbox = yield* openInbox(2);
    const { setFaults, send, simulator } = yield* openSimulator();
    simulator.setReplyTarget(inbox.target);
    yield* setFaults({ late: { afterMs: 0 } });
    yield* send(issue("T-1"));
    assert.equal((yield* inbox.next).commandId, issue("T-1").commandId);
  })),
);

Deno.test(
  "duplicateReplies pushes what was answered already",
  scoped(Effect.gen(function* () {
    const inbox = yield* openInbox();
    const { setFaults, send } = yield* openSimulator({ replyTo: inbox.target });
    yield* setFaults({ duplicateReplies: { times: 1 } });
    assert.equal(yield* send(issue("T-1")), "done");
    assert.equal((yield* inbox.next).status, "done");
  })),
);

Deno.test(
  "contradictoryReplies pushes a rejection of what was applied",
  scoped(Effect.gen(function* () {
    const inbox = yield* openInbox();
    const { setFaults, send } = yield* openSimulator({ replyTo: inbox.target });
    yield* setFaults({ late: { afterMs: 0 }, contradictoryReplies: { times: 1 } });
    yield* send(issue("T-1"));
    assert.equal((yield* inbox.next).status, "done");
    assert.equal((yield* inbox.next).status, "rejected");
  })),
);

Deno.test(
  "reorderReplies turns the replies round",
  scoped(Effect.gen(function* () {
    const inbox = yield* openInbox();
    const { setFaults, send } = yield* openSimulator({ replyTo: inbox.target });
    yield* setFaults({ duplicateReplies: { rate: 1 }, reorderReplies: 3 });
    for (const id of ["T-1", "T-2", "T-3"]) yield* send(issue(id));
    for (const id of ["T-3", "T-2", "T-1"]) {
      assert.equal((yield* inbox.next).commandId, issue(id).commandId);
    }
  })),
);
