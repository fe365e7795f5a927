/**
 * Every way that a request can fail which is not a refusal by the domain: status, title, cause, mend.
 *
 * @module
 */

/** One row: what the caller sees in a problem's head, and what its page says. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** Why it happens, in one or two sentences. */
  readonly cause: string;
  /** What the caller can do about it. */
  readonly mend: string;
}

/** Problem codes are part of the public contract: add, never rename. */
export const PROBLEM_CODES = {
  "malformed-json": {
    status: 400,
    title: "The body is not JSON",
    cause: "The body is not well-formed JSON in UTF-8.",
    mend: "Send one JSON object.",
  },
  "bad-query": {
    status: 400,
    title: "A query field is wrong",
    cause: "A query field is unknown here, stands twice, or has a value it cannot have.",
    mend: "Look at `errors`: it names the field and what it must be.",
  },
  "bad-header": {
    status: 400,
    title: "A header is wrong",
    cause: "A header that this route reads has a value it cannot have.",
    mend: "Look at `errors`: it names the header and what it must be.",
  },
  "unauthenticated": {
    status: 401,
    title: "No valid key",
    cause: "The request has no key, or one that is unknown, expired or meant for something else.",
    mend: "Send `Authorization: Bearer KEY` with a key that is valid now.",
  },
  "missing-scope": {
    status: 403,
    title: "The key may not do this",
    cause: "The key is valid, but it lacks the scope that this route needs.",
    mend: "Use a key with the scope named in `scope`; no scope contains another.",
  },
  "not-found": {
    status: 404,
    title: "Not found",
    cause: "There is no such thing in this tenant.",
    mend: "Check the path and what it names: `detail` says what is not known.",
  },
  "method-not-allowed": {
    status: 405,
    title: "The path does not know this method",
    cause: "The path exists, but not with this method.",
    mend: "Use one of the methods in the `Allow` header.",
  },
  "body-too-slow": {
    status: 408,
    title: "The body did not arrive in time",
    cause: "A body has 10 seconds to arrive, less while very many are waited for.",
    mend: "Send it again, all at once. The same Idempotency-Key acts once.",
  },
  "delivery-not-open": {
    status: 409,
    title: "The delivery is not open",
    cause: "The delivery is confirmed, superseded or discarded, or is being sent at this moment.",
    mend:
      "Read the delivery: nothing is to be done when it is settled, else try again in a moment.",
  },
  "in-progress": {
    status: 409,
    title: "The same command is being carried out",
    cause: "A request with the same Idempotency-Key is still running.",
    mend: "Repeat it in a moment with the same key: it gives the answer of the first.",
  },
  "no-live-barcode": {
    status: 409,
    title: "There is no live barcode",
    cause: "It is not printed, not confirmed yet, or dead; or it has no live barcode of this kind.",
    mend: "Print it, and ask again when the access control has confirmed it.",
  },
  "printed-by-access-control": {
    status: 409,
    title: "The access control prints this ticket",
    cause: "The ticket's access control prints tickets itself, so nothing is printed here.",
    mend: "Take it from the printer; `produce` has it printed again.",
  },
  "ticket-number-taken": {
    status: 409,
    title: "The ticket number is taken",
    cause: "Another ticket of the performance has, or once had, this ticket number.",
    mend: "Give another ticket number, or none to have one made.",
  },
  "barcode-taken": {
    status: 409,
    title: "The barcode is taken",
    cause: "Another actor has, or once had, this barcode.",
    mend: "Request a new barcode.",
  },
  "pass-already-held": {
    status: 409,
    title: "The customer holds a pass of this group",
    cause: "A customer holds one pass of a group, unless the pass type allows several.",
    mend: "Use the pass that the customer has, or another pass type.",
  },
  "key-in-configuration": {
    status: 409,
    title: "The key stands in the configuration",
    cause: "Keys of the configuration file are changed there, and nowhere else.",
    mend: "Change the file and start the service again, or create another key here.",
  },
  "too-many-keys": {
    status: 409,
    title: "The tenant has as many keys as it may have",
    cause: "Every key is held in memory, so a tenant has a bounded number of them.",
    mend: "Remove those that are over; one key can serve several tills.",
  },
  "too-many-webhooks": {
    status: 409,
    title: "The tenant has as many webhooks as it may have",
    cause: "Each webhook follows the whole log, so a tenant has a few of them at most.",
    mend: "Remove one that is not needed; a filter can be widened instead.",
  },
  "version-mismatch": {
    status: 412,
    title: "The actor has moved on",
    cause: "The version in `If-Match` is not the actor's current one.",
    mend: "Read the actor again, decide anew, and send its current version.",
  },
  "body-too-large": {
    status: 413,
    title: "The body is too large",
    cause: "The body is larger than this route takes.",
    mend: "Send at most as many bytes as `limitBytes` says.",
  },
  "unsupported-media-type": {
    status: 415,
    title: "The body must be JSON",
    cause: "The Content-Type is missing or is not `application/json`.",
    mend: "Send `Content-Type: application/json`.",
  },
  "invalid": {
    status: 422,
    title: "The request does not have the right form",
    cause: "A field is missing, unknown, or has a value it cannot have.",
    mend: "Look at `errors`: each names the place by JSON Pointer and what it must be.",
  },
  "symbology-unfit": {
    status: 422,
    title: "The barcode cannot be drawn so",
    cause: "The symbology, the printer or the place on the ticket cannot hold this barcode.",
    mend: "Look at `rule`; choose another symbology, or give the template more room.",
  },
  "idempotency-key-reused": {
    status: 422,
    title: "The Idempotency-Key was used for another body",
    cause: "A command with this key and another body was answered before.",
    mend: "Repeat a command with exactly its body, and give a new command a new key.",
  },
  "too-many-requests": {
    status: 429,
    title: "Too many requests",
    cause: "The key, its tenant, or an address without a valid key sends more than its limit.",
    mend: "Wait as long as `Retry-After` says.",
  },
  "internal": {
    status: 500,
    title: "Gatehouse has made a mistake",
    cause: "Something happened that the program does not expect. It is in the log.",
    mend: "Tell the operator the `requestId`. Repeating with the same Idempotency-Key is safe.",
  },
  "actor-busy": {
    status: 503,
    title: "Too many commands are waiting",
    cause: "Too many commands wait for this actor, or too many actors are live. Nothing was done.",
    mend: "Repeat after as many seconds as `Retry-After` says.",
  },
  "store-unavailable": {
    status: 503,
    title: "The store does not take writes now",
    cause: "The store's queue or disk is full, or it does not answer. Nothing was done.",
    mend: "Repeat after as many seconds as `Retry-After` says; `/readyz` tells the state.",
  },
  "quarantined": {
    status: 503,
    title: "The actor's record is damaged",
    cause: "What is stored of this one actor is damaged: it takes no commands until it was found " +
      "whole. All others are unharmed.",
    mend: "Tell the operator: `POST …/verify` says what is wrong; `POST …/snapshots/rebuild`, or " +
      "`deno task verify --repair` on the stopped service, makes anew what follows from the facts; " +
      "facts themselves come from a backup only.",
  },
  "ownership-lost": {
    status: 503,
    title: "Another instance has taken over",
    cause: "Another process owns the data now. This one writes nothing any more.",
    mend: "Repeat: the request should reach the other instance.",
  },
  "outcome-unknown": {
    status: 504,
    title: "Whether the command was stored is not known yet",
    cause: "The store did not say in time whether it has written the command.",
    mend: "Repeat with the same Idempotency-Key: it acts once, and tells what happened.",
  },
} as const satisfies Record<string, ProblemKind>;

/** Code of a problem that is not a refusal. */
export type ProblemCode = keyof typeof PROBLEM_CODES;
