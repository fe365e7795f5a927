/**
 * What the audit notes: whatever it is told. It never refuses.
 *
 * @module
 */
import { Result } from "effect";
import type { Decision } from "../decider.ts";
import type { AuditEvent } from "./events.ts";
import type { AuditState } from "./state.ts";

/** A request that is noted. */
export interface NoteRequest {
  readonly type: "NoteAction" | "NoteBarcodes";
  readonly route: string;
  readonly path: string;
}

/** A customer is about to be forgotten. */
export interface NoteErasure {
  readonly type: "NoteErasure";
  readonly alias: string;
  readonly reason: string;
}

/** Everything that a day's audit listens to. */
export type AuditCommand = NoteRequest | NoteErasure;

/** Each command is noted, whatever was noted before. */
export function decide(
  _state: AuditState,
  command: AuditCommand,
): Decision<AuditEvent, never> {
  if (command.type === "NoteErasure") {
    const { alias, reason } = command;
    return Result.succeed([{ type: "CustomerErased", alias, reason }]);
  }
  const { type, route, path } = command;
  const noted = type === "NoteAction" ? "ActionRequested" : "BarcodesShown";
  return Result.succeed([{ type: noted, route, path }]);
}
