/**
 * Facts that passes and tickets share, as sentences for people.
 *
 * @module
 */
import type { CommandName } from "./access_control.ts";
import type { IncidentAcknowledged } from "./incidents.ts";
import type {
  ExposureIncidentRaised,
  ScanAnnulled,
  ScanNote,
  ScanRecorded,
  UseWithdrawn,
} from "./scan.ts";
import type { SyncEvent } from "./sync.ts";

const COMMANDS: Record<CommandName, string> = {
  issueCard: "Card requested from the access control",
  updateCard: "Admissions of the card sent to the access control",
  cancelCard: "Cancellation of the card sent to the access control",
  blockCard: "Block of the card sent to the access control",
  unblockCard: "Unblocking of the card sent to the access control",
  issueTicket: "Ticket requested from the access control",
  cancelTicket: "Cancellation of the barcode sent to the access control",
};

const NOTES: Record<ScanNote, string> = {
  counted: "accepted",
  "counted-late": "accepted by right, as it was revoked only afterwards",
  refused: "refused by the gate",
  "dead-credential": "accepted although the credential was dead, which counts nothing",
  "revoked-admission": "accepted although the admission was revoked, which counts nothing",
  "internal-gate": "accepted at an internal gate, which counts nothing",
  "other-performance": "accepted for a performance that is not here",
  "already-in": "accepted although the holder was in already",
  "not-in": "accepted although the holder was not in",
  annuls: "the turnstile did not turn",
  "nothing-to-annul": "annuls nothing that still counts",
  annulled: "accepted, but annulled before it was told, which counts nothing",
};

const IGNORED = {
  late: "came too late",
  duplicate: "was known already",
  contradictory: "contradicts an earlier one",
};

/** One sentence, without a final period. */
export function syncSentence(event: SyncEvent): string {
  switch (event.type) {
    case "DeliveryQueued":
      return event.supersedes === null
        ? `${COMMANDS[event.command]} as message ${event.seq}`
        : `${COMMANDS[event.command]} as message ${event.seq} in place of ${event.supersedes}`;
    case "DeliveryDropped":
      return `Message ${event.seq} dropped before it was sent; it is not needed any more`;
    case "DeliveryFailed":
      return `Message ${event.seq} failed (${event.code}); an operator must act`;
    case "DeliveryReopened":
      return `Message ${event.seq} is tried again`;
    case "DeliveryDiscarded":
      return `Message ${event.seq} given up; an operator vouches for the access control`;
    case "FenceRaised":
      return `Message ${event.seq} was too old for the access control, which is at ${event.lastSeq}`;
    case "AnswerIgnored":
      return `An answer to message ${event.seq} ${IGNORED[event.because]} and changes nothing`;
    case "AnswerOverdue":
      return `Message ${event.seq} was accepted long ago and is still not answered`;
  }
}

/** The end of credentials that are all called `name`; one sentence, without a final period. */
export function revokedSentence(
  { generation, credentials, strays = 0 }: {
    readonly generation: number;
    readonly credentials: ReadonlyArray<unknown>;
    readonly strays?: number;
  },
  name: "card" | "barcode",
): string {
  const confirmed = "The access control confirms that";
  if (strays === 0) return `${confirmed} ${name} ${generation} opens nothing any more`;
  return strays === credentials.length
    ? `${confirmed} the ${name} that is of no print known here opens nothing`
    : `${confirmed} the old ${name}, and what is of no print known here, open nothing any more`;
}

/** One sentence, without a final period. */
export function scanSentence(
  event:
    | ScanRecorded
    | UseWithdrawn
    | ScanAnnulled
    | ExposureIncidentRaised
    | IncidentAcknowledged,
): string {
  if (event.type === "IncidentAcknowledged") {
    return `The incident was seen to${event.reason === null ? "" : `: ${event.reason}`}`;
  }
  if (event.type === "UseWithdrawn") {
    return "An earlier told passage counts no longer, by the order of the gates' time";
  }
  if (event.type === "ScanAnnulled") return "A passage was annulled; the turnstile did not turn";
  if (event.type === "ExposureIncidentRaised") return incidentSentence(event);
  const gate = event.gate === null ? "" : ` at gate ${event.gate}`;
  const late = event.note === "counted-late"
    ? ` at ${new Date(event.at).toISOString()} and told late`
    : "";
  return `Scanned ${event.direction}${gate}${late}: ${NOTES[event.note]}`;
}

function incidentSentence({ revoked, revokedAt, scannedAt, online }: ExposureIncidentRaised) {
  const what = revoked === "credential" ? "what is revoked here" : "a revoked admission";
  const seconds = Math.round((scannedAt - (revokedAt ?? scannedAt)) / 1000);
  const since = revokedAt === null
    ? ""
    : `, ${seconds === 0 ? "right" : `${seconds} s`} after the revocation`;
  const how = online ? "" : ", offline by its own list";
  return `Incident: a gate let somebody in on ${what}${since}${how}`;
}
