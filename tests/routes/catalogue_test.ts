/**
 * The catalogue over REST: imported all or nothing, also over a crash, and checked.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import type { ImportState } from "../../actors/importing/mod.ts";
import { OperationAnswer } from "../../routes/answers.ts";
import { assertForm, assertProblem, keyWith, pointers } from "../support/api.ts";
import { asked, at, MATCH, startBridge } from "../support/bridge.ts";
import { apiOver, live } from "../support/live_api.ts";
import { scoped } from "../support/scoped.ts";
import { scriptedAccessControl } from "../support/scripted_access_control.ts";

const PUT = "PUT /v1/catalogue";

/** `n` performances of about 400 bytes each. */
function season(n: number): { readonly performances: Record<string, object> } {
  const codes = Array.from({ length: n }, (_, index) => `P${String(index).padStart(4, "0")}`);
  return { performances: Object.fromEntries(codes.map((code) => [code, MATCH])) };
}

Deno.test(
  "a whole season is imported in one request, and every change is in the log under its operation",
  live(async ({ ask }) => {
    const body = {
      ...season(2),
      passTypes: { GOLD: { name: "Gold" } },
      bundles: { B1: { name: "Both", assignedPass: "GOLD", performances: ["P0000", "P0001"] } },
      items: { CLUB: { name: "Club", assignedPass: "GOLD" } },
    };
    const { status, body: answered, headers } = await ask(PUT, { body });
    assert.equal(status, 200);
    assert.deepEqual(answered.progress, { total: 5, left: 0, refused: 0 });
    assert.equal(answered.operation.status, "confirmed");
    assert.equal(headers.get("location"), null);
    for (const path of ["performances/P0001", "pass-types/GOLD", "bundles/B1", "items/CLUB"]) {
      assert.equal((await ask(`GET /v1/${path}`)).status, 200);
    }
    assert.equal((await ask("GET /v1/performances/M01")).status, 200, "what is not named stays");
    const { body: events } = await ask("GET /v1/events?type=BundleDefined");
    const last = events.data.at(-1);
    assert.equal(last.correlationId, answered.commandId);
    assert.equal(last.key, "all-scopes");
    const operation = await ask(`GET /v1/operations/${answered.operation.id}`);
    assertForm(OperationAnswer, operation.body);
    assert.deepEqual(operation.body.progress, answered.progress);
    const { body: log } = await ask("GET /v1/events?kind=import");
    assert.deepEqual(log.data.map(({ type }: { type: string }) => type), [
      "ImportPartStored",
      "ImportSealed",
      "DocumentsTaken",
    ]);
  }),
);

Deno.test(
  "nearly 1 MiB is imported in parts; more is 413 and nothing of it is taken",
  live(async ({ ask }) => {
    const { status, body, text } = await ask(PUT, { body: season(2000) });
    assert.ok(status === 200 || status === 202, text);
    assert.equal(body.progress.total, 2000);
    const operation = await ask(`GET /v1/operations/${body.operation.id}?wait=10`);
    assert.equal(operation.body.status, "confirmed");
    const large = `{"items":{}${" ".repeat(1024 * 1024)}}`;
    assertProblem(await ask(PUT, { raw: large }), 413, "body-too-large");
  }),
);

Deno.test(
  "one document that is wrong keeps all of them out, with its place",
  live(async ({ ask }) => {
    const [performance] = Object.values(season(1).performances);
    const cases: ReadonlyArray<readonly [object, string]> = [
      [{ items: { GOOD: { name: "Good" }, BAD: { colour: 1 } } }, "/items/BAD/name"],
      [{ items: { "a b": { name: "Bad" } } }, "/items/a b"],
      [{ shows: {} }, "/shows"],
      [
        {
          items: { GOOD: { name: "G" } },
          performances: { M9: { ...performance, accessControl: "x" } },
        },
        "/performances/M9/accessControl",
      ],
      [{ items: { GOOD: { name: "4111 1111 1111 1111" } } }, "/items/GOOD/name"],
    ];
    for (const [body, pointer] of cases) {
      const answered = await ask(PUT, { body });
      assertProblem(answered, 422, "invalid");
      assert.ok(pointers(answered).includes(pointer), JSON.stringify(answered.body.errors));
    }
    assertProblem(await ask("GET /v1/items/GOOD"), 404, "not-found");
    const { body: log } = await ask("GET /v1/events?kind=import");
    assert.deepEqual(log.data, []);
  }),
);

Deno.test(
  "a document that no commit can hold is refused before anything is stored",
  live(async ({ ask }) => {
    const sections = Object.fromEntries(
      Array.from({ length: 500 }, (_, n) => [`S${n}`, "x".repeat(64)]),
    );
    const [performance] = Object.values(season(1).performances);
    const codes = { StandCode: sections, AreaCode: sections };
    const answered = await ask(PUT, { body: { performances: { BIG: { ...performance, codes } } } });
    assertProblem(answered, 422, "invalid");
    assert.deepEqual(pointers(answered), ["/performances/BIG"]);
  }),
);

Deno.test(
  "a repeated key imports once, and another catalogue under it is refused",
  live(async ({ ask }) => {
    const headers = { "idempotency-key": "season-26" };
    const first = await ask(PUT, { body: season(150), headers });
    const again = await ask(PUT, { body: season(150), headers });
    assert.equal(again.headers.get("idempotency-replayed"), "true");
    assert.equal(again.status, first.status);
    assert.deepEqual(again.body, first.body);
    const other = await ask(PUT, { body: season(151), headers });
    assertProblem(other, 422, "idempotency-key-reused");
    const { body: log } = await ask("GET /v1/events?type=ImportSealed");
    assert.equal(log.data.length, 1);
  }),
);

Deno.test(
  "an import of nothing, and of what is there already, changes nothing",
  live(async ({ ask }) => {
    const nothing = await ask(PUT, { body: {} });
    assert.equal(nothing.status, 200);
    assert.equal(nothing.body.operation.status, "none");
    await ask(PUT, { body: season(3) });
    const same = await ask(PUT, { body: season(3) });
    assert.equal(same.status, 200);
    const { body } = await ask("GET /v1/performances/P0001");
    assert.equal(body.version, 1);
  }),
);

async function withFolder(play: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await play(`${folder}/store`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const documentsOf = (n: number) =>
  Object.entries(season(n).performances).map(([code, document]) => ({
    kind: "performance",
    code,
    document,
  }));

Deno.test("a process that ends after the seal leaves all of the catalogue to the next one", () =>
  withFolder(async (path) => {
    const start = startBridge(scriptedAccessControl(), { path });
    const store = { type: "StorePart", part: 0, documents: documentsOf(80) };
    await scoped(Effect.gen(function* () {
      const { router } = yield* start;
      yield* router.send(at("import", "sealed"), asked(store));
      // The process ends here: closing the scope interrupts what has begun to carry it out.
      const seal = { type: "SealImport", ...{ parts: 1 } };
      yield* router.send(at("import", "sealed"), asked(seal, { commandId: "seal-1" }));
    }))();
    await scoped(Effect.gen(function* () {
      const bridge = yield* start;
      const { router } = bridge;
      yield* router.settled(at("import", "sealed"), 1, 10_000);
      const { state } = yield* router.view(at("import", "sealed"));
      assert.deepEqual((state as ImportState).tasks, []);
      const { ask } = apiOver(bridge);
      const { body } = yield* Effect.promise(() => ask("GET /v1/performances?limit=500"));
      assert.equal(body.data.length, 80);
      assert.ok(body.data.every(({ version }: { version: number }) => version === 1));
    }))();
  }));

Deno.test("a process that ends before the seal leaves nothing of the catalogue", () =>
  withFolder(async (path) => {
    const start = startBridge(scriptedAccessControl(), { path });
    const store = { type: "StorePart", part: 0, documents: documentsOf(3) };
    await scoped(Effect.gen(function* () {
      const { router } = yield* start;
      yield* router.send(at("import", "open"), asked(store));
    }))();
    await scoped(Effect.gen(function* () {
      const { ask } = apiOver(yield* start);
      const { body } = yield* Effect.promise(() => ask("GET /v1/performances"));
      assert.deepEqual(body.data, []);
    }))();
  }));

Deno.test(
  "the check names what would be refused, and is ok when nothing would be",
  live(async ({ ask }) => {
    const key = keyWith("read");
    assert.deepEqual((await ask("GET /v1/catalogue/check", { key })).body, {
      ok: true,
      problems: [],
    });
    await ask("PUT /v1/bundles/ODD", {
      body: { name: "Odd", assignedPass: "GOLD", performances: ["M01", "M99"] },
    });
    const { body } = await ask("GET /v1/catalogue/check", { key });
    assert.equal(body.ok, false);
    assert.deepEqual(
      body.problems.map(({ code, kind, id, fields }: Record<string, unknown>) => [
        code,
        kind,
        id,
        fields,
      ]),
      [
        ["performance-unknown", "bundle", "ODD", ["M99"]],
        ["assigned-pass-unknown", "bundle", "ODD", ["GOLD"]],
      ],
    );
    assert.equal(typeof body.problems[0].detail, "string");
    await ask("DELETE /v1/bundles/ODD");
    assert.equal((await ask("GET /v1/catalogue/check", { key })).body.ok, true);
  }),
);
