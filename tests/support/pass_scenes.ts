/**
 * The commands of most pass scenarios, and what is read off a pass after them.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { CardCommand, CardMessage } from "../../actors/access_control.ts";
import { pass, type PassCommand, view } from "../../actors/pass/mod.ts";
import { type GivenPass, PRINT_PASS } from "./stories.ts";

/** Of another order on the same pass. */
export const PRINT_OTHER = { ...PRINT_PASS, orderId: "4712" } as const;

/** Takes one admission off. */
export function remove(admissionId: string, override = false): PassCommand {
  return { type: "RemoveAdmission", admissionId, reason: "returned", override };
}

/** What the access control would be told now. */
export function messageOf(
  { state }: Pick<GivenPass, "state">,
): CardMessage & { readonly command: CardCommand } {
  const body = pass.message(state, state.sync.seq);
  assert.ok("card" in body);
  return { command: body.command, ...body.card };
}

/** Ids of the admissions that the card is to open. */
export function openedBy(given: Pick<GivenPass, "state">): ReadonlyArray<string> {
  return messageOf(given).admissions.map(({ admissionId }) => admissionId);
}

/** How one admission stands. */
export function stateOf({ state }: Pick<GivenPass, "state">, id: string): string | undefined {
  return view(state).admissions[id]?.state;
}

/** What has happened between the two. */
export function typesAfter(before: GivenPass, after: GivenPass): ReadonlyArray<string> {
  return after.events.slice(before.events.length).map(({ type }) => type);
}
