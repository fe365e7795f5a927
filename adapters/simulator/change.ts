/**
 * What commands do to the world: judged first, then made once, so that a journal can make it again.
 *
 * @module
 */
import { isIssue } from "../../actors/subject.ts";
import type { CommandMessage } from "./messages.ts";
import { watchChange } from "./oracles.ts";
import {
  type Admitted,
  type Change,
  type DoneBody,
  HISTORY_MAX,
  type Issued,
  type Subject,
  subjectKey,
  type World,
} from "./world.ts";

/** Whether a command may have an effect now. */
export type Verdict =
  | { readonly type: "fresh" }
  | { readonly type: "repeat"; readonly answer: DoneBody }
  | { readonly type: "stale"; readonly lastSeq: number }
  | { readonly type: "rejected"; readonly code: string; readonly message: string };

/** A repeat gets its first answer whatever has happened since; only then the fence is looked at. */
export function judge(
  world: World,
  command: CommandMessage,
  options: { readonly noIdempotency: boolean },
): Verdict {
  const first = world.applied.get(command.commandId);
  if (first !== undefined && !options.noIdempotency) return { type: "repeat", answer: first };
  const lastSeq = world.subjects.get(keyOf(command))?.lastSeq ?? 0;
  const again = first !== undefined && command.seq === lastSeq;
  if (command.seq <= lastSeq && !again) return { type: "stale", lastSeq };
  return judgeCredentials(world, command);
}

function judgeCredentials(world: World, command: CommandMessage): Verdict {
  const given = givenValues(command);
  const issues = isIssue(command.command);
  if (given.length === 0) {
    return issues
      ? { type: "fresh" }
      : rejected("missing-credential", "The command names no credential");
  }
  const key = keyOf(command);
  const records = given.map((value) => world.credentials.get(value));
  // An issue with values given says whose they are: it brings back what was lost or mixed up here.
  if (!issues && records.some((record) => record?.subject !== key)) {
    return rejected("unknown-credential", "A credential is not one of this subject");
  }
  const kills = command.command === "cancelCard" || command.command === "cancelTicket";
  if (!kills && records.some((record) => record?.state === "dead")) {
    return rejected("dead-credential", "A credential is cancelled");
  }
  return { type: "fresh" };
}

/** Has a change happen. Total: whatever a journal or a fault brings, it is made. */
export function applyChange(world: World, change: Change): void {
  const { command, answer } = change;
  const subject = subjectOf(world, command);
  subject.lastSeq = Math.max(subject.lastSeq, command.seq);
  world.applied.set(command.commandId, answer);
  switch (command.command) {
    case "issueCard":
    case "issueTicket":
      issue(world, change, subject);
      break;
    case "updateCard":
      touch(world, command, (issued) => issued.admissions = admissionsOf(command));
      break;
    case "cancelCard":
    case "cancelTicket":
      touch(world, command, (issued) => issued.state = "dead");
      break;
    case "blockCard":
      touch(world, command, (issued) => issued.blocked = true);
      break;
    case "unblockCard":
      touch(world, command, (issued) => issued.blocked = false);
      break;
  }
  if (change.produced) recordPrint(world, change);
  watchChange(world, change);
}

function issue(world: World, { command, answer }: Change, subject: Subject): void {
  const key = keyOf(command);
  const admissions = admissionsOf(command);
  const given = new Set(givenValues(command));
  for (const { kind, value } of answer.credentials) {
    const known = world.credentials.get(value);
    if (known?.state === "live") {
      if (given.has(value)) known.subject = key;
      if (known.subject === key) known.admissions = admissions;
      continue;
    }
    const { generation } = partOf(command);
    const issued: Issued = {
      kind,
      value,
      subject: key,
      generation,
      state: "live",
      blocked: false,
      admissions,
    };
    world.credentials.set(value, issued);
    if (!subject.values.includes(value)) subject.values.push(value);
  }
}

function touch(world: World, command: CommandMessage, edit: (issued: Issued) => void): void {
  for (const value of givenValues(command)) {
    const issued = world.credentials.get(value);
    if (issued !== undefined) edit(issued);
  }
}

function recordPrint(world: World, { at, command, answer }: Change): void {
  const { generation, printer } = partOf(command);
  world.printed.push({
    at,
    carrier: "card" in command ? "card" : "ticket",
    subject: command.subject,
    generation,
    printer,
    credentials: answer.credentials,
  });
  if (world.printed.length > HISTORY_MAX) world.printed.splice(0, HISTORY_MAX / 10);
}

function subjectOf(world: World, command: CommandMessage): Subject {
  const key = keyOf(command);
  const known = world.subjects.get(key);
  if (known !== undefined) return known;
  const { kind, id } = command.subject;
  const subject: Subject = { tenant: command.tenant, kind, id, lastSeq: 0, values: [] };
  world.subjects.set(key, subject);
  return subject;
}

/** Values that a command says it is about; none in an issue asks for new ones. */
export function givenValues(command: CommandMessage): ReadonlyArray<string> {
  if ("ticket" in command) return command.ticket.credentials.map(({ value }) => value);
  return command.card.credential === null ? [] : [command.card.credential];
}

/** The part that cards and tickets have in common. */
export function partOf(
  command: CommandMessage,
): { readonly generation: number; readonly printer: string } {
  return "card" in command ? command.card : command.ticket;
}

function admissionsOf(command: CommandMessage): ReadonlyArray<Admitted> {
  const records = "card" in command ? command.card.admissions : [command.ticket];
  return records.map(({ admissionId, ProductCode }) => ({ admissionId, ProductCode }));
}

function keyOf(command: CommandMessage): string {
  return subjectKey({ tenant: command.tenant, ...command.subject });
}

function rejected(code: string, message: string): Verdict {
  return { type: "rejected", code, message };
}
