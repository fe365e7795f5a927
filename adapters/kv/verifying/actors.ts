/**
 * Every actor, one after the other: its chain, its place in the log, its states.
 *
 * @module
 */
import type { AnyActorType } from "../../../actors/actor_type.ts";
import { type Address, addressKey } from "../../../actors/address.ts";
import type { BrokenLink } from "../../../actors/event_store.ts";
import { COMMITS, HEADS, SNAPSHOTS } from "../keys.ts";
import type { Kv } from "../kv.ts";
import { Anchors, isOff, isShort } from "./anchors.ts";
import { ActorEntries, firstOf } from "./entries.ts";
import { faultOf, type Found } from "./fault.ts";
import { isLogged, unmetReferences } from "./log.ts";
import type { Scratch } from "./scratch.ts";
import { judgeHead, judgeSnapshot, straySnapshot } from "./states.ts";
import { followAndExpect, startWalk, type Step, type Walk } from "./walk.ts";

/** How much there was. */
export interface ActorCounts {
  readonly actors: number;
  readonly commits: number;
  readonly facts: number;
  readonly snapshots: number;
}

/** Where the three kinds of record of each actor are read from, in one order. */
interface Desk {
  readonly commits: ActorEntries;
  readonly heads: ActorEntries;
  readonly snapshots: ActorEntries;
  readonly anchors: Anchors;
  readonly scratch: Scratch;
  readonly found: Found;
  readonly counts: { actors: number; commits: number; facts: number; snapshots: number };
}

/** The log must have been read before. What the facts lead to expect is in `scratch` afterwards. */
export async function judgeActors(
  kv: Kv,
  { types, earlier, scratch, found }: {
    readonly types: ReadonlyArray<AnyActorType>;
    readonly earlier: Kv | null;
    readonly scratch: Scratch;
    readonly found: Found;
  },
): Promise<ActorCounts> {
  const desk: Desk = {
    commits: await ActorEntries.open(kv, COMMITS),
    heads: await ActorEntries.open(kv, HEADS),
    snapshots: await ActorEntries.open(kv, SNAPSHOTS),
    anchors: await Anchors.open(earlier),
    scratch,
    found,
    counts: { actors: 0, commits: 0, facts: 0, snapshots: 0 },
  };
  const { commits, heads, snapshots, anchors, counts } = desk;
  for (;;) {
    const address = firstOf([commits.actor, heads.actor, snapshots.actor, anchors.actor]);
    if (address === null) break;
    counts.actors += 1;
    await judgeActor(desk, address, types.find(({ kind }) => kind === address.kind));
  }
  for (const fault of unmetReferences(scratch)) {
    if (!scratch.isDoubtful(fault.address)) await doubt(desk, fault.address, fault);
  }
  return counts;
}

async function judgeActor(
  desk: Desk,
  address: Address,
  type: AnyActorType | undefined,
): Promise<void> {
  const { scratch, found } = desk;
  const name = addressKey(address);
  if (type === undefined) {
    await doubt(desk, name, faultOf(address, "record", { detail: "There is no such kind" }));
    return await passOver(desk, address);
  }
  const walked = await walkCommits(desk, startWalk(address, type));
  if (walked === null) return await passOver(desk, address);
  const unmet = [...unmetReferences(scratch, name)];
  for (const fault of unmet) await doubt(desk, name, fault);
  if (unmet.length > 0) return await passOver(desk, address);
  const head = await desk.heads.take(address);
  if (walked.walk.place.version > 1) {
    const fault = judgeHead(walked.walk, head, walked.newestSnapshot);
    if (fault?.kind === "chain") await doubt(desk, name, fault);
    else if (fault !== null) await found(fault);
  } else if (head !== null) {
    await doubt(desk, name, faultOf(address, "chain", { detail: "There is a head, and no facts" }));
  }
  await passOver(desk, address, async (entry) => await found(straySnapshot(address, entry)));
}

/** To the end of the commits; `null`: not to the end. */
async function walkCommits(
  desk: Desk,
  start: Walk,
): Promise<{ readonly walk: Walk; readonly newestSnapshot: number } | null> {
  const { commits, scratch, found, counts } = desk;
  const { address } = start;
  const anchor = await desk.anchors.take(address);
  let walk = start;
  let newestSnapshot = 0;
  for (let entry = await commits.take(address); entry !== null;) {
    const step = followAndExpect(walk, entry, scratch);
    if ("reason" in step) return await breakOff(desk, address, step);
    if (isOff(anchor, step.walk.place)) {
      const { version } = walk.place;
      return await breakOff(desk, address, { version, reason: "It is not what the copy has" });
    }
    counts.commits += 1;
    counts.facts += step.commit.events.length;
    const place = { address, firstVersion: walk.place.version, count: step.commit.events.length };
    if (!isLogged(scratch, { ...place, position: step.commit.position })) {
      const version = walk.place.version;
      await found(
        faultOf(address, "log", { version, detail: "The log does not have this commit" }),
      );
    }
    newestSnapshot = await judgeSnapshots(desk, step) ?? newestSnapshot;
    walk = step.walk;
    entry = await commits.take(address);
  }
  const { version } = walk.place;
  return isShort(anchor, walk.place)
    ? await breakOff(desk, address, { version, reason: "The copy has more facts" })
    : { walk, newestSnapshot };
}

async function breakOff(
  desk: Desk,
  address: Address,
  { version, reason: detail }: BrokenLink,
): Promise<null> {
  await doubt(desk, addressKey(address), faultOf(address, "chain", { version, detail }));
  return null;
}

/** Those of the versions of one commit; gives the newest whole one. */
async function judgeSnapshots(desk: Desk, step: Step): Promise<number | null> {
  const { snapshots, counts, found } = desk;
  const { walk: { address, place } } = step;
  let newest: number | null = null;
  for (let entry = snapshots.peek(address); entry !== null; entry = snapshots.peek(address)) {
    const version = Number(entry.key.at(-1));
    if (version >= place.version) break;
    await snapshots.take(address);
    counts.snapshots += 1;
    const fault = judgeSnapshot(step, entry);
    if (fault !== null) await found(fault);
    // mended by then, where it is to be mended
    newest = version;
  }
  return newest;
}

async function doubt({ scratch, found }: Desk, actor: string, fault: Parameters<Found>[0]) {
  scratch.doubt(actor);
  await found(fault);
}

/** What is left of this actor's records. */
async function passOver(
  { commits, heads, snapshots, anchors }: Desk,
  address: Address,
  onSnapshot: (entry: NonNullable<ReturnType<ActorEntries["peek"]>>) => Promise<void> =
    async () => {},
): Promise<void> {
  while (await commits.take(address) !== null);
  while (await heads.take(address) !== null);
  await anchors.take(address);
  for (let entry = await snapshots.take(address); entry !== null;) {
    await onSnapshot(entry);
    entry = await snapshots.take(address);
  }
}
