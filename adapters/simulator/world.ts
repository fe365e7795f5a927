/**
 * What the simulated access control remembers.
 *
 * @module
 */
import type { CredentialKind } from "../../actors/access_control.ts";
import type { SubjectKind } from "../../actors/address.ts";
import { makeOracles, type Oracles } from "./findings.ts";
import type { CommandMessage } from "./messages.ts";

/** Old scans and printed things are forgotten beyond this, so that a long run stays in memory. */
export const HISTORY_MAX = 100_000;

/** A pass or ticket of one tenant, known since its first applied command. */
export interface Subject {
  readonly tenant: string;
  readonly kind: SubjectKind;
  readonly id: string;
  lastSeq: number;
  /** Every value it was ever given, oldest first. */
  readonly values: string[];
}

/** Something that can be held against a gate. */
export interface Issued {
  readonly kind: CredentialKind;
  readonly value: string;
  /** Key of its subject. */
  subject: string;
  readonly generation: number;
  state: "live" | "dead";
  blocked: boolean;
  admissions: ReadonlyArray<Admitted>;
}

/** An admission as far as a gate cares. */
export interface Admitted {
  readonly admissionId: string;
  readonly ProductCode: string;
}

/** The wire's 200 body. */
export interface DoneBody {
  readonly commandId: string;
  readonly status: "done";
  readonly credentials: ReadonlyArray<{ readonly kind: CredentialKind; readonly value: string }>;
  readonly externalId: string | null;
  readonly printed?: false;
  readonly printFault?: string;
}

/** One applied command with everything that was chosen for it: nothing random is left in it. */
export interface Change {
  readonly at: string;
  readonly command: CommandMessage;
  readonly answer: DoneBody;
  /** Something came out of a printer. */
  readonly produced: boolean;
}

/** One gate event in the wire's form. */
export interface ScanRecord {
  readonly scanId: string;
  readonly at: string;
  readonly value: string;
  readonly ProductCode: string;
  readonly gate: string | null;
  readonly direction: "in" | "out";
  readonly online: true;
  readonly result: "accepted" | "refused" | "annulled";
  readonly annuls: string | null;
  readonly code: string;
}

/** A card or ticket that came out of a printer. */
export interface PrintedRecord {
  readonly at: string;
  readonly carrier: "card" | "ticket";
  readonly subject: { readonly kind: SubjectKind; readonly id: string };
  readonly generation: number;
  readonly printer: string;
  readonly credentials: DoneBody["credentials"];
}

/** All of it; changed only by `change.ts`, `gate.ts` and `drift.ts`. */
export interface World {
  /** Names this memory: cursors of another one start from the beginning. */
  boot: string;
  subjects: Map<string, Subject>;
  /** By value, in order of issue. */
  credentials: Map<string, Issued>;
  /** The first answer to each applied command. */
  applied: Map<string, DoneBody>;
  /** How many are inside, by credential group and product. */
  readonly inside: Map<string, number>;
  readonly scans: ScanRecord[];
  /** Scans forgotten: the position of `scans[0]`. */
  scansForgotten: number;
  readonly printed: PrintedRecord[];
  readonly oracles: Oracles;
}

/** An empty one. */
export function makeWorld(boot: string): World {
  return {
    boot,
    subjects: new Map(),
    credentials: new Map(),
    applied: new Map(),
    inside: new Map(),
    scans: [],
    scansForgotten: 0,
    printed: [],
    oracles: makeOracles(),
  };
}

/** One string for one subject: ids have no slash. */
export function subjectKey(subject: Pick<Subject, "tenant" | "kind" | "id">): string {
  return `${subject.tenant}/${subject.kind}/${subject.id}`;
}
