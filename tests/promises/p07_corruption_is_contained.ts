/**
 * P7: a record whose bytes have changed harms its own actor at most, never shows a wrong state, and
 * lets nothing be appended to what is known to be damaged.
 *
 * @module
 */
import { Effect, Option } from "effect";
import { type Address, addressKey } from "../../actors/address.ts";
import type { EventStore, ReadError } from "../../actors/event_store.ts";
import { readState } from "../../actors/system/cell.ts";
import { type Dice, makeDice } from "../../adapters/simulator/dice.ts";
import { anAppend, ticket } from "../support/appends.ts";
import { SimulatedDisk } from "../support/simulated_kv.ts";
import { onDisk } from "../support/simulated_store.ts";
import { writeStories } from "../support/stored_stories.ts";
import type { Trial } from "./trial.ts";

const FLIPS = 200;

/** Bytes of one record that change at once, at most. */
const BYTES_MAX = 4;

/** Never damaged: whether others can still be written shows in it. */
const WITNESS: Address = ticket("T-1", "witness");

/** 200 random records, each damaged alone and made whole again. */
export const CORRUPTION_IS_CONTAINED: Trial = {
  promise: "P7",
  title: "A damaged record quarantines its own actor or harms nobody, and no state is ever wrong",
  round: playRound,
  rounds: 1,
};

type Subject = Effect.Success<ReturnType<typeof writeStories>>[number];

/** All that is read of one actor; what is in quarantine is not read. */
type Reading = ReadonlyMap<string, string>;

async function playRound(seed: number) {
  const dice = makeDice(seed);
  const disk = new SimulatedDisk();
  const broken: Array<string> = [];
  const tried = { flips: FLIPS, quarantined: 0, commands: 0 };
  const subjects = await onDisk(disk, (store) => writeStories(store, dice));
  const readAll = () => onDisk(disk, (store) => readEverything(store, subjects));
  const truth = await readAll();
  for (let flip = 0; flip < FLIPS; flip++) {
    const { key, undo } = damageOne(disk, dice);
    const name = key.map(String).join("/");
    const { reading, failed, count, works } = await readAll();
    const [, tenant = "", kind, id] = key.map(String);
    for (const [what, told] of reading) {
      if (told !== truth.reading.get(what)) broken.push(`${name} is damaged, and ${what} is wrong`);
    }
    for (const actor of failed) {
      if (actor.startsWith(`${tenant}/`)) continue;
      broken.push(`${name} is damaged, and ${actor} does not answer`);
    }
    const isOfActor = key[0] === "h" || key[0] === "e";
    const isHarmed = failed.has(`${tenant}/${kind}/${id}`);
    if (isOfActor && !isHarmed) broken.push(`${name} is damaged, and nobody says so`);
    if (failed.size > 0 && count === 0) broken.push(`${name} is damaged, and health is good`);
    if (!works) broken.push(`${name} is damaged, and others cannot be written`);
    if (failed.size > 0) tried.quarantined += 1;
    const owner = isOfActor ? subjects.find(({ address }) => address.tenant === tenant) : undefined;
    if (owner !== undefined) {
      tried.commands += 1;
      const fault = await commandTo(disk, owner);
      // what was appended all the same would be in everything that is read after it
      if (fault !== null) return { tried, broken: [...broken, `${name} is damaged, and ${fault}`] };
    }
    undo();
  }
  return { tried, broken };
}

/** Reads the damaged actor, whose head may decode, and has something appended to it. */
function commandTo(disk: SimulatedDisk, { address }: Subject): Promise<string | null> {
  return onDisk(disk, (store) =>
    Effect.gen(function* () {
      const name = addressKey(address);
      yield* Effect.ignore(store.history(address, { fromVersion: 1, limit: 500 }));
      const head = yield* Effect.option(store.load(address));
      const expected = Option.match(head, { onNone: () => 1, onSome: ({ version }) => version });
      const before = disk.commits;
      const told = yield* store.append(anAppend(address, { expected, commandId: "more" })).pipe(
        Effect.match({ onSuccess: () => "Appended", onFailure: ({ _tag }) => _tag }),
      );
      if (told !== "Quarantined") return `a command to ${name} is answered with ${told}`;
      if (disk.commits > before) return `something was written for ${name}`;
      if (store.health().quarantined === 0) return `${name} counts as whole, as its head decodes`;
      return null;
    }));
}

/** Changes some bytes of one record that has any. */
function damageOne(disk: SimulatedDisk, dice: Dice) {
  const keys = disk.keys().filter(([, tenant]) => tenant !== WITNESS.tenant);
  for (;;) {
    const key = keys[dice.pick(keys.length)] ?? [];
    const { value } = disk.read(key);
    if (!(value instanceof Uint8Array) || value.length === 0) continue;
    const damaged = value.slice();
    for (let bytes = 1 + dice.pick(BYTES_MAX); bytes > 0; bytes--) {
      const at = dice.pick(value.length);
      damaged[at] = (value[at] ?? 0) ^ (1 + dice.pick(255));
    }
    disk.damage(key, () => damaged);
    return { key, undo: () => disk.damage(key, () => value) };
  }
}

const readEverything = Effect.fnUntraced(function* (
  store: EventStore["Service"],
  subjects: ReadonlyArray<Subject>,
) {
  const reading = new Map<string, string>();
  const failed = new Set<string>();
  for (const { address, type } of subjects) {
    const name = addressKey(address);
    const { tenant } = address;
    const note = (what: string, read: Effect.Effect<unknown, ReadError>) =>
      Effect.match(read, {
        onSuccess: (told) => void reading.set(`${what} of ${name}`, JSON.stringify(told)),
        onFailure: () => void failed.add(name),
      });
    yield* note("the state", readState(store, type, address));
    yield* note("the history", store.history(address, { fromVersion: 1, limit: 500 }));
    yield* note("the list of commands", store.commands(address, { cursor: null, limit: 500 }));
    yield* note("a command", store.command(tenant, `${tenant}-0`));
    yield* note("a claim", store.claimed(tenant, "barcode", "b1"));
  }
  const { version } = yield* store.load(WITNESS);
  const works = yield* store.append(anAppend(WITNESS, { expected: version })).pipe(
    Effect.match({ onSuccess: () => true, onFailure: () => false }),
  );
  return { reading, failed, count: store.health().quarantined, works } satisfies {
    readonly reading: Reading;
    readonly failed: ReadonlySet<string>;
    readonly count: number;
    readonly works: boolean;
  };
});
