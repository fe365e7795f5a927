/**
 * Brings answers of the access control back to their actors, as ordinary commands.
 *
 * @module
 */
import { Effect, Schedule } from "effect";
import type { Answer, Credential } from "../access_control.ts";
import type { ActorRouter, Receipt, SendError } from "../actor_router.ts";
import type { Address, Barcode } from "../address.ts";
import { statusAfter } from "./attempt.ts";
import { isDamage } from "../damaged_record.ts";
import type { Tagged } from "../decider.ts";
import type { Delivery } from "../delivery.ts";
import { freshId } from "../fresh_id.ts";
import { masked } from "../masked.ts";
import { observeConfirmation } from "../metrics.ts";
import {
  type Claimed,
  type EventStore,
  OwnershipLost,
  Quarantined,
  type ReadError,
} from "../event_store.ts";
import { GATEHOUSE, ownCommand } from "../system/own_command.ts";
import type { Ownership, SyncCommand } from "../sync.ts";
import { Trends } from "../trends.ts";

/** What bringing an answer back takes. */
export interface Settling {
  readonly store: EventStore["Service"];
  readonly router: ActorRouter["Service"];
}

/** Twice is chance; more often, the value is somebody's and the next look-up shows it. */
const CLAIM_RETRIES_MAX = 5;

/** Our answer is in memory only: nobody else will bring it, so it is tried until it is stored. */
const UNTIL_STORED = Schedule.jittered(
  Schedule.min([Schedule.exponential("50 millis"), Schedule.spaced("5 seconds")]),
);

/**
 * The answer's effect and the delivery's last status, in one commit. Tried until stored, but for
 * an actor that is damaged, or a record that says whose the barcodes are: that is `Quarantined` too.
 */
export function settle(
  work: Settling,
  delivery: Delivery,
  answer: Answer,
): Effect.Effect<void, OwnershipLost | Quarantined> {
  return untilStored(delivery, recordAnswer(work, { delivery, answer, save: true }));
}

/** Gives a delivery up after answers that were none. Tried as `settle` is. */
export function bury(
  work: Settling,
  delivery: Delivery,
  { reason, applied }: { readonly reason: string; readonly applied: "no" | "unknown" },
): Effect.Effect<void, OwnershipLost | Quarantined> {
  const command: SyncCommand = {
    type: "RecordDeadLetter",
    seq: delivery.seq,
    code: "no-valid-answer",
    message: reason,
    applied,
  };
  const dead: Delivery = { ...delivery, status: "dead", nextAttemptAt: null, reason };
  return untilStored(delivery, report(work, { delivery, command, save: dead }));
}

/** Tells the actor, once, with the delivery unchanged when `save` is false. */
export const recordAnswer = Effect.fnUntraced(
  function* (work: Settling, { delivery, answer, save }: {
    readonly delivery: Delivery;
    readonly answer: Answer;
    readonly save: boolean;
  }): Effect.fn.Return<Receipt, SendError | ReadError> {
    const found = yield* Effect.forEach(
      answer.type === "done" ? answer.credentials : [],
      (credential) => lookUp(work.store, delivery, credential),
    );
    const owners = found.map(({ value, owner }) => ({ value, owner }));
    const settled: Delivery = {
      ...delivery,
      status: statusAfter(answer),
      nextAttemptAt: null,
      reason: reasonOf(answer),
    };
    const command: SyncCommand = { type: "RecordAnswer", seq: delivery.seq, answer, owners };
    const receipt = yield* report(work, { delivery, command, save: save ? settled : null });
    if (receipt.record.events.length === 0) return receipt;
    for (const one of found) yield* tellWhose(delivery, one);
    if (save) {
      const { at } = receipt.record;
      const elapsedMs = at - delivery.createdAt;
      yield* observeConfirmation(elapsedMs);
      (yield* Trends).noteConfirmation(delivery.tenant, { at, elapsedMs });
    }
    return receipt;
  },
  Effect.retry({ while: (error) => error._tag === "ClaimTaken", times: CLAIM_RETRIES_MAX }),
);

/** A fact from delivering, told to the actor by Gatehouse itself. */
export const report = Effect.fnUntraced(function* (
  { router }: Settling,
  { delivery, command, save, by = GATEHOUSE }: {
    readonly delivery: Delivery;
    readonly command: Tagged;
    readonly save: Delivery | null;
    readonly by?: string;
  },
): Effect.fn.Return<Receipt, SendError> {
  const envelope = ownCommand(yield* freshId("a"), command, {
    fresh: true,
    by,
    correlationId: delivery.correlationId,
    causationId: delivery.id,
    delivery: save,
  });
  return yield* router.send(addressOf(delivery), envelope);
});

/** The actor that a delivery speaks for. */
function addressOf({ tenant, actor }: Delivery): Address {
  return { tenant, kind: actor.kind, id: actor.id };
}

function reasonOf(answer: Answer): string | null {
  switch (answer.type) {
    case "done":
      return null;
    case "rejected":
      return `${answer.code}: ${answer.message}`;
    case "stale":
      return `stale: the access control had applied ${answer.lastSeq}`;
  }
}

/** A value that was issued, as far as it is known here. */
interface Found {
  readonly value: Barcode;
  readonly owner: Ownership;
  /** Whose it is, or was, if somebody else's. */
  readonly other: Claimed["holder"] | null;
}

const lookUp = Effect.fnUntraced(function* (
  store: EventStore["Service"],
  { tenant, actor }: Delivery,
  { value }: Credential,
): Effect.fn.Return<Found, ReadError> {
  const [claimed] = yield* store.claimed(tenant, "barcode", value);
  if (claimed !== undefined) {
    const { state, holder } = claimed;
    const isOwn = holder.kind === actor.kind && holder.id === actor.id;
    const owner = state === "dead" ? "dead" : isOwn ? "own" : "foreign";
    return { value, owner, other: isOwn ? null : holder };
  }
  const numbered = yield* store.claimed(tenant, "ticket-number", value);
  return { value, owner: numbered.length > 0 ? "ticket-number" : "free", other: null };
});

function tellWhose({ actor }: Delivery, { value, other }: Found): Effect.Effect<void> {
  if (other === null) return Effect.void;
  return Effect.logWarning(
    `Barcode ${masked(value)} of ${other.kind} ${other.id} was issued to ` +
      `${actor.kind} ${actor.id}: it is not bound`,
  );
}

function untilStored(
  delivery: Delivery,
  attempt: Effect.Effect<Receipt, SendError | ReadError>,
): Effect.Effect<void, OwnershipLost | Quarantined> {
  return attempt.pipe(
    Effect.tapError((error) =>
      Effect.logWarning(`Answer of delivery ${delivery.id} is not stored yet: ${error._tag}`)
    ),
    Effect.mapError((error) =>
      isDamage(error)
        ? new Quarantined({ address: addressOf(delivery), reason: error.reason })
        : error
    ),
    Effect.retry({
      while: ({ _tag }) => _tag !== "OwnershipLost" && _tag !== "Quarantined",
      schedule: UNTIL_STORED,
    }),
    Effect.catch((error) =>
      Effect.fail(
        error._tag === "Quarantined" ? error : new OwnershipLost({ reason: error._tag }),
      )
    ),
    Effect.asVoid,
  );
}
