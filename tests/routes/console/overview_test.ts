/**
 * The first page names what needs a person for as long as it does, whatever has happened since.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { Barcode } from "../../../actors/address.ts";
import { TrendBook, Trends } from "../../../actors/trends.ts";
import { COUNTED_MAX } from "../../../routes/attention.ts";
import { nameAll, SHOWN_MAX } from "../../../routes/console/overview/listed.ts";
import { ALLOCATION, type Api, openSeason } from "../../support/api.ts";
import { anAppend, ticket } from "../../support/appends.ts";
import { type Bridge, startBridge } from "../../support/bridge.ts";
import { signedInBrowser } from "../../support/console.ts";
import { apiOver } from "../../support/live_api.ts";
import {
  type ScriptedAccessControl,
  scriptedAccessControl,
} from "../../support/scripted_access_control.ts";
import { inFolder } from "../../support/service_file.ts";
import { aScan, credential, done } from "../../support/stories.ts";

/** More commits than one page of the log looks at. */
const COMMITS = 1_200;

/** A service in one of its lives, and what outlives it. */
interface Life {
  readonly api: Api;
  readonly bridge: Bridge;
  readonly system: ScriptedAccessControl;
}

type InLife = (use: (life: Life) => Promise<void>) => Promise<void>;

/** Plays a test body on a folder. What a life has noted itself ends with it. */
function onFolder(play: (inLife: InLife) => Promise<void>): () => Promise<void> {
  const system = scriptedAccessControl();
  return () =>
    inFolder((path) =>
      play((use) =>
        Effect.runPromise(Effect.scoped(
          startBridge(system, { path }).pipe(
            Effect.provideService(Trends, new TrendBook()),
            Effect.flatMap((bridge) =>
              Effect.promise(() => use({ api: apiOver(bridge), bridge, system }))
            ),
          ),
        ))
      )
    );
}

async function did({ ask }: Api, path: string, body: object = {}): Promise<void> {
  const answered = await ask(`POST /v1/${path}`, { body, headers: { prefer: "wait=10" } });
  assert.ok(answered.status < 300, answered.text);
}

/** T-1: somebody went in after its cancellation. T-2: it was answered with the barcode of T-1. */
async function needPeople({ api, bridge: { outbox }, system }: Life): Promise<void> {
  await openSeason(api);
  await did(api, "tickets/T-1/allocate", ALLOCATION);
  await did(api, "tickets/T-1/print");
  await did(api, "tickets/T-1/cancel", { reason: "refunded" });
  await did(api, "tickets/T-2/allocate", ALLOCATION);
  system.replies.push(done([credential("standard", "B1")]));
  await did(api, "tickets/T-2/print");
  const passage = aScan("S-1", { value: Barcode("B1"), at: Date.now() });
  assert.equal(await Effect.runPromise(outbox.recordScans("riverside", "main", [passage])), 1);
}

function bury({ bridge: { store } }: Life): Promise<void> {
  const ids = Array.from({ length: COMMITS }, (_, n) => `later-${n}`);
  return Effect.runPromise(Effect.forEach(
    ids,
    (id) => store.append(anAppend(ticket(id), { expected: 0, at: Date.now() })),
    { concurrency: "unbounded", discard: true },
  ));
}

Deno.test(
  "what needs a person is named after a restart and many facts, until it was seen to",
  onFolder(async (inLife) => {
    await inLife(async (life) => {
      await needPeople(life);
      await bury(life);
    });
    await inLife(async ({ api }) => {
      for (const type of ["ExposureIncidentRaised", "AttentionRaised"]) {
        const { body } = await api.ask(`GET /v1/events?type=${type}&sort=newest`);
        assert.deepEqual(body.data, [], "too far back for one page of the log");
      }
      const browser = await signedInBrowser(api);
      const { text } = await browser.get("/console");
      assert.match(text, /href="\/console\/tickets\/T-1"[^<]*>ticket T-1<\/a>: Incident: a gate/);
      assert.match(text, /href="\/console\/tickets\/T-2"[^<]*>ticket T-2<\/a>: [^<]*revoked bef/);
      assert.ok(!text.includes("more that a person"), "all are named");

      const seenTo = "/v1/tickets/T-1/acknowledge-incident";
      await browser.post("/console/act", { path: seenTo, body: JSON.stringify({ scanId: "S-1" }) });
      assert.doesNotMatch((await browser.get("/console")).text, /Incident: a gate let/);
      await did(api, "tickets/T-2/cancel", { reason: "refunded" });
      assert.match((await browser.get("/console")).text, /Nothing: every system is up/);
    });
  }),
);

Deno.test(
  "the list tells of each actor what it needs, since when, and how many there are",
  onFolder((inLife) =>
    inLife(async (life) => {
      const { api } = life;
      assert.deepEqual((await api.ask("GET /v1/attention")).body, {
        data: [],
        next: null,
        count: 0,
      });
      await needPeople(life);
      const { body: first } = await api.ask("GET /v1/attention?limit=1");
      const [{ actor, needs: [incident, ...others] }] = first.data;
      assert.deepEqual([actor, others], [{ kind: "ticket", id: "T-1" }, []]);
      assert.deepEqual([incident.what, incident.scanId], ["incident", "S-1"]);
      assert.match(incident.sentence, /^Incident: a gate let somebody in/);
      const { body: events } = await api.ask("GET /v1/events?type=ExposureIncidentRaised");
      assert.equal(incident.since, events.data[0].at);
      const { body: second } = await api.ask(`GET /v1/attention?limit=1&cursor=${first.next}`);
      assert.equal(second.next, null);
      assert.equal(second.data[0].actor.id, "T-2");
      assert.deepEqual(second.data[0].needs.map((one: { what: string }) => one.what), [
        "attention",
      ]);
      assert.deepEqual([first.count, second.count], [2, 2]);
    })
  ),
);

Deno.test("what is not named is counted: those of the list that have no line on the page", () => {
  const data = Array.from({ length: SHOWN_MAX }, (_, n) => ({
    actor: { kind: "ticket", id: `T-${n}` },
    needs: [{ what: "incident" as const, since: null, sentence: "In", scanId: `S-${n}` }],
  }));
  const at = "2026-08-01T12:00:00.000Z";
  const fact = { actor: { kind: "ticket", id: "T-99" }, at, sentence: "In" };
  const newest = { incidents: [{ fact, scanId: "S-99" }], waiting: [] };
  const { incidents, more } = nameAll({ data, count: 12 }, newest);
  assert.equal(incidents[0]?.scanId, "S-99", "the newest comes first");
  assert.equal(incidents.length, SHOWN_MAX);
  assert.deepEqual(more, { count: 2, isLeast: false });
  const forgotten = { incidents: [{ fact, scanId: null }], waiting: [] };
  assert.equal(nameAll({ data: [], count: 0 }, forgotten).more.count, 0);
  assert.deepEqual(nameAll({ data, count: COUNTED_MAX }, { incidents: [], waiting: [] }).more, {
    count: COUNTED_MAX - SHOWN_MAX,
    isLeast: true,
  });
});
