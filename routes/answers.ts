/**
 * The forms of answers, for the document and for the tests that hold answers against it.
 *
 * @module
 */
import * as v from "valibot";
import { CREDENTIAL_KINDS } from "../actors/access_control.ts";
import { DELIVERY_STATUSES } from "../actors/delivery.ts";
import { SYMBOLOGIES } from "../actors/ticket_template.ts";

/** A moment, in UTC. */
export const Time = v.pipe(v.string(), v.isoTimestamp());

/** A figure that is counted up. */
export const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

const Actor = v.object({ kind: v.string(), id: v.string() });
const Version = v.pipe(v.number(), v.integer(), v.minValue(1));
const Operation = v.object({
  id: v.nullable(v.string()),
  status: v.picklist(["none", "pending", "confirmed", "failed", "superseded"]),
});
const SeatAnswer = v.nullable(
  v.object({ section: v.string(), row: v.string(), number: v.string() }),
);
const Credentials = v.array(v.object({
  generation: Count,
  kind: v.picklist(CREDENTIAL_KINDS),
  value: v.pipe(v.string(), v.description("Masked unless the key has barcode:read")),
  state: v.picklist(["live", "dead"]),
}));
const Sync = v.object({ desired: Count, sent: Count, acknowledged: Count });

const RefusalAnswer = v.object({
  code: v.string(),
  rule: v.string(),
  operands: v.record(v.string(), v.unknown()),
  advice: v.string(),
});

/** Of every command, and of its dry run. */
export const CommandAnswer = v.object({
  commandId: v.nullable(v.string()),
  actor: Actor,
  version: Count,
  events: v.array(v.string()),
  operation: Operation,
  dryRun: v.optional(v.literal(true)),
  lines: v.optional(v.pipe(v.array(v.unknown()), v.description("Of an order: as its read shows"))),
  state: v.optional(v.record(v.string(), v.unknown())),
});

/** Of `GET /v1/tickets/{ticketId}`. */
export const TicketAnswer = v.object({
  ticketId: v.string(),
  version: Version,
  status: v.picklist([
    "unprinted",
    "barcode-requested",
    "printed",
    "cancelling",
    "cancelled",
    "attention",
  ]),
  ticketNumber: v.string(),
  orderId: v.string(),
  customerId: v.string(),
  performance: v.string(),
  seat: SeatAnswer,
  priceType: v.string(),
  generation: Count,
  printCount: Count,
  credentials: Credentials,
  sync: Sync,
  usage: v.unknown(),
});

/** Of `GET /v1/passes/{passId}`. */
export const PassAnswer = v.object({
  passId: v.string(),
  version: Version,
  status: v.picklist([
    "unprinted",
    "issuing",
    "active",
    "updating",
    "reissuing",
    "blocked",
    "cancelling",
    "cancelled",
    "deleted",
    "attention",
  ]),
  passType: v.string(),
  customerId: v.string(),
  generation: Count,
  printCount: Count,
  credentials: Credentials,
  admissions: v.record(
    v.string(),
    v.object({
      performance: v.string(),
      seat: SeatAnswer,
      orderId: v.string(),
      state: v.picklist(["pending", "requested", "effective", "revoking", "revoked"]),
      revokedAt: v.optional(Time),
    }),
  ),
  sync: Sync,
  usage: v.unknown(),
});

const Line = v.object({
  lineId: v.string(),
  kind: v.picklist(["performance", "bundle", "item"]),
  code: v.string(),
  status: v.picklist(["unprinted", "printed", "cancelled", "refused"]),
  refusal: v.optional(RefusalAnswer),
  actors: v.array(
    v.object({
      kind: v.picklist(["pass", "ticket"]),
      id: v.string(),
      admissionIds: v.optional(v.array(v.string())),
    }),
  ),
  exchangedWith: v.array(v.string()),
});

/** Of `GET /v1/orders/{orderId}`. */
export const OrderAnswer = v.object({
  orderId: v.string(),
  version: Version,
  customerId: v.string(),
  status: v.picklist(["unprinted", "partially-printed", "printed", "cancelled"]),
  confirmed: v.boolean(),
  underWay: Count,
  lines: v.array(Line),
});

/** One fact of the log. */
export const EventAnswer = v.object({
  position: Count,
  actor: Actor,
  version: Version,
  type: v.string(),
  at: Time,
  commandId: v.string(),
  correlationId: v.string(),
  causationId: v.nullable(v.string()),
  key: v.string(),
  requestId: v.nullable(v.string()),
  data: v.pipe(
    v.record(v.string(), v.unknown()),
    v.description("What the fact says; times in it as everywhere"),
  ),
  sentence: v.string(),
});

/** One command that an actor was given, refused ones too. */
export const CommandRecordAnswer = v.object({
  commandId: v.string(),
  type: v.string(),
  at: Time,
  key: v.string(),
  correlationId: v.string(),
  requestId: v.nullable(v.string()),
  version: Count,
  events: v.array(v.string()),
  refusal: v.nullable(RefusalAnswer),
});

/** One message to an access-control system. */
export const DeliveryAnswer = v.object({
  id: v.string(),
  commandId: v.string(),
  actor: Actor,
  accessControl: v.string(),
  seq: Count,
  command: v.string(),
  status: v.picklist(DELIVERY_STATUSES),
  createdAt: Time,
  nextAttemptAt: v.nullable(Time),
  attempts: v.array(v.object({
    at: Time,
    durationMs: v.number(),
    httpStatus: v.nullable(v.number()),
    outcome: v.string(),
    answer: v.unknown(),
  })),
  attemptCount: Count,
  sent: v.boolean(),
  revokes: v.boolean(),
  correlationId: v.string(),
  reason: v.nullable(v.string()),
  body: v.record(v.string(), v.unknown()),
});

/** How far an import has come, in documents. */
export const ProgressAnswer = v.object({ total: Count, left: Count, refused: Count });

/** What became of a command. */
export const OperationAnswer = v.object({
  id: v.string(),
  actor: Actor,
  status: Operation.entries.status,
  command: v.string(),
  at: Time,
  version: Count,
  events: v.array(v.string()),
  deliveries: v.array(DeliveryAnswer),
  lines: v.optional(v.pipe(v.array(v.unknown()), v.description("Of an order: as its read shows"))),
  progress: v.optional(ProgressAnswer),
});

/** One stored state of an actor. */
export const SnapshotInfoAnswer = v.object({
  version: Version,
  stateVersion: Count,
  at: Time,
  sizeBytes: Count,
});

/** A stored state, decoded. */
export const SnapshotAnswer = v.object({
  version: Version,
  state: v.pipe(v.unknown(), v.description("As stored: times in milliseconds since 1970")),
});

const AdapterConfiguration = v.object({
  url: v.string(),
  token: v.pipe(v.string(), v.description("Masked for everybody")),
  replyKey: v.pipe(
    v.nullable(v.string()),
    v.description("Masked; null: it brings nothing by itself"),
  ),
  retry: v.object({ firstMs: Count, maxMs: Count, attemptTimeoutMs: Count }),
  breaker: v.object({ failures: Count, openMs: Count }),
  pace: v.object({ callsMax: Count, callsPerSecond: v.nullable(Count) }),
  pollMs: Count,
  reconcileEveryMs: Count,
  repair: v.picklist(["propose", "automatic"]),
});

/** One access-control system, as it is doing. */
export const AdapterAnswer = v.object({
  name: v.string(),
  kind: v.string(),
  tickets: v.picklist(["barcode", "print"]),
  symbology: v.pipe(
    v.nullable(v.picklist(SYMBOLOGIES)),
    v.description("How barcodes are drawn for its readers; null: as the template says"),
  ),
  configuration: AdapterConfiguration,
  status: v.pipe(
    v.picklist(["up", "down", "paused"]),
    v.description(
      "down: its breaker is not closed, or scans, list or tests failed 3 times running",
    ),
  ),
  breaker: v.pipe(v.picklist(["closed", "open", "half-open"]), v.description("Of commands alone")),
  reason: v.nullable(v.string()),
  scans: v.object({
    lastPolledAt: v.pipe(
      v.nullable(Time),
      v.description("When they were last given; null: not since the start"),
    ),
  }),
  backlog: Count,
  dead: Count,
  oldestAgeMs: v.pipe(v.nullable(v.number()), v.description("Of the backlog; null: none waits")),
  exposure: v.array(v.object({
    actor: Actor,
    credential: v.nullable(v.string()),
    since: Time,
    delivery: v.string(),
  })),
});

/** Of `POST /v1/adapters/{name}/test`. */
export const AdapterTestAnswer = v.object({
  ok: v.boolean(),
  durationMs: v.number(),
  httpStatus: v.nullable(v.number()),
  outcome: v.pipe(
    v.string(),
    v.description("unknown when all is well; unauthorised, transient or permanent when not"),
  ),
  detail: v.string(),
});

const ListSide = v.nullable(v.object({
  state: v.picklist(["live", "dead"]),
  actor: v.nullable(Actor),
  admissions: v.pipe(v.array(v.string()), v.description("Those that only this list has")),
}));

/** One credential that the access control's list and ours say different things about. */
export const DifferenceAnswer = v.object({
  id: v.string(),
  kind: v.picklist(["missing", "unknown", "different"]),
  actor: v.nullable(Actor),
  credential: v.pipe(v.string(), v.description("Masked unless the key has barcode:read")),
  credentialKind: v.picklist(CREDENTIAL_KINDS),
  ours: ListSide,
  theirs: ListSide,
  proposal: v.picklist(["resend", "block", "none"]),
  state: v.picklist(["proposed", "approved", "repaired", "ignored"]),
});

/** Of `GET /v1/adapters/{name}/reconciliation`. */
export const ReconciliationAnswer = v.object({
  checkedAt: v.nullable(Time),
  complete: v.boolean(),
  reason: v.pipe(v.nullable(v.string()), v.description("Why it is not complete")),
  differences: v.array(DifferenceAnswer),
});

/** A page of a list; `next` is the cursor of the next one. */
export function pageOf(schema: v.GenericSchema): v.GenericSchema {
  return v.object({ data: v.array(schema), next: v.nullable(v.string()) });
}

/** Whose data is missing in an answer that has that of several actors. */
export const MISSING = {
  quarantined: v.pipe(
    v.optional(v.array(Actor)),
    v.description("Actors that are damaged: what there is of them is missing here"),
  ),
};

/** As `pageOf`, where each item is an actor. */
export function pageOfActors(schema: v.GenericSchema): v.GenericSchema {
  return v.object({ data: v.array(schema), next: v.nullable(v.string()), ...MISSING });
}

/** A page of the log. */
export const LogAnswer = v.object({
  data: v.array(EventAnswer),
  next: v.nullable(v.string()),
  ...MISSING,
});

/** Every error: RFC 9457 with our members. */
const ProblemAnswer = v.looseObject({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.string(),
  code: v.string(),
  requestId: v.string(),
  errors: v.optional(v.array(v.object({ pointer: v.string(), detail: v.string() }))),
});

/** The forms that the document names. */
export const ANSWERS = {
  Command: CommandAnswer,
  Ticket: TicketAnswer,
  Pass: PassAnswer,
  Order: OrderAnswer,
  Event: EventAnswer,
  CommandRecord: CommandRecordAnswer,
  Delivery: DeliveryAnswer,
  Operation: OperationAnswer,
  Adapter: AdapterAnswer,
  Difference: DifferenceAnswer,
  Problem: ProblemAnswer,
};
