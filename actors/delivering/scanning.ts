/**
 * Brings gate events to the actors that they concern, each once.
 *
 * @module
 */
import { Effect } from "effect";
import type { AccessControl, NotAnswered, Scan } from "../access_control.ts";
import type { SendError } from "../actor_router.ts";
import type { EventStore, Quarantined, ReadError } from "../event_store.ts";
import { countIncident, countUnknownScan } from "../metrics.ts";
import type { Settling } from "./settling.ts";
import { ownCommand } from "../system/own_command.ts";

/** Pages taken in one go; the rest comes with the next poll. */
const PAGES_MAX = 20;

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
  const damaged: Array<Quarantined> = [];
  let recorded = 0;
  for (const scan of scans) {
    const isNew = yield* Effect.catchTag(
      recordScan(work, scan, { tenant, accessControl }),
      "Quarantined",
      (error) => Effect.as(Effect.sync(() => damaged.push(error)), false),
    );
    if (isNew) recorded += 1;
  }
  const [first] = damaged;
  return first === undefined ? recorded : yield* first;
});

/** Whether it is new, and concerns a credential that is known here. */
const recordScan = Effect.fnUntraced(function* (
  { store, router }: Settling,
  scan: Scan,
  { tenant, accessControl }: { readonly tenant: string; readonly accessControl: string },
): Effect.fn.Return<boolean, SendError | ReadError> {
  const [claimed] = yield* store.claimed(tenant, "barcode", scan.value);
  if (claimed === undefined) {
    yield* countUnknownScan(tenant, accessControl);
    return false;
  }
  const command = { type: "RecordScan", scan } as const;
  const envelope = ownCommand(`s-${accessControl}-${scan.scanId}`, command);
  const { replayed, record } = yield* router.send({ tenant, ...claimed.holder }, envelope);
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
    const answer = yield* system.scans(cursor);
    yield* recordScans(work, { tenant, accessControl: name, scans: answer.items }).pipe(
      // the scans after them would wait for a repair that may never come
      Effect.catchTag(
        "Quarantined",
        ({ address, reason }) =>
          Effect.logError(`Scans of ${address.kind} ${address.id} are left out: ${reason}`),
      ),
    );
    if (answer.next !== cursor) yield* work.store.writeMark(tenant, mark, answer.next);
    if (answer.items.length === 0 || answer.next === cursor) return;
  }
});

const readCursor = Effect.fnUntraced(function* (
  store: EventStore["Service"],
  tenant: string,
  mark: string,
): Effect.fn.Return<string | null, ReadError> {
  const cursor = yield* store.readMark(tenant, mark);
  return typeof cursor === "string" ? cursor : null;
});
