/**
 * Who in the service calls anybody: two files, and what only a first try has.
 *
 * @module
 */
import { deepStrictEqual } from "node:assert/strict";
import { reachable } from "./graph.ts";
import { projectModules } from "./modules.ts";
import { isProduct } from "./paths.ts";

/** A call that leaves the process, or the client for it; `app.fetch(` answers one. */
const CALLS =
  /(?<![.\w])fetch\(|globalThis\.fetch|createHttpClient|Deno\.connect|new (WebSocket|EventSource)/;

Deno.test("the service calls others from these files only", () => {
  const modules = projectModules();
  const ofService = reachable(modules, ["main.ts"]);
  const calling = modules
    .filter(({ path, code }) => isProduct(path) && ofService.has(path) && CALLS.test(code))
    .map(({ path }) => path);
  deepStrictEqual(calling.sort(), [
    // the demo and the simulator, without a configuration file: they call this machine
    "adapters/demo/box_office.ts",
    "adapters/fortress/call.ts",
    "adapters/simulator/replies.ts",
    "adapters/webhooks/post.ts",
    "routes/client/follow.ts",
    "routes/client/mod.ts",
    "routes/client/transport.ts",
  ]);
});
