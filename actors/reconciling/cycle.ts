/**
 * Reads both lists once, page by page, and keeps of them only where they differ.
 *
 * @module
 */
import { Effect } from "effect";
import type { AccessControl, Listed, NotAnswered } from "../access_control.ts";
import { fold } from "../actor_type.ts";
import { type Address, type Kind, SUBJECT_KINDS, type SubjectKind } from "../address.ts";
import { isDamage } from "../damaged_record.ts";
import type { EventStore, ListedHead, ReadError } from "../event_store.ts";
import type { DifferenceCounts } from "../reconciler.ts";
import type { Difference } from "../reconciliation/mod.ts";
import { readState } from "../system/cell.ts";
import { agree, compareKnown, compareMissing, compareStray } from "./compare.ts";
import { type Held, heldBy, SUBJECT_TYPES, type SubjectName } from "./held.ts";
import type { Extent } from "./plausibility.ts";

/** Their values are remembered to the end, to see which of ours are not among them: 100 MB. */
const LISTED_MAX = 1_000_000;
/** Differences kept of one cycle; the next one finds the others. */
const DIFFERENCES_MAX = 1_000;
const HEADS_A_PAGE = 200;
const LOOKS_AT_ONCE = 16;

/** One comparison. */
export interface Comparison extends Extent {
  /** The first `DIFFERENCES_MAX`. */
  readonly differences: ReadonlyArray<Difference>;
  /** Why a list was not read to its end; `null`: both were. */
  readonly broken: string | null;
  /** Names of ours that are damaged: what they hold was not compared. */
  readonly damaged: ReadonlySet<string>;
  /** Values listed whose holder here does not decode: they were not compared. */
  readonly unheld: ReadonlySet<string>;
}

/** One comparison under way. */
interface Reading {
  readonly store: EventStore["Service"];
  readonly system: AccessControl;
  readonly seen: Set<string>;
  readonly differences: Array<Difference>;
  readonly damaged: Set<string>;
  readonly unheld: Set<string>;
  readonly counts: { -readonly [Kind in keyof DifferenceCounts]: number };
  listed: number;
  held: number;
}

/**
 * Compares all that the system lists with all that is held here.
 *
 * An actor is judged only when its newest fact is older than the page it is held against, and all
 * that it wants was confirmed by then. What is in flight, or has changed since, is left to the next
 * cycle: the list could not know of it. So is what is damaged: all others are compared.
 */
export const compareLists = Effect.fn("Reconciling.compareLists")(function* (
  store: EventStore["Service"],
  system: AccessControl,
): Effect.fn.Return<Comparison, ReadError> {
  const reading: Reading = {
    store,
    system,
    seen: new Set(),
    differences: [],
    damaged: new Set(),
    unheld: new Set(),
    counts: { missing: 0, unknown: 0, different: 0 },
    listed: 0,
    held: 0,
  };
  const begunAt = store.tip();
  const broken = yield* Effect.catchTag(
    readTheirs(reading),
    "NotAnswered",
    ({ reason }) => Effect.succeed(`The access control gave no list: ${reason}`),
  );
  if (broken === null) {
    for (const kind of SUBJECT_KINDS) yield* readOurs(reading, kind, begunAt);
  }
  const { listed, held, counts, differences, damaged, unheld } = reading;
  return { listed, held, counts, differences, broken, damaged, unheld };
});

const readTheirs = Effect.fnUntraced(function* (
  reading: Reading,
): Effect.fn.Return<string | null, NotAnswered | ReadError> {
  const { system, store, seen } = reading;
  let cursor: string | null = null;
  for (let items = 0; items <= LISTED_MAX;) {
    const asOf = store.tip();
    const page: Effect.Success<ReturnType<AccessControl["credentials"]>> = yield* system
      .credentials(cursor);
    const found = yield* Effect.forEach(
      page.items,
      (listed) => leftAlone(reading, compareListed(reading, listed, asOf), listed.value),
      { concurrency: LOOKS_AT_ONCE },
    );
    for (const { value, state } of page.items) {
      seen.add(value);
      if (state === "live") reading.listed += 1;
    }
    note(reading, found.filter((one) => one !== null));
    if (page.next === null) return null;
    if (page.items.length === 0 || page.next === cursor) return "The list does not come to its end";
    items += page.items.length;
    cursor = page.next;
  }
  return `The list is longer than ${LISTED_MAX} credentials`;
});

const readOurs = Effect.fnUntraced(function* (
  reading: Reading,
  kind: SubjectKind,
  begunAt: number,
): Effect.fn.Return<void, ReadError> {
  const { store, system, seen } = reading;
  const { tenant, name } = system;
  let cursor: string | null = null;
  do {
    const page: Effect.Success<ReturnType<typeof store.headPage>> = yield* store.headPage(
      tenant,
      kind,
      { cursor, limit: HEADS_A_PAGE },
    );
    for (const { id } of page.damaged ?? []) reading.damaged.add(nameOf({ kind, id }));
    for (const head of page.data) {
      const address = { tenant, kind, id: head.id };
      const held = yield* leftAlone(reading, heldByHead(store, address, head));
      if (held === null || held.accessControl !== name) continue;
      reading.held += held.live.length;
      if (head.position <= begunAt) note(reading, compareMissing(held, (one) => seen.has(one)));
    }
    cursor = page.next;
  } while (cursor !== null);
});

const compareListed = Effect.fnUntraced(function* (
  reading: Reading,
  listed: Listed,
  asOf: number,
): Effect.fn.Return<Difference | null, ReadError> {
  const { store, system: { tenant, name: accessControl } } = reading;
  const named = listed.subject === null ? null : yield* subjectAt(reading, listed.subject);
  if (named !== null && agree(listed, named.held)) return null;
  const [claimed] = yield* store.claimed(tenant, "barcode", listed.value);
  if (listed.state === "dead" && claimed?.state !== "live") return null;
  const kind = SUBJECT_KINDS.find((one) => one === claimed?.holder.kind);
  if (claimed === undefined || kind === undefined) {
    const owner = named?.held ?? null;
    return yield* unlessNewer(reading, asOf, {
      difference: compareStray(listed, { owner, accessControl }),
      subject: named,
    });
  }
  const holder = yield* subjectAt(reading, { kind, id: claimed.holder.id });
  if (holder === null || holder.held.accessControl !== accessControl) return null;
  const difference = compareKnown(listed, holder.held);
  return yield* unlessNewer(reading, asOf, { difference, subject: holder });
});

/** A pass or a ticket as it is stored now. */
interface Subject {
  readonly held: Held;
  readonly version: number;
}

/** `null`: there is none of that name. */
const subjectAt = Effect.fnUntraced(function* (
  { store, system: { tenant } }: Reading,
  name: SubjectName,
): Effect.fn.Return<Subject | null, ReadError> {
  const type = SUBJECT_TYPES[name.kind];
  const { version, state } = yield* readState(store, type, { tenant, ...name });
  return version === 0 ? null : { held: heldBy(name, state), version };
});

/** What has a fact that is newer than the page was not in the list that the page is of. */
const unlessNewer = Effect.fnUntraced(function* (
  { store, system: { tenant } }: Reading,
  asOf: number,
  { difference, subject }: {
    readonly difference: Difference | null;
    readonly subject: Subject | null;
  },
): Effect.fn.Return<Difference | null, ReadError> {
  if (difference === null || subject === null) return difference;
  const { held: { actor }, version } = subject;
  const [newest] = yield* store.history({ tenant, ...actor }, { fromVersion: version, limit: 1 });
  return newest !== undefined && newest.position <= asOf ? difference : null;
});

/**
 * `null` where it would be about a damaged actor, or about a value listed whose holder is damaged.
 * Which is remembered: nothing is known of it.
 */
function leftAlone<A>(
  { damaged, unheld }: Reading,
  look: Effect.Effect<A, ReadError>,
  value: string | null = null,
): Effect.Effect<A | null, ReadError> {
  const remember = (all: Set<string>, name: string) =>
    Effect.sync(() => {
      all.add(name);
      return null;
    });
  return look.pipe(Effect.catchTags({
    Quarantined: ({ address }) => remember(damaged, nameOf(address)),
    StoreUnavailable: (error) =>
      value !== null && isDamage(error) ? remember(unheld, value) : Effect.fail(error),
  }));
}

/** As `Comparison.damaged` has it. */
export function nameOf({ kind, id }: { readonly kind: Kind; readonly id: string }): string {
  return `${kind} ${id}`;
}

/** Heads of an older state version are folded from the facts, as everywhere. */
function heldByHead(
  store: EventStore["Service"],
  address: Address & SubjectName,
  { loaded }: ListedHead,
): Effect.Effect<Held, ReadError> {
  const { kind, id } = address;
  const type = SUBJECT_TYPES[kind];
  const isCurrent = loaded.snapshot === null || loaded.snapshot.stateVersion === type.stateVersion;
  if (isCurrent) return Effect.succeed(heldBy({ kind, id }, fold(type, loaded)));
  return Effect.map(
    readState(store, type, address),
    ({ state }) => heldBy({ kind, id }, state),
  );
}

function note({ counts, differences }: Reading, found: ReadonlyArray<Difference>): void {
  for (const one of found) {
    counts[one.kind] += 1;
    if (differences.length < DIFFERENCES_MAX) differences.push(one);
  }
}
