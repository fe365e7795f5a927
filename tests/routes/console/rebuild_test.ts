/**
 * A stored state that is not what the facts make: found and mended on a page.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { ticket } from "../../../actors/ticket/mod.ts";
import { ALLOCATION, keyWith } from "../../support/api.ts";
import { at } from "../../support/bridge.ts";
import { signedInBrowser } from "../../support/console.ts";
import { apiOver, live } from "../../support/live_api.ts";

Deno.test(
  "a stored state that differs from its facts is shown, and rebuilt by whoever may",
  live(async ({ bridge }) => {
    const api = apiOver(bridge);
    await api.ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
    const wrong = { ...ticket.initial, ticketNumber: "1" };
    const at1 = { at: 0, state: wrong };
    const told = { version: 1, stateVersion: ticket.stateVersion, at: () => at1 };
    await Effect.runPromise(bridge.store.restate(at("ticket", "T-1"), told));
    const page = "/console/tickets/T-1?tab=snapshots&verify=1";

    const reader = await signedInBrowser(api, keyWith("read", "debug:read", "events:read"));
    const shown = (await reader.get(page)).text;
    assert.match(shown, /Something is not as it must be/);
    assert.ok(!shown.includes("Rebuild from the facts"), "for administrators only");

    const browser = await signedInBrowser(api);
    assert.match((await browser.get(page)).text, /Rebuild from the facts/);
    const path = "/v1/tickets/T-1/snapshots/rebuild";
    const done = "The stored states are rebuilt";
    await browser.post("/console/act", { path, back: page, done });
    const after = (await browser.get(page)).text;
    assert.match(after, /The stored states are rebuilt/);
    assert.match(after, /The stored states are what the facts make/);
    assert.doesNotMatch(after, /Rebuild from the facts/);
  }),
);
