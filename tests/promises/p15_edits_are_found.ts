/**
 * P15: whoever edits what happened, behind the service's back, is found by `verify`.
 *
 * @module
 */
import { Effect } from "effect";
import { addressKey } from "../../actors/address.ts";
import { EventStore } from "../../actors/event_store.ts";
import { verify } from "../../actors/inspecting/verify.ts";
import { ACTOR_TYPES } from "../../actors/system/actor_types.ts";
import { verifyStore } from "../../adapters/kv/verifying/mod.ts";
import { makeDice } from "../../adapters/simulator/dice.ts";
import { SimulatedDisk } from "../support/simulated_kv.ts";
import { onDisk } from "../support/simulated_store.ts";
import { writeStories } from "../support/stored_stories.ts";
import { type Edit, ONLY_IN_THE_WHOLE, tamper, TAMPERINGS } from "../support/tampering.ts";
import type { Trial } from "./trial.ts";

/** Edits of one round, each of another actor within one verification of the whole. */
const EDITS = 1_000;

type Subject = Effect.Success<ReturnType<typeof writeStories>>[number];

/** 1,000 edits of eight kinds. */
export const EDITS_ARE_FOUND: Trial = {
  promise: "P15",
  title: "Every edit, deletion and reordering of stored facts is found by a verification",
  round: playRound,
  rounds: 1,
};

async function playRound(seed: number) {
  const dice = makeDice(seed);
  const disk = new SimulatedDisk();
  const broken: Array<string> = [];
  let edits = 0;
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      const subjects = yield* writeStories(store, dice);
      const kinds = Object.keys(TAMPERINGS);
      for (const name of yield* Effect.promise(() => faultyActors(disk))) {
        broken.push(`${name} is said to be wrong before anything was edited`);
      }
      while (edits < EDITS) {
        const edited = new Map<Subject, Edit>();
        for (const subject of subjects) {
          const what = kinds[dice.pick(kinds.length)] ?? "";
          const edit = tamper(disk, subject.address, { what, dice });
          if (edit !== null) edited.set(subject, edit);
        }
        const found = yield* Effect.promise(() => faultyActors(disk));
        for (const [{ address, type }, { what, undo }] of edited) {
          const name = addressKey(address);
          if (!found.has(name)) broken.push(`${name}: ${what}, and the whole is said to be right`);
          if (!ONLY_IN_THE_WHOLE.includes(what)) {
            const verified = verify(address, type).pipe(
              Effect.map(({ drift }) => drift.length > 0),
              Effect.provideService(EventStore, store),
            );
            if (!(yield* verified)) broken.push(`${name}: ${what}, and it is said to be right`);
          }
          undo();
        }
        for (const name of found) {
          const isEdited = [...edited.keys()].some(({ address }) => addressKey(address) === name);
          if (!isEdited) broken.push(`${name} is said to be wrong, and was not edited`);
        }
        edits += edited.size;
      }
    }));
  return { tried: { edits }, broken };
}

async function faultyActors(disk: SimulatedDisk): Promise<ReadonlySet<string>> {
  const actors = new Set<string>();
  await verifyStore(disk.open(), {
    types: ACTOR_TYPES,
    scratch: ":memory:",
    now: Date.UTC(2023, 11, 1),
    found: (fault) => {
      if (fault.address !== "schema") actors.add(fault.address);
      return Promise.resolve();
    },
  });
  return actors;
}
