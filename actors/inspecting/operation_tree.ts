/**
 * Everything that followed from one command: facts, messages, answers, and what came of those.
 *
 * @module
 */
import { Effect } from "effect";
import { isOfAudit } from "../audit/mod.ts";
import type { Delivery } from "../delivery.ts";
import {
  type CommandRecord,
  EventStore,
  type LoggedPage,
  type ReadError,
  type Recorded,
} from "../event_store.ts";
import type { DeliveryQueued } from "../sync.ts";
import { EVERYTHING } from "../log_question.ts";
import { resolveFilter, tasksOf } from "./log_filter.ts";

/** Facts of one chain that are shown. */
const TREE_FACTS_MAX = 2000;

/**
 * Pages of the log that are looked at. Four hold all that are shown; where one of the chain's actors
 * is damaged the whole log is walked from the chain's beginning, 500 commits a page.
 */
const PAGES_MAX = 20;

/** What the log gives at once. */
const FACTS_PER_PAGE = 500;

/** Reads under way at once. */
const READS_AT_ONCE = 8;

/** A command with all that followed. */
export interface CommandNode {
  readonly record: CommandRecord;
  readonly facts: ReadonlyArray<FactNode>;
  /** Commands that it gave to other actors. */
  readonly followUps: ReadonlyArray<CommandNode>;
}

/** A fact, and the message that was queued by it. */
export interface FactNode {
  readonly fact: Recorded;
  readonly delivery: DeliveryNode | null;
}

/** A message, and the commands that its answers became. */
export interface DeliveryNode {
  readonly delivery: Delivery;
  readonly answers: ReadonlyArray<CommandNode>;
}

/** The tree of a whole chain. */
export interface OperationTree {
  readonly root: CommandNode;
  /** `false`: there are more facts than are shown or looked for, or some that do not decode. */
  readonly complete: boolean;
}

/** The chain that a command belongs to, from its first command on; `null`: no such command. */
export const operationTree = Effect.fn("Inspecting.operationTree")(function* (
  tenant: string,
  commandId: string,
): Effect.fn.Return<OperationTree | null, ReadError, EventStore> {
  const store = yield* EventStore;
  const asked = yield* store.command(tenant, commandId);
  if (asked === null || isOfAudit(asked)) return null;
  const root = (yield* store.command(tenant, asked.correlationId)) ?? asked;
  const { facts, complete } = yield* factsOf(tenant, root);
  const tasks = yield* tasksOf(root);
  const ids = [...facts.map((fact) => fact.commandId), ...tasks.map(({ taskId }) => taskId)];
  const records = yield* Effect.forEach(new Set(ids), (id) => store.command(tenant, id), {
    concurrency: READS_AT_ONCE,
  });
  const messages = yield* Effect.forEach(
    new Set(facts.flatMap(messageOf)),
    (id) => store.delivery(tenant, id),
    { concurrency: READS_AT_ONCE },
  );
  const chain: Chain = {
    facts: Map.groupBy(facts, (fact) => fact.commandId),
    records: new Map(records.flatMap((one) => one === null ? [] : [[one.commandId, one]])),
    causes: new Map([
      ...tasks.map(({ taskId }) => [taskId, root.commandId] as const),
      ...facts.map((fact) => [fact.commandId, fact.causationId] as const),
    ]),
    deliveries: new Map(messages.flatMap((one) => one === null ? [] : [[one.id, one]])),
  };
  return { root: grow(chain, root), complete };
});

const factsOf = Effect.fnUntraced(function* (tenant: string, root: CommandRecord) {
  const store = yield* EventStore;
  const filter = yield* resolveFilter(tenant, { ...EVERYTHING, correlation: root.commandId });
  const facts: Array<Recorded> = [];
  let cursor: string | null = yield* beforeFirst(root);
  let whole = true;
  let pages = 0;
  do {
    pages += 1;
    const page: LoggedPage = yield* store.log(tenant, filter, { cursor, limit: FACTS_PER_PAGE });
    facts.push(...page.data);
    whole = whole && page.damaged === undefined;
    cursor = page.next;
  } while (cursor !== null && facts.length < TREE_FACTS_MAX && pages < PAGES_MAX);
  return { facts, complete: whole && cursor === null };
});

/** A cursor of the log just before the chain's first fact; `null`: it has none that can be read. */
const beforeFirst = Effect.fnUntraced(
  function* ({ address, version, events }: CommandRecord) {
    if (events.length === 0) return null;
    const store = yield* EventStore;
    const page = { fromVersion: version - events.length + 1, limit: 1 };
    const [first] = yield* store.history(address, page);
    return first === undefined ? null : String(first.position - 1);
  },
  Effect.catchTag("Quarantined", () => Effect.succeed(null)),
);

interface Chain {
  readonly facts: ReadonlyMap<string, ReadonlyArray<Recorded>>;
  readonly records: ReadonlyMap<string, CommandRecord>;
  /** By command: the command or delivery that it followed from. */
  readonly causes: ReadonlyMap<string, string | null>;
  readonly deliveries: ReadonlyMap<string, Delivery>;
}

/** A command follows from something older, so this ends. */
function grow(chain: Chain, record: CommandRecord): CommandNode {
  const facts = chain.facts.get(record.commandId) ?? [];
  return {
    record,
    facts: facts.map((fact): FactNode => ({ fact, delivery: messageNode(chain, fact) })),
    followUps: causedBy(chain, record.commandId),
  };
}

function messageNode(chain: Chain, fact: Recorded): DeliveryNode | null {
  const [id] = messageOf(fact);
  const delivery = id === undefined ? undefined : chain.deliveries.get(id);
  return delivery === undefined ? null : { delivery, answers: causedBy(chain, delivery.id) };
}

function causedBy(chain: Chain, cause: string): ReadonlyArray<CommandNode> {
  return [...chain.causes].flatMap(([commandId, from]) => {
    const record = chain.records.get(commandId);
    return from !== cause || record === undefined || commandId === cause
      ? []
      : [grow(chain, record)];
  });
}

/** Id of the delivery that a fact has queued, if it has. */
function messageOf({ event, commandId }: Recorded): ReadonlyArray<string> {
  return event.type === "DeliveryQueued" ? [`${commandId}.${(event as DeliveryQueued).seq}`] : [];
}
