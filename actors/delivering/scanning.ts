/**
 * Brings gate events to the actors that they concern, each once.
 *
 * @module
 */
import { Effect, Result } from "effect";
import type { AccessControl, NotAnswered, Scan } from "../access_control.ts";
import type { SendError } from "../actor_router.ts";
import { type Address, addressKey } from "../address.ts";
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
  /** Those of damaged actors, in their order. */
  readonly left: ReadonlyArray<{ readonly scan: Scan; readonly because: Quarantined }>;
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
    const isNew = yield* Effect.catchTag(
      recordScan(work, scan, { tenant, accessControl: name, damaged }),
      "Quarantined",
      (because) =>
        Effect.sync(() => {
          damaged.set(addressKey(because.address), because);
          left.push({ scan, because });
          return false;
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
  const mark = `scans/${name}`;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const cursor = yield* readCursor(work.store, tenant, mark);
    const asked = yield* Effect.result(system.scans(cursor));
    yield* takePage(work, system, Result.isSuccess(asked) ? asked.success.items : []);
    const answer = yield* Effect.fromResult(asked);
    if (answer.next !== cursor) yield* work.store.writeMark(tenant, mark, answer.next);
    if (answer.items.length === 0 || answer.next === cursor) return;
  }
});

/**
 * Records what was left out before and these after it. What a damaged actor cannot take is on disk
 * then: the scans after it would wait for a repair that may never come.
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
  for (const { address, reason } of news.filter(isFirstOfItsActor)) {
    yield* Effect.logError(
      `Scans of ${address.kind} ${address.id} wait until it is mended: ${reason}`,
    );
  }
  // none was added and as many are left: they are the same
  if (news.length === 0 && left.length === before.length) return;
  yield* writeLeftOut(work.store, system, left.map(({ scan }) => scan));
});

function isFirstOfItsActor(
  { address }: Quarantined,
  index: number,
  all: ReadonlyArray<Quarantined>,
): boolean {
  return all.findIndex((one) => addressKey(one.address) === addressKey(address)) === index;
}

const readCursor = Effect.fnUntraced(function* (
  store: EventStore["Service"],
  tenant: string,
  mark: string,
): Effect.fn.Return<string | null, ReadError> {
  const cursor = yield* store.readMark(tenant, mark);
  return typeof cursor === "string" ? cursor : null;
});
