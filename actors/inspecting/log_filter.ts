/**
 * From what people filter the log by to what the store can look up.
 *
 * @module
 */
import { Effect } from "effect";
import type { Kind } from "../address.ts";
import {
  type CommandRecord,
  EventStore,
  type LogFilter,
  type ReadError,
  type Relation,
} from "../event_store.ts";
import type { LogQuestion } from "../log_question.ts";
import type { OrderEvent } from "../order/mod.ts";
import { ACTOR_TYPES } from "../system/actor_types.ts";
import { factsBetween } from "./past.ts";

interface Actor {
  readonly kind: Kind;
  readonly id: string;
}

/** The filter as of now: a barcode that nobody has yet gives a filter that takes nothing. */
export const resolveFilter = Effect.fnUntraced(function* (
  tenant: string,
  question: LogQuestion,
): Effect.fn.Return<LogFilter, ReadError, EventStore> {
  const { kind, actorKind, id, type, from, to, barcode, correlation } = question;
  const sets = [
    ...(id === null ? [] : [actorKind === null ? ofAnyKind(id) : [{ kind: actorKind, id }]]),
    ...(barcode === null ? [] : [yield* holdersOf(tenant, barcode)]),
    ...(correlation === null ? [] : [yield* actorsOfChain(tenant, correlation)]),
  ];
  return {
    kind,
    id,
    type,
    from,
    to,
    actors: sets.length === 0 ? null : common(sets),
    related: RELATIONS.flatMap((by): ReadonlyArray<Relation> => {
      const value = question[by];
      return value === null ? [] : [{ by, value }];
    }),
    correlationId: correlation,
    // who has looked at what is for administrators, and not what happened
    except: "audit",
  };
});

function ofAnyKind(id: string): ReadonlyArray<Actor> {
  return ACTOR_TYPES.map(({ kind }) => ({ kind, id }));
}

const RELATIONS = ["order", "customer", "performance"] as const;

const holdersOf = Effect.fnUntraced(function* (tenant: string, barcode: string) {
  const store = yield* EventStore;
  const claimed = yield* store.claimed(tenant, "barcode", barcode);
  return claimed.map(({ holder }): Actor => holder);
});

/** The actor that the chain's first command was for, and those that an order told because of it. */
const actorsOfChain = Effect.fnUntraced(function* (tenant: string, correlation: string) {
  const store = yield* EventStore;
  const record = yield* store.command(tenant, correlation);
  if (record === null) return [];
  const { kind, id } = record.address;
  const tasks = yield* tasksOf(record);
  return [{ kind, id }, ...tasks.map(({ target }): Actor => target)];
});

/** What an order's command had its passes and tickets told. */
export const tasksOf = Effect.fnUntraced(function* ({ address, version, events }: CommandRecord) {
  if (address.kind !== "order" || events.length === 0) return [];
  const facts = yield* factsBetween(address, { from: version - events.length + 1, to: version });
  return facts.flatMap(({ event }) => {
    const told = event as OrderEvent;
    return told.type === "TasksQueued" ? told.tasks : [];
  });
});

function common(sets: ReadonlyArray<ReadonlyArray<Actor>>): ReadonlyArray<Actor> {
  const [first = [], ...others] = sets;
  const once = new Map(first.map((one) => [nameOf(one), one]));
  const names = others.map((some) => new Set(some.map(nameOf)));
  return [...once.values()].filter((one) => names.every((known) => known.has(nameOf(one))));
}

function nameOf({ kind, id }: Actor): string {
  return `${kind}/${id}`;
}
