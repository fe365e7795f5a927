/**
 * What verification finds when the store does not hold what the facts make.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Context, Effect } from "effect";
import { EventStore, Quarantined } from "../../../actors/event_store.ts";
import { verify } from "../../../actors/inspecting/verify.ts";
import { ticket } from "../../../actors/ticket/mod.ts";
import { ALLOCATION, type Api, makeApi, openSeason, TENANT } from "../../support/api.ts";

const T1 = { tenant: TENANT, kind: "ticket", id: "T-1" } as const;

type Store = EventStore["Service"];

async function printed(): Promise<Api> {
  const api = makeApi();
  await openSeason(api);
  await api.ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
  await api.ask("POST /v1/tickets/T-1/print");
  return api;
}

function verified(store: Store) {
  return Effect.runPromise(Effect.provideService(verify(T1, ticket), EventStore, store));
}

async function storeWith(change: (store: Store) => Partial<Store>): Promise<Store> {
  const { fake } = await printed();
  const store = Context.get(fake.services, EventStore);
  return EventStore.of({ ...store, ...change(store) });
}

const damage = new Quarantined({ address: T1, reason: "Fact 2 does not decode" });

Deno.test("a store that holds what the facts make has no drift", async () => {
  const { drift, facts, snapshots } = await verified(await storeWith(() => ({})));
  assert.deepEqual(drift, []);
  assert.equal(facts, 3);
  assert.deepEqual(snapshots, [3]);
});

Deno.test("a stored state that differs is told, with the patch that would mend it", async () => {
  const store = await storeWith((whole) => ({
    snapshot: (address, version) =>
      Effect.map(whole.snapshot(address, version), (snapshot) => {
        const state = { ...snapshot?.state as object, printer: "Elsewhere" };
        return { state, bytes: new Uint8Array() };
      }),
  }));
  const { drift: [found, ...others] } = await verified(store);
  assert.deepEqual(others, []);
  assert.equal(found?.kind, "differs");
  assert.equal(found.version, 3);
  assert.deepEqual(found.patch, [{ op: "replace", path: "/printer", value: "Virtual" }]);
});

Deno.test("a stored state whose fields come in another order is no drift", async () => {
  const store = await storeWith((whole) => ({
    snapshot: (address, version) =>
      Effect.map(whole.snapshot(address, version), (snapshot) => ({
        state: Object.fromEntries(Object.entries(snapshot?.state as object).toReversed()),
        bytes: new Uint8Array(),
      })),
  }));
  const { drift, snapshots } = await verified(store);
  assert.deepEqual([drift, snapshots], [[], [3]]);
});

Deno.test("damaged facts and damaged states are drift, not a failure", async () => {
  const facts = await verified(await storeWith(() => ({ history: () => Effect.fail(damage) })));
  assert.deepEqual(facts.drift.map(({ kind, version }) => [kind, version]), [["damaged", null]]);
  const state = await verified(await storeWith(() => ({ snapshot: () => Effect.fail(damage) })));
  assert.deepEqual(state.drift.map(({ kind, version }) => [kind, version]), [["damaged", 3]]);
});

Deno.test("where the chain is broken it is told, and the facts are not read", async () => {
  const reason = "The commit of fact 2 does not follow from what is before";
  const store = await storeWith(() => ({
    brokenLink: () => Effect.succeed({ version: 2, reason }),
    history: () => Effect.die("Nobody may read them"),
  }));
  const { drift } = await verified(store);
  assert.deepEqual(drift, [{ kind: "chain", version: 2, detail: reason, patch: [] }]);
});

Deno.test("a fact that is gone is missing, and an older state version is not compared", async () => {
  const short = await storeWith((whole) => ({
    history: (address, { fromVersion, limit }) =>
      whole.history(address, { fromVersion, limit: fromVersion > 2 ? 0 : Math.min(limit, 2) }),
    snapshots: () => Effect.succeed([{ version: 3, stateVersion: 0, at: 0, sizeBytes: 1 }]),
  }));
  const { drift, outdated, snapshots } = await verified(short);
  assert.deepEqual(drift.map(({ kind }) => kind), ["missing"]);
  assert.deepEqual([outdated, snapshots], [[3], []]);
});
