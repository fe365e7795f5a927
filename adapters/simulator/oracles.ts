/**
 * Watches from outside what must never happen, whoever is to blame: each list stays empty in a
 * run without the faults `noIdempotency`, `amnesia`, `values` and `sameBarcodeTwice`.
 *
 * @module
 */
import type { Finding, Oracles } from "./findings.ts";
import { type Change, type Subject, subjectKey, type World } from "./world.ts";

/** A list that grew this long has said enough. */
const FINDINGS_MAX = 1000;
/** Command ids whose first bytes are remembered. */
const FINGERPRINTS_MAX = 100_000;

/** Judges one change; called after every one, with the world as it has become. */
export function watchChange(world: World, change: Change): void {
  const { oracles } = world;
  const { commandId, seq } = change.command;
  const key = subjectKey({ tenant: change.command.tenant, ...change.command.subject });
  const repeated = oracles.effects.has(commandId);
  const fence = oracles.fences.get(key) ?? 0;
  if (repeated) {
    note(oracles.findings.doubleEffects, { commandId, subject: key, detail: "applied again" });
  }
  if (seq < fence || (seq === fence && !repeated)) {
    note(oracles.findings.fenceBack, { commandId, subject: key, detail: `${seq} after ${fence}` });
  }
  oracles.effects.add(commandId);
  oracles.fences.set(key, Math.max(fence, seq));
  const subject = world.subjects.get(key);
  if (subject !== undefined) watchSubject(world, subject, commandId);
}

/** Judges everything, after the world has changed by other means than a command. */
export function watchAll(world: World): void {
  for (const subject of world.subjects.values()) watchSubject(world, subject, null);
}

/** Compares the bytes of a command with those that its id came with first. */
export function watchBytes(oracles: Oracles, commandId: string, text: string): void {
  const print = fnv1a(text);
  const first = oracles.fingerprints.get(commandId);
  if (first !== undefined && first !== print) {
    note(oracles.findings.changedBytes, { commandId, subject: null, detail: "other bytes" });
  }
  if (first === undefined) oracles.fingerprints.set(commandId, print);
  if (oracles.fingerprints.size <= FINGERPRINTS_MAX) return;
  const [oldest] = oracles.fingerprints.keys();
  if (oldest !== undefined) oracles.fingerprints.delete(oldest);
}

function watchSubject(world: World, subject: Subject, commandId: string | null): void {
  const { findings, everDead } = world.oracles;
  const key = subjectKey(subject);
  let liveCards = 0;
  for (const value of subject.values) {
    const issued = world.credentials.get(value);
    if (issued === undefined || issued.subject !== key) continue;
    if (issued.state === "dead") {
      everDead.add(value);
      continue;
    }
    if (issued.kind === "card") liveCards += 1;
    if (everDead.has(value)) note(findings.deadAgain, { commandId, subject: key, detail: value });
  }
  if (subject.kind === "pass" && liveCards > 1) {
    note(findings.twoLiveCards, { commandId, subject: key, detail: `${liveCards} live cards` });
  }
}

function note(findings: Finding[], finding: Finding): void {
  if (findings.length < FINDINGS_MAX) findings.push(finding);
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}
