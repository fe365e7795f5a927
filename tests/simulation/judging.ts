/**
 * What must hold at the end of a run: what is stored, what was answered and what opens the gates
 * agree.
 *
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { Effect, Exit } from "effect";
import { fold } from "../../actors/actor_type.ts";
import { addressKey } from "../../actors/address.ts";
import type { Tagged } from "../../actors/decider.ts";
import type { ReadError, Recorded } from "../../actors/event_store.ts";
import type { OrderEvent } from "../../actors/order/mod.ts";
import type { Answered } from "./clients.ts";
import { judgeGates } from "./judging_gates.ts";
import type { OtherSide } from "./other_side.ts";
import type { Service } from "./service.ts";
import { readAll, type Store, type Stored } from "./stored.ts";
import { TENANT } from "./wire.ts";

/** Facts of the log that are read at once. */
const PAGE = 500;

/** Sentences about what does not hold; none when all is well. */
export async function judgeRun(
  { service: { up }, other, answered }: {
    readonly service: Service;
    readonly other: OtherSide;
    readonly answered: ReadonlyArray<Answered>;
  },
): Promise<ReadonlyArray<string>> {
  if (up === null) return ["The service is down"];
  const { store } = up.doors;
  const judging = Effect.gen(function* () {
    const actors = yield* readAll(store);
    return [
      ...actors.flatMap(judgeHistory),
      ...judgeAnswers(actors, answered),
      ...yield* judgeLog(store, actors),
      ...yield* judgeTasks(store, actors),
      ...yield* judgeGates(store, { actors, other }),
    ];
  });
  const ended = await up.life.run(judging);
  if (ended === "gone") return ["The service has gone while it was judged"];
  return Exit.isSuccess(ended) ? ended.value : [`It cannot be read: ${String(ended.cause)}`];
}

/** Versions without gaps, and a stored state that is the fold of all facts. */
function judgeHistory({ address, type, version, state, facts }: Stored): ReadonlyArray<string> {
  const name = addressKey(address);
  const broken: Array<string> = [];
  facts.forEach((fact, index) => {
    if (fact.version !== index + 1) broken.push(`${name} has ${fact.version} after ${index}`);
  });
  if (facts.length !== version) broken.push(`${name} has ${facts.length} facts of ${version}`);
  const tail = facts.map(({ event }) => event as Tagged);
  const folded = fold(type, { version, snapshot: null, tail });
  if (!isDeepStrictEqual(folded, state)) broken.push(`${name} is not the fold of its facts`);
  return broken;
}

/** Nothing that was answered is lost, nothing took effect twice, nobody was answered from the past. */
function judgeAnswers(
  actors: ReadonlyArray<Stored>,
  answered: ReadonlyArray<Answered>,
): ReadonlyArray<string> {
  const broken: Array<string> = [];
  const byCommand = Map.groupBy(actors.flatMap(({ facts }) => facts), (fact) => fact.commandId);
  for (const [commandId, facts] of byCommand) {
    const [first] = facts;
    const isOne = first !== undefined &&
      facts.every((fact, index) =>
        fact.version === first.version + index &&
        addressKey(fact.address) === addressKey(first.address)
      );
    if (!isOne) broken.push(`${commandId} took effect more than once`);
  }
  for (const { key, events, version, refusal, floor } of answered) {
    const facts = byCommand.get(key) ?? [];
    const types = facts.map(({ event }) => event.type);
    if (!isDeepStrictEqual(types, [...events])) {
      broken.push(`${key} was answered with ${events}, and ${types} is stored`);
    }
    const last = facts.at(-1);
    if (last !== undefined && last.version !== version) {
      broken.push(`${key} was answered with version ${version} and made ${last.version}`);
    }
    const isNew = refusal === null && events.length > 0;
    if (isNew ? version - events.length < floor : version < floor) {
      broken.push(`${key} was decided at version ${version}, when ${floor} was known`);
    }
  }
  return broken;
}

/** The log of everything has each fact once, in an order that grows. */
const judgeLog = Effect.fnUntraced(function* (
  store: Store,
  actors: ReadonlyArray<Stored>,
): Effect.fn.Return<ReadonlyArray<string>, ReadError> {
  const broken: Array<string> = [];
  const all = { kind: null, id: null, type: null, from: null, to: null };
  const missing = new Map(actors.map(({ address, facts }) => [addressKey(address), facts.length]));
  let cursor: string | null = null;
  let position = 0;
  do {
    const page: Effect.Success<ReturnType<Store["log"]>> = yield* store.log(TENANT, all, {
      cursor,
      limit: PAGE,
    });
    for (const fact of page.data) {
      const name = addressKey(fact.address);
      if (fact.position <= position) broken.push(`${name} stands twice at ${fact.position}`);
      position = fact.position;
      missing.set(name, (missing.get(name) ?? 0) - 1);
    }
    cursor = page.next;
  } while (cursor !== null);
  for (const [name, count] of missing) {
    if (count !== 0) broken.push(`${name} has ${count} facts that are not in the log`);
  }
  return broken;
});

/** What an order was told of was done under the id of its task: so it was done once. */
const judgeTasks = Effect.fnUntraced(function* (
  store: Store,
  actors: ReadonlyArray<Stored>,
): Effect.fn.Return<ReadonlyArray<string>, ReadError> {
  const broken: Array<string> = [];
  for (const { facts } of actors.filter(({ address }) => address.kind === "order")) {
    for (const { event } of facts as ReadonlyArray<Recorded<OrderEvent>>) {
      if (event.type !== "TasksFinished") continue;
      for (const { taskId, refusal } of event.outcomes) {
        const isKept = refusal !== null || (yield* store.command(TENANT, taskId)) !== null;
        if (!isKept) broken.push(`${taskId} is said to be done, and nothing was done under its id`);
      }
    }
  }
  return broken;
});
