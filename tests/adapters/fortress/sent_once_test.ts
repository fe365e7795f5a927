/**
 * A command goes out exactly once a call, whatever happens to the connection.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { startSimulator } from "../../../adapters/simulator/mod.ts";
import { openCuttingProxy } from "../../support/cutting_proxy.ts";
import { ticketCommand } from "../../support/outgoing_commands.ts";
import { scoped } from "../../support/scoped.ts";
import { openFortress, TOKEN } from "./open_fortress.ts";

const openBehindProxy = Effect.fnUntraced(function* () {
  const simulator = yield* Effect.orDie(startSimulator({ token: TOKEN }));
  const proxy = yield* openCuttingProxy(simulator.port);
  return { simulator, proxy, accessControl: yield* openFortress(proxy.url) };
});

Deno.test(
  "a command whose answer is cut off was sent once, and asking finds it applied",
  scoped(Effect.gen(function* () {
    const { simulator, proxy, accessControl } = yield* openBehindProxy();
    const command = ticketCommand("issueTicket", { id: "T-1", seq: 1 });
    proxy.setMode("reply");
    const { outcome } = yield* accessControl.send(command);
    assert.equal(outcome.type, "transient");
    assert.equal(outcome.applied, "unknown");
    assert.equal(proxy.posts(), 1);
    assert.equal(simulator.world.applied.size, 1);
    proxy.setMode("pass");
    const asked = yield* accessControl.ask(command.commandId);
    assert.equal(asked.outcome.type, "done");
  })),
);

Deno.test(
  "commands do not share a connection that could close between two of them",
  scoped(Effect.gen(function* () {
    const { proxy, accessControl } = yield* openBehindProxy();
    proxy.setMode("reuse");
    for (const seq of [1, 2, 3]) {
      const command = ticketCommand("issueTicket", { id: "T-1", seq });
      const { outcome } = yield* accessControl.send(command);
      assert.equal(outcome.type, "done");
    }
    assert.equal(proxy.posts(), 3);
    assert.equal(proxy.connections(), 3);
  })),
);

Deno.test(
  "a pooled client sends a cut POST again by itself, which is why there is no pool",
  scoped(Effect.gen(function* () {
    const { proxy } = yield* openBehindProxy();
    const pooled = yield* Effect.acquireRelease(
      Effect.sync(() => Deno.createHttpClient({})),
      (client) => Effect.sync(() => client.close()),
    );
    proxy.setMode("reuse");
    for (const body of ["1", "2"]) {
      const answer = yield* Effect.promise(() =>
        fetch(`${proxy.url}/scan`, { client: pooled, method: "POST", body })
      );
      yield* Effect.promise(() => answer.text());
    }
    assert.equal(proxy.posts(), 3);
  })),
);
