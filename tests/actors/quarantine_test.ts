/**
 * Commands to an actor that is known to be damaged: none is carried out until it was verified, and
 * what was carried out before is answered as it was.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { ActorRouter } from "../../actors/actor_router.ts";
import { EventStore } from "../../actors/event_store.ts";
import { rebuild } from "../../actors/inspecting/rebuild.ts";
import { verify } from "../../actors/inspecting/verify.ts";
import { readState } from "../../actors/system/cell.ts";
import { ticket } from "../../actors/ticket/mod.ts";
import { encode } from "../../adapters/kv/codec.ts";
import { commitKey, headKey } from "../../adapters/kv/keys.ts";
import { packHead, unpackHead } from "../../adapters/kv/records.ts";
import { asked, at, type Bridge, MATCH, startBridge } from "../support/bridge.ts";
import { scriptedAccessControl } from "../support/scripted_access_control.ts";
import { SimulatedDisk } from "../support/simulated_kv.ts";
import { onDisk } from "../support/simulated_store.ts";
import { ALLOCATE } from "../support/stories.ts";

const T1 = at("ticket", "T-1");
const T2 = at("ticket", "T-2");
const DEFINE = { type: "PutReference", ...{ document: MATCH } };
const CANCEL = { type: "CancelTicket", ...{ reason: "returned", override: false } };
const FIRST = { commandId: "the-first", fresh: false };

interface Stage {
  readonly bridge: Bridge;
  readonly disk: SimulatedDisk;
  readonly verified: Effect.Effect<ReadonlyArray<string>, unknown>;
  readonly rebuilt: Effect.Effect<unknown, unknown>;
}

/** Two tickets that live in memory, and nothing wrong yet. */
function onStage(play: (stage: Stage) => Effect.Effect<void, unknown>): () => Promise<void> {
  const disk = new SimulatedDisk();
  return () =>
    onDisk(disk, (store) =>
      Effect.gen(function* () {
        const system = { ...scriptedAccessControl(), scans: () => Effect.never };
        const bridge = yield* startBridge(system, { store });
        yield* bridge.router.send(at("performance", "M01"), asked(DEFINE));
        yield* bridge.router.send(T1, asked(ALLOCATE, FIRST));
        yield* bridge.router.send(T2, asked(ALLOCATE));
        const look = verify(T1, ticket).pipe(
          Effect.map(({ drift }) => drift.map(({ kind }) => kind)),
        );
        yield* play({
          bridge,
          disk,
          verified: Effect.provideService(look, EventStore, store),
          rebuilt: rebuild(T1, ticket).pipe(
            Effect.provideService(EventStore, store),
            Effect.provideService(ActorRouter, bridge.router),
          ),
        });
      }).pipe(Effect.scoped, Effect.orDie));
}

/** Damages the first fact of T-1; gives how it is mended. */
function damageFact(disk: SimulatedDisk): () => void {
  const key = commitKey(T1, 1);
  const { value } = disk.read(key);
  assert.ok(value instanceof Uint8Array);
  disk.damage(key, () => value.with(-1, (value.at(-1) ?? 0) ^ 1));
  return () => disk.damage(key, () => value);
}

const isRefused = Effect.fnUntraced(function* ({ bridge, disk }: Stage) {
  const before = disk.commits;
  const error = yield* Effect.flip(bridge.router.send(T1, asked(CANCEL)));
  assert.equal(error._tag, "Quarantined");
  assert.equal(disk.commits, before, "nothing was written");
});

Deno.test(
  "a quarantined actor refuses every command and its rehearsal; what is sound goes on",
  onStage(Effect.fnUntraced(function* (stage) {
    const { bridge: { router, store }, disk } = stage;
    damageFact(disk);
    yield* Effect.flip(store.history(T1, { fromVersion: 1, limit: 10 }));
    yield* isRefused(stage);
    const stale = yield* Effect.flip(router.send(T1, asked(CANCEL, { expected: 7 })));
    assert.equal(stale._tag, "Quarantined", "before its version is looked at");
    assert.equal((yield* Effect.flip(router.rehearse(T1, asked(CANCEL))))._tag, "Quarantined");
    assert.equal((yield* router.view(T1)).version, 1);
    const again = yield* router.send(T1, asked(ALLOCATE, FIRST));
    assert.equal(again.replayed, true, "what was answered is answered again");
    assert.equal((yield* router.send(T2, asked(CANCEL))).replayed, false);
  })),
);

Deno.test(
  "a verification that finds damage has commands refused, and one that finds none ends that",
  onStage(Effect.fnUntraced(function* (stage) {
    const { bridge: { router, store }, disk, verified, rebuilt } = stage;
    const mend = damageFact(disk);
    assert.deepEqual(yield* verified, ["chain"]);
    yield* isRefused(stage);
    yield* Effect.flip(rebuilt);
    yield* isRefused(stage);
    mend();
    assert.equal((yield* store.load(T1)).version, 1);
    yield* isRefused(stage);
    assert.equal(store.health().quarantined, 1, "that it can be read again is not enough");
    assert.deepEqual(yield* verified, []);
    assert.equal(store.health().quarantined, 0);
    assert.equal((yield* router.send(T1, asked(CANCEL))).replayed, false);
  })),
);

Deno.test(
  "an actor whose stored state is not what its facts make is decided on only when it is rebuilt",
  onStage(Effect.fnUntraced(function* (stage) {
    const { bridge: { router }, disk, verified, rebuilt } = stage;
    disk.damage(headKey(T1), (record) => {
      const head = unpackHead(record);
      assert.ok(head !== null && head.state !== null);
      return packHead({ ...head, state: encode({ status: "printed" }) });
    });
    assert.deepEqual(yield* verified, ["differs"]);
    yield* isRefused(stage);
    yield* rebuilt;
    assert.equal((yield* router.send(T1, asked(CANCEL))).replayed, false);
  })),
);

Deno.test("a state that is folded anew is not made of fewer facts than its actor has", async () => {
  const older = { version: 2, stateVersion: ticket.stateVersion - 1, state: {} };
  const reads: Partial<EventStore["Service"]> = {
    load: () => Effect.succeed({ version: 2, snapshot: older, tail: [] }),
    history: () => Effect.succeed([]),
  };
  const store = EventStore.of(reads as EventStore["Service"]);
  const error = await Effect.runPromise(Effect.flip(readState(store, ticket, T1)));
  assert.equal(error._tag, "Quarantined");
});
