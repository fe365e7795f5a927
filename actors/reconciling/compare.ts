/**
 * Holds the access control's list against ours, one credential at a time. Pure.
 *
 * @module
 */
import type { Credential, Listed } from "../access_control.ts";
import type { Difference, Side } from "../reconciliation/mod.ts";
import type { Held, SubjectName } from "./held.ts";

/** Admissions that a side of a difference names: a few show what is wrong. */
const ADMISSIONS_SHOWN_MAX = 16;

/** The common case: the subject that it stands under has it, and for the same admissions. */
export function agree(listed: Listed, held: Held): boolean {
  return listed.state === "live" && isSameSubject(listed.subject, held.actor) &&
    held.live.some(({ value }) => value === listed.value) &&
    onlyIn(listed.admissionIds, held.admissionIds).length === 0 &&
    onlyIn(held.admissionIds, listed.admissionIds).length === 0;
}

/** A listed credential whose holder is known here; `null`: the lists agree, or it is too early. */
export function compareKnown(listed: Listed, held: Held): Difference | null {
  if (!held.isSettled) return null;
  const mine = held.live.find(({ value }) => value === listed.value);
  if (mine === undefined) return listed.state === "dead" ? null : revived(listed, held);
  if (agree(listed, held)) return null;
  // What is dead there stays dead there: only a new print helps.
  const isMendable = listed.state === "live" && !held.isBlocked;
  return {
    kind: "different",
    actor: held.actor,
    ...named(mine),
    ours: ourSide(held, listed),
    theirs: theirSide(listed, held),
    proposal: isMendable ? "resend" : "none",
    revision: held.revision,
  };
}

/**
 * A listed credential that nobody here ever had.
 *
 * `owner` is the pass or ticket that it stands under there, if there is one here: the block is its
 * delivery, so that it takes its turn among the others. An owner of another access control would
 * tell that one.
 */
export function compareStray(
  listed: Listed,
  { owner, accessControl }: { readonly owner: Held | null; readonly accessControl: string },
): Difference | null {
  if (listed.state === "dead") return null;
  if (owner !== null && owner.revision > 0 && !owner.isSettled) return null;
  const isElsewhere = owner !== null && owner.accessControl !== "" &&
    owner.accessControl !== accessControl;
  return {
    kind: "unknown",
    actor: listed.subject,
    ...named(listed),
    ours: null,
    theirs: theirSide(listed, null),
    proposal: listed.subject === null || isElsewhere ? "none" : "block",
    revision: owner?.revision ?? 0,
  };
}

/** What a subject has and the whole list has not. */
export function compareMissing(
  held: Held,
  isListed: (value: string) => boolean,
): ReadonlyArray<Difference> {
  if (!held.isSettled) return [];
  return held.live.filter(({ value }) => !isListed(value)).map((mine) => ({
    kind: "missing",
    actor: held.actor,
    ...named(mine),
    ours: ourSide(held, null),
    theirs: null,
    proposal: held.isBlocked ? "none" : "resend",
    revision: held.revision,
  }));
}

/** Dead here and live there; only its own subject can have it cancelled there. */
function revived(listed: Listed, held: Held): Difference {
  return {
    kind: "different",
    actor: held.actor,
    ...named(listed),
    ours: { state: "dead", actor: held.actor, admissionIds: [] },
    theirs: theirSide(listed, null),
    proposal: isSameSubject(listed.subject, held.actor) ? "block" : "none",
    revision: held.revision,
  };
}

function named(
  { kind, value }: Credential,
): Pick<Difference, "credential" | "credentialKind"> {
  return { credential: value, credentialKind: kind };
}

function ourSide({ actor, admissionIds }: Held, listed: Listed | null): Side {
  return { state: "live", actor, admissionIds: onlyIn(admissionIds, listed?.admissionIds ?? []) };
}

function theirSide({ state, subject, admissionIds }: Listed, held: Held | null): Side {
  return { state, actor: subject, admissionIds: onlyIn(admissionIds, held?.admissionIds ?? []) };
}

function onlyIn(some: ReadonlyArray<string>, others: ReadonlyArray<string>): ReadonlyArray<string> {
  const known = new Set(others);
  return some.filter((id) => !known.has(id)).slice(0, ADMISSIONS_SHOWN_MAX);
}

function isSameSubject(listed: Listed["subject"], { kind, id }: SubjectName): boolean {
  return listed?.kind === kind && listed.id === id;
}
