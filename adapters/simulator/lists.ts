/**
 * The lists of the wire, and the simulator's own views of itself.
 *
 * @module
 */
import type { Issued, Subject, World } from "./world.ts";

const PAGE_MAX = 500;
/** Subjects in one `GET /state`, the newest. */
const STATE_SUBJECTS_MAX = 1000;

/** `GET /credentials`: in order of issue; a cursor is the number of records before it. */
export function listCredentials(world: World, query: URLSearchParams): object {
  const from = Math.max(0, Number(query.get("cursor")) || 0);
  const limit = pageLimit(query);
  const page = [...world.credentials.values().drop(from).take(limit)];
  const end = from + page.length;
  const next = end < world.credentials.size ? String(end) : null;
  return { items: page.map((issued) => credentialItem(world, issued)), next };
}

/** `GET /scans`: oldest first; `next` is a cursor also at the end. */
export function listScans(world: World, query: URLSearchParams): object {
  const from = scanPosition(world, query.get("cursor"));
  const start = Math.max(0, from - world.scansForgotten);
  const items = world.scans.slice(start, start + pageLimit(query));
  return { items, next: `${world.boot}-${world.scansForgotten + start + items.length}` };
}

/** `GET /state`: everything, or one subject with `?subject=pass/P-1`. */
export function showState(world: World, query: URLSearchParams): object {
  const wanted = query.get("subject");
  const subjects = [...world.subjects.values()].filter((subject) =>
    wanted === null || `${subject.kind}/${subject.id}` === wanted
  );
  return {
    counts: {
      subjects: world.subjects.size,
      credentials: world.credentials.size,
      applied: world.applied.size,
      scans: world.scansForgotten + world.scans.length,
      printed: world.printed.length,
    },
    subjects: subjects.slice(-STATE_SUBJECTS_MAX).map((subject) => showSubject(world, subject)),
    oracles: world.oracles.findings,
  };
}

function showSubject(world: World, subject: Subject): object {
  const credentials = subject.values.flatMap((value) => world.credentials.get(value) ?? []);
  return {
    tenant: subject.tenant,
    subject: { kind: subject.kind, id: subject.id },
    seq: subject.lastSeq,
    credentials: credentials.map(({ subject: _key, ...issued }) => issued),
  };
}

function credentialItem(world: World, issued: Issued): object {
  const subject = world.subjects.get(issued.subject);
  return {
    subject: { kind: subject?.kind, id: subject?.id },
    seq: subject?.lastSeq ?? 0,
    kind: issued.kind,
    value: issued.value,
    state: issued.state,
    admissions: issued.state === "live"
      ? issued.admissions.map(({ admissionId }) => admissionId)
      : [],
  };
}

/** A cursor of another memory starts from the beginning: its scans were never here. */
function scanPosition(world: World, cursor: string | null): number {
  const [boot, position] = cursor?.split("-") ?? [];
  return boot === world.boot ? Number(position) || 0 : 0;
}

function pageLimit(query: URLSearchParams): number {
  const limit = Number(query.get("limit") ?? PAGE_MAX);
  return Number.isInteger(limit) && limit > 0 ? Math.min(limit, PAGE_MAX) : PAGE_MAX;
}
