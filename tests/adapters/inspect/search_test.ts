/**
 * The search at a terminal, when there is more than it shows.
 *
 * @module
 */
import assert from "node:assert/strict";
import { inspect, inspectJson } from "../../support/inspect.ts";
import { onStage } from "../../support/service.ts";
import { allocation } from "../../support/service_season.ts";

Deno.test(
  "search says when there is more than it shows, and the command that shows all of it",
  onStage(async ({ box, url }) => {
    const body = Array.from({ length: 51 }, (_, n) => ({
      path: `/v1/tickets/S-${n}/allocate`,
      body: allocation({ seat: { section: "N12", row: "F", number: `${n}` } }),
    }));
    const headers = { "x-request-id": "my-batch" };
    const { status } = await box.ask("POST", "commands:batch", { body, headers });
    assert.equal(status, 200);
    const shown = await inspect(url, ["search", "O-7"]);
    assert.equal(shown.lines.length, 52, "a head, fifty rows and the last line");
    assert.equal(
      shown.lines.at(-1),
      "The first 50; all of them are in the log: deno task inspect events --order O-7",
    );
    assert.deepEqual((await inspectJson(url, ["search", "O-7"])).slice(50), [{ more: true }]);
    const begun = await inspect(url, ["search", "my-batch"]);
    assert.equal(begun.lines.at(-1), "The first 50; there are more");
    const one = await inspectJson(url, ["search", "S-1"]);
    assert.equal(one.length, 1);
  }),
);
