/**
 * Brings gate events to the actors that they concern, each once.
 *
 * @module
 */
import { Effect, Result } from "effect";
import type { AccessControl, NotAnswered, Scan } from "../access_control.ts";
import type { SendError } from "../actor_router.ts";
import { type Address, addressKey } from "../address.ts";
import { isDamage, readMarkOr } from "../damaged_record.ts";
import type { EventStore, Quarantined, ReadError } from "../event_store.ts";
import { countIncident, countUnknownScan } from "../metrics.ts";
import { readLeftOut, writeLeftOut } from "./left_out.ts";
import type { Settling } from "./settling.ts";
import { ownCommand } from "../system/own_command.ts";

/** Pages taken in one go; the rest comes with the next poll. */
const PAGES_MAX = 20;

/** What became of scans. */
interface Taken {
  /** How many were new, and concerned a credential that is known here. */
  readonly recorded: number;
  /** Those whose actors are damaged, or the holders of their barcodes, in their order. */
  readonly left: ReadonlyArray<{ readonly scan: Scan; readonly because: ReadError }>;
}

/**
 * Records scans in the order given; gives how many concerned a credential that is known here.
 *
 * An unknown value makes no actor and is only counted: whoever waves a card from elsewhere costs
 * nothing. What is damaged fails when all the others are recorded.
 */
export const recordScans = Effect.fnUntraced(function* (
  work: Settling,
  { tenant, accessControl, scans }: {
    readonly tenant: string;
    readonly accessControl: string;
    readonly scans: ReadonlyArray<Scan>;
  },
): Effect.fn.Return<number, SendError | ReadError> {
  const { recorded, left: [first] } = yield* takeScans(
    work,
    { tenant, name: accessControl },
    scans,
  );
  return first === undefined ? recorded : yield* first.because;
});

const takeScans = Effect.fnUntraced(function* (
  work: Settling,
  { tenant, name }: Pick<AccessControl, "tenant" | "name">,
  scans: ReadonlyArray<Scan>,
): Effect.fn.Return<Taken, SendError | ReadError> {
  const left: Array<Taken["left"][number]> = [];
  const damaged = new Map<string, Quarantined>();
  let recorded = 0;
  for (const scan of scans) {
    const leave = (because: ReadError) =>
      Effect.sync(() => {
        if (because._tag === "Quarantined") damaged.set(addressKey(because.address), because);
        left.push({ scan, because });
        return false;
      });
    const isNew = yield* recordScan(work, scan, { tenant, accessControl: name, damaged }).pipe(
      Effect.catchTags({
        Quarantined: leave,
        // a claim is mended while nothing runs: later scans of its barcode meet the same
        StoreUnavailable: (error) => isDamage(error) ? leave(error) : Effect.fail(error),
      }),
    );
    if (isNew) recorded += 1;
  }
  return { recorded, left };
});

/** Whether it is new, and concerns a credential that is known here. */
const recordScan = Effect.fnUntraced(function* (
  { store, router }: Settling,
  scan: Scan,
  { tenant, accessControl, damaged }: {
    readonly tenant: string;
    readonly accessControl: string;
    /** Mended meanwhile or not: a later scan of theirs must not come before one that was left. */
    readonly damaged: ReadonlyMap<string, Quarantined>;
  },
): Effect.fn.Return<boolean, SendError | ReadError> {
  const [claimed] = yield* store.claimed(tenant, "barcode", scan.value);
  if (claimed === undefined) {
    yield* countUnknownScan(tenant, accessControl);
    return false;
  }
  const address: Address = { tenant, ...claimed.holder };
  const known = damaged.get(addressKey(address));
  if (known !== undefined) return yield* known;
  const command = { type: "RecordScan", scan } as const;
  const envelope = ownCommand(`s-${accessControl}-${scan.scanId}`, command);
  const { replayed, record } = yield* router.send(address, envelope);
  if (replayed) return false;
  if (record.events.includes("ExposureIncidentRaised")) {
    yield* countIncident(tenant, accessControl);
    yield* Effect.logWarning(
      `A gate let somebody in on what is revoked: ${claimed.holder.kind} ${claimed.holder.id}`,
    );
  }
  return true;
});

/** Asks for new scans for ever, every `pollMs`; the cursor moves when a page is on disk. */
export function pollScans(work: Settling, system: AccessControl): Effect.Effect<never> {
  const once = pullPages(work, system).pipe(
    Effect.catch((error) =>
      // a poll without an answer is noted where it is asked, and told once
      error._tag === "NotAnswered"
        ? Effect.void
        : Effect.logWarning(`Scans are not taken now: ${error._tag}`)
    ),
  );
  return Effect.forever(Effect.andThen(once, Effect.sleep(system.pollMs)));
}

const pullPages = Effect.fnUntraced(function* (
  work: Settling,
  system: AccessControl,
): Effect.fn.Return<void, NotAnswered | SendError | ReadError> {
  const { tenant, name } = system;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const cursor = yield* readCursor(work.store, system);
    const asked = yield* Effect.result(system.scans(cursor));
    yield* takePage(work, system, Result.isSuccess(asked) ? asked.success.items : []);
    const answer = yield* Effect.fromResult(asked);
    if (answer.next !== cursor) {
      yield* work.store.writeMark(tenant, cursorMark(name), answer.next);
    }
    if (answer.items.length === 0 || answer.next === cursor) return;
  }
});

/**
 * Records what was left out before and these after it. What cannot be taken because of damage is on
 * disk then: the scans after it would wait for a repair that may never come.
 */
const takePage = Effect.fnUntraced(function* (
  work: Settling,
  system: AccessControl,
  items: ReadonlyArray<Scan>,
): Effect.fn.Return<void, SendError | ReadError> {
  const before = yield* readLeftOut(work.store, system);
  const isKnown = ({ scanId }: Scan) => before.some((scan) => scan.scanId === scanId);
  const all = [...before, ...items.filter((scan) => !isKnown(scan))];
  const { left } = yield* takeScans(work, system, all);
  const news = left.filter(({ scan }) => !isKnown(scan)).map(({ because }) => because);
  const told = new Set(news.map((because) => waiting(system, because)));
  for (const one of told) yield* Effect.logError(one);
  // none was added and as many are left: they are the same
  if (news.length === 0 && left.length === before.length) return;
  yield* writeLeftOut(work.store, system, left.map(({ scan }) => scan));
});

/** Without the barcode, which opens a gate. */
function waiting({ name }: AccessControl, because: ReadError): string {
  const whose = because._tag === "Quarantined"
    ? `${because.address.kind} ${because.address.id}`
    : name;
  return `Scans of ${whose} wait until it is mended: ${because.reason}`;
}

/** One that does not decode is replaced: scans that come again count once. */
const readCursor = Effect.fnUntraced(function* (
  store: EventStore["Service"],
  { tenant, name }: AccessControl,
): Effect.fn.Return<string | null, SendError | ReadError> {
  const mark = cursorMark(name);
  const replaced = Effect.logError(
    `Scans of ${name} are asked for from the first: the place in them does not decode`,
  ).pipe(Effect.andThen(store.writeMark(tenant, mark, null)), Effect.as(null));
  const cursor = yield* readMarkOr(store, { tenant, name: mark }, replaced);
  return typeof cursor === "string" ? cursor : null;
});

function cursorMark(name: string): string {
  return `scans/${name}`;
}
