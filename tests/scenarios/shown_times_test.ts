/**
 * Times are shown in RFC 3339 wherever people and clients read them.
 *
 * @module
 */
import assert from "node:assert/strict";
import { onStage, REPLY_KEY, type Stage } from "../support/service.ts";
import { activePass, printedTicket } from "../support/service_season.ts";

const REASON = { reason: "asked for" };

/** Milliseconds since the epoch of every moment since 2001; nothing else that is shown is so big. */
const EPOCH_MS = 1_000_000_000_000;

const SHOWN = [
  "events?limit=500",
  "audit?limit=500",
  "tickets/T-1",
  "tickets/T-1/events",
  "tickets/T-1/support-bundle",
  "passes/P-1",
  "passes/P-1/events",
  "passes/P-1/diff?from=0",
  "passes/P-1/blame?pointer=/admissions/A-M01/revokedAt",
  "keys/till-7",
];

Deno.test(
  "no fact and no state that is shown holds milliseconds since the epoch",
  onStage(async (stage) => {
    await makeFactsWithTimes(stage);
    for (const path of SHOWN) {
      const { status, body } = await stage.box.ask("GET", path);
      assert.equal(status, 200, path);
      assert.deepEqual(timesIn(body), [], path);
    }
    const { data } = (await stage.box.ask<{ data: ReadonlyArray<{ data: object }> }>(
      "GET",
      "events?limit=500",
    )).body;
    const names = new Set(data.flatMap((fact) => Object.keys(fact.data)));
    for (const name of ["at", "recordedAt", "revokedAt", "scannedAt", "previousUntil"]) {
      assert.ok(names.has(name), `a fact with ${name} is among them`);
    }
  }),
);

Deno.test(
  "an admission says since when it is revoked, by the fact that revoked it",
  onStage(async ({ box }) => {
    await activePass(box, "P-1", ["M01", "M02"]);
    await box.did("passes/P-1/remove-admission", { admissionId: "A-M01", ...REASON });
    type Revoked = { readonly revokedAt?: string };
    type State = { readonly admissions: Readonly<Record<string, Revoked>> };
    const { admissions } = (await box.ask<State>("GET", "passes/P-1")).body;
    const revoked = (await box.events("passes/P-1")).find(({ type }) =>
      type === "AdmissionRevoked"
    );
    assert.match(String(revoked?.data["at"]), /^\d{4}-\d\d-\d\dT.*Z$/);
    assert.equal(admissions["A-M01"]?.revokedAt, revoked?.data["at"]);
    assert.ok(!("revokedAt" in (admissions["A-M02"] ?? {})));
  }),
);

/** Scans in time and late, an incident, a revoked admission, a key that was renewed. */
async function makeFactsWithTimes({ box, url }: Stage): Promise<void> {
  const barcode = await printedTicket(box, "T-1");
  const passage = { value: barcode, ProductCode: "M01", gate: "G1", direction: "in", code: "ok" };
  const scan = (scanId: string, ms: number) => ({
    ...passage,
    scanId,
    at: new Date(ms).toISOString(),
    result: "accepted",
    online: false,
  });
  const early = scan("EARLY", Date.now() - 1);
  await box.did("tickets/T-1/cancel", REASON);
  const response = await fetch(`${url}/v1/access-control/main/scans`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${REPLY_KEY}main` },
    body: JSON.stringify({ items: [early, scan("LATE", Date.now())] }),
  });
  assert.equal((await response.json() as { recorded: number }).recorded, 2);
  await activePass(box, "P-1", ["M01", "M02"]);
  await box.did("passes/P-1/remove-admission", { admissionId: "A-M01", ...REASON });
  const expiresAt = "2100-01-01T00:00:00Z";
  await made(box, "keys", { id: "till-7", scopes: ["read"], expiresAt });
  await made(box, "keys/till-7/rotate", { overlapMs: 60_000 });
}

async function made({ ask }: Stage["box"], path: string, body: object): Promise<void> {
  const { status, body: answer } = await ask("POST", path, { body });
  assert.ok(status < 300, JSON.stringify(answer));
}

/** JSON Pointers of the numbers that can only be moments. */
function timesIn(value: unknown, pointer = ""): ReadonlyArray<string> {
  if (typeof value === "number") return value >= EPOCH_MS ? [pointer] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => timesIn(one, `${pointer}/${name}`));
}
