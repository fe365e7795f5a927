/**
 * What an access control may say, checked: its answers are hostile input until they fit these.
 *
 * @module
 */
import * as v from "valibot";
import {
  type Answer,
  CREDENTIAL_KINDS,
  type Done,
  type Listed,
  type Rejected,
  type Scan,
  type Stale,
} from "../../actors/access_control.ts";
import { Barcode, SUBJECT_KINDS } from "../../actors/address.ts";

/** Far above any real fence, and far enough below 2^53 that ours can go on growing past it. */
const FENCE_MAX = 2 ** 52;

const PrintableAscii = v.pipe(v.string(), v.regex(/^[\x21-\x7E]{1,64}$/));

const CredentialBody = v.object({
  kind: v.picklist(CREDENTIAL_KINDS),
  value: v.pipe(PrintableAscii, v.transform(Barcode)),
});

/** Free text of the other side, for people to read. */
const Text = v.pipe(v.string(), v.maxLength(500), v.transform((text) => text.toWellFormed()));

const DoneBody = v.object({
  commandId: v.string(),
  status: v.literal("done"),
  credentials: v.optional(v.pipe(v.array(CredentialBody), v.maxLength(8)), []),
  externalId: v.optional(v.nullable(PrintableAscii), null),
  printed: v.optional(v.boolean(), true),
  printFault: v.optional(v.nullable(Text), null),
});

const AcceptedBody = v.object({ commandId: v.string(), status: v.literal("accepted") });

const RejectedBody = v.object({
  commandId: v.optional(v.string()),
  status: v.literal("rejected"),
  code: PrintableAscii,
  message: Text,
});

const StaleBody = v.object({
  commandId: v.optional(v.string()),
  status: v.literal("stale"),
  lastSeq: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(FENCE_MAX)),
});

const GateText = v.pipe(v.string(), v.minLength(1), v.maxLength(256), v.check(isWellFormed));

const ScanBody = v.object({
  scanId: v.pipe(v.string(), v.regex(/^[\x21-\x7E]{1,128}$/)),
  at: v.pipe(v.string(), v.maxLength(40), v.isoTimestamp(), v.transform(Date.parse), v.integer()),
  value: v.pipe(GateText, v.transform(Barcode)),
  ProductCode: GateText,
  gate: v.optional(v.nullable(GateText), null),
  direction: v.picklist(["in", "out"]),
  online: v.boolean(),
  result: v.picklist(["accepted", "refused", "annulled"]),
  annuls: v.optional(v.nullable(GateText), null),
  code: v.optional(v.nullable(GateText), null),
});

const ScanPageBody = v.object({
  items: v.array(v.unknown()),
  next: GateText,
});

const ListedBody = v.pipe(
  v.object({
    // A vendor's own names are nobody's here: such a credential is only reported.
    subject: v.fallback(
      v.nullable(v.object({
        kind: v.picklist(SUBJECT_KINDS),
        id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9._-]{1,64}$/)),
      })),
      null,
    ),
    kind: v.picklist(CREDENTIAL_KINDS),
    value: v.pipe(PrintableAscii, v.transform(Barcode)),
    state: v.picklist(["live", "dead"]),
    admissions: v.pipe(
      v.array(v.pipe(v.string(), v.maxLength(128), v.check(isWellFormed))),
      v.maxLength(1_000),
    ),
  }),
  v.transform(({ admissions: admissionIds, ...listed }): Listed => ({ ...listed, admissionIds })),
);

const ListPageBody = v.object({
  items: v.pipe(v.array(ListedBody), v.maxLength(1_000)),
  next: v.nullable(GateText),
});

/** `null`: not JSON, not UTF-8, or not of the wire's form. */
export type Parsed<A> = A | null;

/** A `done` for exactly this command. */
export function parseDone(body: Uint8Array | null, commandId: string): Parsed<Done> {
  const parsed = parse(DoneBody, body);
  if (parsed === null || parsed.commandId !== commandId) return null;
  const { credentials, externalId, printed, printFault } = parsed;
  return { type: "done", credentials, externalId, printed, printFault };
}

/** Whether it says that exactly this command was taken. */
export function parseAccepted(body: Uint8Array | null, commandId: string): boolean {
  return parse(AcceptedBody, body)?.commandId === commandId;
}

/** A rejection; the wire does not repeat the command id here, but another one is a mix-up. */
export function parseRejected(body: Uint8Array | null, commandId: string): Parsed<Rejected> {
  const parsed = parse(RejectedBody, body);
  if (parsed === null || (parsed.commandId ?? commandId) !== commandId) return null;
  return { type: "rejected", code: parsed.code, message: parsed.message };
}

/** An older command than one already applied; about the command id see `parseRejected`. */
export function parseStale(body: Uint8Array | null, commandId: string): Parsed<Stale> {
  const parsed = parse(StaleBody, body);
  if (parsed === null || (parsed.commandId ?? commandId) !== commandId) return null;
  return { type: "stale", lastSeq: parsed.lastSeq };
}

/** One page of gate events. */
export interface ScanPage {
  readonly items: ReadonlyArray<Scan>;
  readonly next: string;
  /** Items not of the form, left out: one bad record must not hold back all later ones. */
  readonly leftOut: number;
}

/** A page whose frame is right; single bad items are left out and counted. */
export function parseScanPage(body: Uint8Array | null): Parsed<ScanPage> {
  const page = parse(ScanPageBody, body);
  if (page === null) return null;
  const items = page.items.flatMap((item) => {
    const scan = v.safeParse(ScanBody, item);
    if (!scan.success) return [];
    const { ProductCode: productCode, ...rest } = scan.output;
    return [{ ...rest, productCode }];
  });
  return { items, next: page.next, leftOut: page.items.length - items.length };
}

/** A page of the list of credentials; one bad item spoils it, as a gap would look like a loss. */
export function parseListPage(
  body: Uint8Array | null,
): Parsed<{ readonly items: ReadonlyArray<Listed>; readonly next: string | null }> {
  return parse(ListPageBody, body);
}

function parse<S extends v.GenericSchema>(
  schema: S,
  body: Uint8Array | null,
): Parsed<v.InferOutput<S>> {
  if (body === null) return null;
  const result = v.safeParse(schema, readJson(body));
  return result.success ? result.output : null;
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

function isWellFormed(text: string): boolean {
  return text.isWellFormed();
}

/** An answer with a secret taken out of the texts that people read. */
export function redact(answer: Answer, secret: string): Answer {
  const clean = (text: string) => secret === "" ? text : text.replaceAll(secret, "***");
  switch (answer.type) {
    case "rejected":
      return { ...answer, code: clean(answer.code), message: clean(answer.message) };
    case "done":
      return answer.printFault === null
        ? answer
        : { ...answer, printFault: clean(answer.printFault) };
    case "stale":
      return answer;
  }
}
