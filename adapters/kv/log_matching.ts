/**
 * Which facts a reader of the log wants, and where its page begins.
 *
 * @module
 */
import { Effect } from "effect";
import type { Address, Kind } from "../../actors/address.ts";
import type { LogFilter, LogRequest, Recorded, Relation } from "../../actors/event_store.ts";
import { POSITIONS_PER_BATCH } from "./batch.ts";
import { relationKey } from "./keys.ts";
import type { Reader } from "./reader.ts";

/** One page of one tenant's log. */
export interface LogPage {
  readonly tenant: string;
  readonly filter: LogFilter;
  readonly limit: number;
  readonly newestFirst: boolean;
  /** Position seen last; `null`: none yet. */
  readonly seen: number | null;
  /** Newest batch that may be read. */
  readonly settled: number;
}

/** `null` for a cursor that is none of ours. */
export function logPage(
  tenant: string,
  filter: LogFilter,
  { request, settled }: { readonly request: LogRequest; readonly settled: number },
): LogPage | null {
  const { cursor, limit, newestFirst = false } = request;
  if (cursor !== null && !/^\d{1,16}$/.test(cursor)) return null;
  return {
    tenant,
    filter,
    limit,
    newestFirst,
    seen: cursor === null ? null : Number(cursor),
    settled,
  };
}

/** Whether the fact at this position is still to come. */
export function isAhead(
  { seen, newestFirst, settled }: LogPage,
  position: number,
): boolean {
  if (position > lastOf(settled)) return false;
  return seen === null || (newestFirst ? position < seen : position > seen);
}

/** Last position of a batch. */
export function lastOf(batch: number): number {
  return (batch + 1) * POSITIONS_PER_BATCH - 1;
}

/** Whether the actor's facts can be wanted, as far as its address tells. */
export function isWanted(
  { tenant, filter: { kind, id, actors = null, except = null } }: LogPage,
  address: Address,
): boolean {
  return address.tenant === tenant && (kind === null || address.kind === kind) &&
    address.kind !== except &&
    (id === null || address.id === id) &&
    (actors === null || actors.some((one) => one.kind === address.kind && one.id === address.id));
}

/** Whether the fact is wanted, of an actor that is. */
export function matches(
  { filter: { type, from, to, correlationId = null, by = null } }: LogPage,
  { event, at, ...fact }: Recorded,
): boolean {
  return (type === null || event.type === type) && (from === null || at >= from) &&
    (to === null || at < to) && (correlationId === null || fact.correlationId === correlationId) &&
    (by === null || fact.by === by);
}

/** Those of some addresses that are related to all that the filter names. */
export const relatedOnly = Effect.fnUntraced(function* <A extends { readonly address: Address }>(
  reader: Reader,
  { filter: { related = [] } }: LogPage,
  some: ReadonlyArray<A>,
) {
  let left = some;
  for (const relation of related) {
    const asked = new Map(left.map(({ address }) => [nameOf(address), address]));
    const addresses = [...asked.values()].filter((address) => !isItself(address, relation));
    const found = yield* reader.getMany(
      addresses.map(({ tenant, kind, id }) => [...relationKey(tenant, relation), kind, id]),
    );
    const strangers = new Set(addresses.filter((_, i) => found[i] === null).map(nameOf));
    left = left.filter(({ address }) => !strangers.has(nameOf(address)));
  }
  return left;
});

/** An order belongs to itself, and so does a performance. */
function isItself({ kind, id }: { readonly kind: Kind; readonly id: string }, of: Relation) {
  return kind === of.by && id === of.value;
}

function nameOf({ kind, id }: Address): string {
  return `${kind}/${id}`;
}
