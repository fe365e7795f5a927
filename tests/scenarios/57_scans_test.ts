/**
 * Scenarios 57 to 61 and 69: what gates tell, at once or late, and what counts as used.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { gateCheck, proofs } from "../support/gate_checks.ts";
import { onStage, REPLY_KEY, type Stage } from "../support/service.ts";
import type { BoxOffice, EventBody } from "../support/service_client.ts";
import type { Gates } from "../support/service_gate.ts";
import { activePass, printedTicket } from "../support/service_season.ts";

const REASON = { reason: "asked for" };

Deno.test(
  "57: in, out and in again at an external gate are told apart, and a second in is already_in",
  onStage(async ({ box, main }) => {
    const barcode = await printedTicket(box, "T-1");
    assert.equal(await main.scan(barcode, "M01"), "ok");
    assert.equal(await main.scan(barcode, "M01"), "already_in");
    assert.equal(await main.scan(barcode, "M01", "out"), "ok");
    assert.equal(await main.scan(barcode, "M01"), "ok");
    await scansKnown(box, 4);
    const { state, entries, scans } = await usageOf(box);
    assert.deepEqual({ state, entries }, { state: "in", entries: 2 });
    assert.deepEqual(scans.map(({ note }) => note), ["counted", "refused", "counted", "counted"]);
    const uses = (await box.events("tickets/T-1")).flatMap(({ type }) =>
      /Used|Entered/.test(type) ? [type] : []
    );
    assert.deepEqual(uses, ["TicketUsedIn", "TicketUsedOut", "TicketReEntered"]);
  }),
);

Deno.test(
  "58: a scan at an internal gate is recorded and leaves the usage as it was",
  onStage(async ({ box, main }) => {
    const barcode = await printedTicket(box, "T-1");
    await turnstile(main, "scan", { value: barcode, ProductCode: "M01", gate: "T1" });
    await scansKnown(box, 1);
    const { state, entries, scans: [scan] } = await usageOf(box);
    assert.deepEqual({ state, entries }, { state: "unused", entries: 0 });
    assert.equal(scan?.note, "internal-gate");
    assert.equal((await gateCheck(box, barcode)).decision, "open");
  }),
);

Deno.test(
  "59: when the turnstile did not turn, the entry is undone once, and a second annulment is refused",
  onStage(async (stage) => {
    const { box, main } = stage;
    const barcode = await printedTicket(box, "T-1");
    const passage = { value: barcode, ProductCode: "M01", gate: "G1" };
    const { scanId } = (await turnstile(main, "scan", passage)).body;
    await eventuallyTrue("the holder is in", async () => (await usageOf(box)).state === "in");
    assert.equal((await turnstile(main, "annul", { scanId })).status, 200);
    await scansKnown(box, 2);
    assert.equal((await usageOf(box)).state, "unused");
    assert.equal((await turnstile(main, "annul", { scanId })).status, 409);
    assert.equal(await main.scan(barcode, "M01"), "ok", "the barcode opens again");
    await scansKnown(box, 3);
    const again = { ...told(barcode, "ANNUL-2"), result: "annulled", annuls: scanId };
    assert.equal(await bring(stage, [again]), 1);
    const { state, entries, scans } = await usageOf(box);
    assert.deepEqual({ state, entries }, { state: "in", entries: 1 });
    assert.equal(scans.at(-1)?.note, "nothing-to-annul");
    assert.equal((await factsOf(box, "tickets/T-1", "ScanAnnulled")).length, 1);
  }),
);

Deno.test(
  "57: an exit that is told before its entry leaves the holder outside, and the gate opens",
  onStage(async (stage) => {
    const { box } = stage;
    const barcode = await printedTicket(box, "T-1");
    const now = Date.now();
    const exit = { ...told(barcode, "OUT-1"), at: before(now - 10_000), direction: "out" };
    const entry = { ...told(barcode, "IN-1"), at: before(now - 20_000) };
    assert.equal(await bring(stage, [exit]), 1);
    assert.equal((await usageOf(box)).state, "unused");
    assert.equal(await bring(stage, [entry]), 1);
    const { state, entries } = await usageOf(box);
    assert.deepEqual({ state, entries }, { state: "out", entries: 1 });
    assert.equal((await gateCheck(box, barcode)).decision, "open");
  }),
);

Deno.test(
  "59: an annulment that is told before its entry leaves the ticket unused",
  onStage(async (stage) => {
    const { box } = stage;
    const barcode = await printedTicket(box, "T-1");
    const annulment = { ...told(barcode, "ANNUL-1"), result: "annulled", annuls: "IN-1" };
    assert.equal(await bring(stage, [annulment]), 1);
    assert.equal(await bring(stage, [told(barcode, "IN-1")]), 1);
    const { state, entries, scans } = await usageOf(box);
    assert.deepEqual({ state, entries }, { state: "unused", entries: 0 });
    assert.equal(scans.at(-1)?.note, "annulled");
    assert.equal((await gateCheck(box, barcode)).decision, "open");
    await box.did("tickets/T-1/cancel", REASON);
  }),
);

Deno.test(
  "60: an offline entry of before the barcode was cancelled counts, told late, with both its times",
  onStage(async (stage) => {
    const { box, url } = stage;
    const incidentsBefore = await counted(url, "exposure_incidents_total");
    const barcode = await printedTicket(box, "T-1");
    const late = { ...told(barcode, "OFF-1"), at: before(Date.now()), online: false };
    await box.did("tickets/T-1/cancel", REASON);
    assert.equal(await bring(stage, [late]), 1);
    assert.equal(await bring(stage, [late]), 0, "uploaded twice, it is recorded once");
    const { state, entries, scans: [scan] } = await usageOf(box);
    assert.deepEqual({ state, entries }, { state: "in", entries: 1 });
    const [cancelled] = await factsOf(box, "tickets/T-1", "TicketCancelled");
    const [recorded] = await factsOf(box, "tickets/T-1", "ScanRecorded");
    assert.ok(cancelled !== undefined && recorded !== undefined);
    const flagged = { at: late.at, recordedAt: recorded.at, online: false, note: "counted-late" };
    assert.deepEqual(scan, { ...scan, ...flagged });
    assert.deepEqual(recorded.data, { ...recorded.data, ...flagged });
    assert.ok(late.at < cancelled.at && cancelled.at <= recorded.at);
    assert.equal(
      recorded.sentence,
      `Scanned in at gate G1 at ${late.at} and told late: ` +
        "accepted by right, as it was revoked only afterwards",
    );
    assert.deepEqual(await factsOf(box, "tickets/T-1", "ExposureIncidentRaised"), []);
    assert.equal(await counted(url, "exposure_incidents_total"), incidentsBefore);
    assert.equal((await gateCheck(box, barcode)).reason, "ticket-cancelled");
  }),
);

Deno.test(
  "60: an offline entry of after the barcode was cancelled counts nothing, and is an incident",
  onStage(async (stage) => {
    const { box, url } = stage;
    const incidentsBefore = await counted(url, "exposure_incidents_total");
    const barcode = await printedTicket(box, "T-1");
    await box.did("tickets/T-1/cancel", REASON);
    const passage = { ...told(barcode, "OFF-1"), online: false };
    assert.equal(await bring(stage, [passage]), 1);
    const { state, entries, scans: [scan] } = await usageOf(box);
    assert.deepEqual({ state, entries }, { state: "unused", entries: 0 });
    assert.equal(scan?.note, "dead-credential");
    const [recorded] = await factsOf(box, "tickets/T-1", "ScanRecorded");
    assert.match(recorded?.sentence ?? "", /although the credential was dead/);
    assert.equal((await factsOf(box, "tickets/T-1", "ExposureIncidentRaised")).length, 1);
    assert.equal(await counted(url, "exposure_incidents_total"), incidentsBefore + 1);
  }),
);

Deno.test(
  "60: who went in on the old barcode before its re-print is inside, and the new one says so",
  onStage(async (stage) => {
    const { box } = stage;
    const old = await printedTicket(box, "T-1");
    const late = { ...told(old, "OFF-1"), at: before(Date.now()), online: false };
    await box.did("tickets/T-1/reprint", REASON);
    assert.equal(await bring(stage, [late]), 1);
    const found = await gateCheck(box, await box.liveValue("tickets/T-1"));
    assert.equal(found.reason, "already-used");
    assert.deepEqual(proofs(found), ["ScanRecorded", "TicketUsedIn"]);
    const { status, body } = await box.ask<{ code: string }>("POST", "tickets/T-1/cancel", {
      body: REASON,
    });
    assert.deepEqual([status, body.code], [409, "ticket-used"]);
    await box.did("tickets/T-1/cancel", { ...REASON, override: true });
  }),
);

Deno.test(
  "61: fifty scans of an unknown barcode are counted, and make no actor and no fact",
  onStage(async (stage) => {
    const { box, main, url } = stage;
    await printedTicket(box, "T-1");
    const countedBefore = await counted(url, "scans_unknown_total");
    const factsBefore = await factsInAll(box);
    for (let scan = 0; scan < 50; scan += 1) {
      assert.equal(await main.scan("9999999999999", "M01"), "not_found");
    }
    await eventuallyTrue(
      "all fifty are counted",
      async () => await counted(url, "scans_unknown_total") === countedBefore + 50,
    );
    assert.equal(await bring(stage, [told("9999999999999", "U-1")]), 0);
    assert.equal(await counted(url, "scans_unknown_total"), countedBefore + 51);
    assert.equal(await factsInAll(box), factsBefore);
    const found = await box.ask<{ data: ReadonlyArray<unknown> }>("GET", "search?q=9999999999999");
    assert.deepEqual(found.body.data, []);
  }),
);

Deno.test(
  "69: an offline gate that let in a revoked card is an incident, with all its times",
  onStage(async (stage) => {
    const { box, main, url } = stage;
    const incidentsBefore = await counted(url, "exposure_incidents_total");
    const card = await activePass(box, "P-1", ["M01"]);
    await main.setFaults({ neverAnswer: { rate: 1 } });
    await box.asked("passes/P-1/cancel", REASON);
    const { exposure } = await gateCheck(box, card);
    assert.ok(exposure !== undefined, "the card may still open");
    const passage = { ...told(card, "OFF-1"), online: false };
    assert.equal(await bring(stage, [passage]), 1);
    const [recorded] = await factsOf(box, "passes/P-1", "ScanRecorded");
    assert.ok(recorded !== undefined);
    assert.equal(recorded.data["note"], "dead-credential");
    assert.equal(recorded.data["online"], false);
    assert.equal(recorded.data["at"], passage.at);
    assert.ok(exposure.since <= passage.at && passage.at <= recorded.at);
    assert.deepEqual(await factsOf(box, "passes/P-1", "AdmissionUsedIn"), []);
    const [incident] = await factsOf(box, "passes/P-1", "ExposureIncidentRaised");
    assert.ok(incident !== undefined);
    assert.equal(incident.data["scannedAt"], passage.at);
    assert.equal(incident.data["revokedAt"], exposure.since);
    assert.match(incident.sentence, /^Incident: a gate let somebody in on what is revoked here/);
    assert.equal(await counted(url, "exposure_incidents_total"), incidentsBefore + 1);
    await main.setFaults({});
    await eventuallyTrue(
      "the exposure ends",
      async () => !("exposure" in await gateCheck(box, card)),
    );
    const [kept] = await factsOf(box, "passes/P-1", "ScanRecorded");
    assert.deepEqual(kept, recorded, "what happened stays told");
  }),
);

interface UsageBody {
  readonly state: string;
  readonly entries: number;
  readonly scans: ReadonlyArray<{
    readonly at: string;
    readonly recordedAt: string;
    readonly note: string;
    readonly online: boolean;
  }>;
}

async function usageOf(box: BoxOffice): Promise<UsageBody> {
  return (await box.ask<{ usage: UsageBody }>("GET", "tickets/T-1")).body.usage;
}

async function scansKnown(box: BoxOffice, count: number): Promise<void> {
  await eventually(
    `${count} scans are known`,
    async () => (await usageOf(box)).scans.length === count || null,
  );
}

interface TimedEvent extends EventBody {
  /** When it was recorded; when it happened at the gate is in `data`. */
  readonly at: string;
}

async function factsOf(
  box: BoxOffice,
  subject: string,
  type: string,
): Promise<ReadonlyArray<TimedEvent>> {
  const facts = await box.events(subject) as ReadonlyArray<TimedEvent>;
  return facts.filter((fact) => fact.type === type);
}

async function factsInAll(box: BoxOffice): Promise<number> {
  const { body } = await box.ask<{ data: ReadonlyArray<unknown> }>("GET", "events?limit=500");
  return body.data.length;
}

/** `POST /scan` or `/annul` of the simulator. */
async function turnstile(
  { simulator }: Gates,
  act: "scan" | "annul",
  message: unknown,
): Promise<{ readonly status: number; readonly body: { readonly scanId: string } }> {
  const response = await fetch(`${simulator.url}/${act}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(message),
  });
  return { status: response.status, body: await response.json() as { scanId: string } };
}

/** An entry that a gate accepted this moment. */
function told(value: string, scanId: string) {
  const at = new Date().toISOString();
  const accepted = { direction: "in", result: "accepted", code: "ok" };
  return { scanId, at, value, ProductCode: "M01", gate: "G1", ...accepted };
}

/** By clocks that count milliseconds. */
function before(ms: number): string {
  return new Date(ms - 1).toISOString();
}

/** Uploads gate events as `main` does; gives how many were new. */
async function bring({ url }: Stage, items: ReadonlyArray<unknown>): Promise<number> {
  const response = await fetch(`${url}/v1/access-control/main/scans`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${REPLY_KEY}main` },
    body: JSON.stringify({ items }),
  });
  const body = await response.json() as { recorded: number };
  assert.equal(response.status, 202, JSON.stringify(body));
  return body.recorded;
}

/** As `/metrics` tells it of `main`; nothing before the first. */
async function counted(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split("\n").find((one) =>
    one.startsWith(`gatehouse_${name}{`) && one.includes('adapter="main"')
  );
  return line === undefined ? 0 : Number(line.split(" ").at(-1));
}
