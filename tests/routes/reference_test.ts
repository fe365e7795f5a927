/**
 * Reference data: defined whole, checked, read back, removed.
 *
 * @module
 */
import assert from "node:assert/strict";
import { assertProblem, makeApi, openSeason, pointers } from "../support/api.ts";

const PERFORMANCE = {
  name: "Rovers v United",
  startsAt: "2026-08-08T14:00:00Z",
  venue: "Riverside",
  accessControl: "main",
};

Deno.test("what is left out is null, false or empty from then on", async () => {
  const { ask } = makeApi();
  const { status, body, headers } = await ask("PUT /v1/performances/M01", { body: PERFORMANCE });
  assert.equal(status, 200);
  assert.equal(headers.get("etag"), '"1"');
  assert.deepEqual(body, {
    code: "M01",
    version: 1,
    ...PERFORMANCE,
    timeZone: null,
    admitFrom: null,
    admitTo: null,
    gates: [],
    ticketTemplate: null,
    eligiblePasses: [],
    codes: {
      StadiumCode: null,
      ProductCode: null,
      StandCode: null,
      AreaCode: null,
      Tst1: null,
      Tst2: null,
      PriceBandCode: null,
    },
  });
  assert.deepEqual((await ask("GET /v1/performances/M01")).body, body);
  const { body: item } = await ask("PUT /v1/items/I1", { body: { name: "Membership" } });
  assert.deepEqual(item, { code: "I1", version: 1, name: "Membership", assignedPass: null });
});

Deno.test("a time on a day that there is not is refused", async () => {
  const { ask } = makeApi();
  for (const startsAt of ["2027-02-29T14:00:00Z", "2026-04-31T14:00:00+02:00"]) {
    const answered = await ask("PUT /v1/performances/M01", { body: { ...PERFORMANCE, startsAt } });
    assertProblem(answered, 422, "invalid");
    assert.deepEqual(pointers(answered), ["/startsAt"]);
  }
});

Deno.test("putting the same again changes nothing, putting another raises the version", async () => {
  const { ask } = makeApi();
  await ask("PUT /v1/items/I1", { body: { name: "Membership" } });
  const again = await ask("PUT /v1/items/I1", { body: { name: "Membership", assignedPass: null } });
  assert.equal(again.body.version, 1);
  const changed = await ask("PUT /v1/items/I1", { body: { name: "Gold membership" } });
  assert.equal(changed.body.version, 2);
});

Deno.test("a list is by code, in pages, without what was removed", async () => {
  const { ask } = makeApi();
  for (const code of ["I3", "I1", "I2"]) {
    await ask(`PUT /v1/items/${code}`, { body: { name: code } });
  }
  const codes = async (path: string) => {
    const { body } = await ask(`GET ${path}`);
    return { codes: body.data.map((item: { code: string }) => item.code), next: body.next };
  };
  assert.deepEqual((await codes("/v1/items")).codes, ["I1", "I2", "I3"]);
  const first = await codes("/v1/items?limit=2");
  assert.deepEqual(first.codes, ["I1", "I2"]);
  assert.deepEqual((await codes(`/v1/items?cursor=${first.next}`)).codes, ["I3"]);
  const { status, body } = await ask("DELETE /v1/items/I2");
  assert.equal(status, 200);
  assert.deepEqual(body, { code: "I2", version: 2, removed: true });
  assert.deepEqual((await codes("/v1/items")).codes, ["I1", "I3"]);
  assertProblem(await ask("GET /v1/items/I2"), 404, "not-found");
  assertProblem(await ask("DELETE /v1/items/I2"), 409, "reference-not-defined");
  assertProblem(await ask("DELETE /v1/items/I9"), 404, "not-found");
});

Deno.test("an access control that is not configured is 422 with the field named", async () => {
  const { ask } = makeApi();
  const body = { ...PERFORMANCE, accessControl: "annex" };
  const performance = await ask("PUT /v1/performances/M01", { body });
  assertProblem(performance, 422, "invalid");
  assert.deepEqual(pointers(performance), ["/accessControl"]);
  const passType = { name: "Season ticket", accessControl: "annex" };
  const answered = await ask("PUT /v1/pass-types/SEASON", { body: passType });
  assert.deepEqual(pointers(answered), ["/accessControl"]);
});

Deno.test("If-Match and Idempotency-Key hold for reference data too", async () => {
  const { ask } = makeApi();
  const put = (name: string, headers: Record<string, string>) =>
    ask("PUT /v1/items/I1", { body: { name }, headers });
  await put("Membership", { "idempotency-key": "k1" });
  const again = await put("Membership", { "idempotency-key": "k1" });
  assert.equal(again.headers.get("idempotency-replayed"), "true");
  assertProblem(await put("Other", { "idempotency-key": "k1" }), 422, "idempotency-key-reused");
  assertProblem(await put("Other", { "if-match": '"7"' }), 412, "version-mismatch");
  assert.equal((await put("Other", { "if-match": '"1"' })).status, 200);
});

Deno.test("the order of codes by section makes no other body", async () => {
  const { ask } = makeApi();
  const put = (StandCode: object) =>
    ask("PUT /v1/performances/M01", {
      body: { ...PERFORMANCE, codes: { StandCode } },
      headers: { "idempotency-key": "k1" },
    });
  await put({ N: "1", S: "2" });
  const { headers } = await put({ S: "2", N: "1" });
  assert.equal(headers.get("idempotency-replayed"), "true");
});

Deno.test("times are told in UTC, and a window must not be turned round", async () => {
  const { ask } = makeApi();
  const { body } = await ask("PUT /v1/performances/M01", {
    body: { ...PERFORMANCE, startsAt: "2026-08-08T16:00:00+02:00" },
  });
  assert.equal(body.startsAt, "2026-08-08T14:00:00.000Z");
  const wrong: ReadonlyArray<readonly [string, object, string]> = [
    ["performances/M01", {
      ...PERFORMANCE,
      admitFrom: "2026-08-08T14:00:00Z",
      admitTo: "2026-08-08T13:00:00Z",
    }, "/admitTo"],
    ["performances/M01", { ...PERFORMANCE, startsAt: "2026-02-30" }, "/startsAt"],
    ["performances/M01", { ...PERFORMANCE, startsAt: "2026-08-08T25:00:00Z" }, "/startsAt"],
    ["performances/M01", { ...PERFORMANCE, timeZone: "Mars/Olympus" }, "/timeZone"],
    ["performances/M01", { ...PERFORMANCE, gates: [{ code: "4" }] }, "/gates/0/name"],
    ["performances/M01", { ...PERFORMANCE, codes: { StandCode: { N: 4 } } }, "/codes/StandCode"],
    ["performances/M01", { ...PERFORMANCE, venue: "4111 1111 1111 1111" }, "/venue"],
    ["pass-types/S", { name: "S", validFrom: "2026-02-30" }, "/validFrom"],
    ["pass-types/S", { name: "S", validFrom: "2026-08-01", validTo: "2026-07-31" }, "/validTo"],
  ];
  for (const [path, body, pointer] of wrong) {
    const answered = await ask(`PUT /v1/${path}`, { body });
    assertProblem(answered, 422, "invalid");
    assert.ok(pointers(answered).some((one) => one.startsWith(pointer)), answered.text);
  }
});

Deno.test("a season can be opened and is in the log", async () => {
  const api = makeApi();
  await openSeason(api);
  const { body } = await api.ask("GET /v1/events");
  assert.deepEqual(body.data.map((event: { sentence: string }) => event.sentence), [
    'Performance "Rovers v United" defined',
    'Pass type "Season ticket" defined',
    'Bundle "Season" defined',
    'Item "Membership" defined',
  ]);
});
