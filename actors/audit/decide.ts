/**
 * What the audit notes: whatever it is told. It never refuses.
 *
 * @module
 */
import { Result } from "effect";
import type { Decision } from "../decider.ts";
import type { ActionFilter, AuditEvent } from "./events.ts";
import type { AuditState } from "./state.ts";

/** A request that is noted. */
export interface NoteRequest {
  readonly type: "NoteAction" | "NoteBarcodes";
  readonly route: string;
  readonly path: string;
  /** Of an action only. */
  readonly filter?: ActionFilter;
}

/** A request that was noted, and came to nothing. */
export interface NoteFailure {
  readonly type: "NoteFailure";
  readonly route: string;
  readonly path: string;
  readonly status: number;
  readonly code: string;
}

/** A customer is about to be forgotten. */
export interface NoteErasure {
  readonly type: "NoteErasure";
  readonly alias: string;
  readonly reason: string;
}

/** Everything that a day's audit listens to. */
export type AuditCommand = NoteRequest | NoteFailure | NoteErasure;

/** Each command is noted, whatever was noted before. */
export function decide(
  _state: AuditState,
  command: AuditCommand,
): Decision<AuditEvent, never> {
  return Result.succeed([noted(command)]);
}

function noted(command: AuditCommand): AuditEvent {
  switch (command.type) {
    case "NoteAction": {
      const { route, path, filter } = command;
      const about = filter === undefined ? {} : { filter };
      return { type: "ActionRequested", route, path, ...about };
    }
    case "NoteBarcodes": {
      const { route, path } = command;
      return { type: "BarcodesShown", route, path };
    }
    case "NoteFailure": {
      const { route, path, status, code } = command;
      return { type: "ActionFailed", route, path, status, code };
    }
    case "NoteErasure": {
      const { alias, reason } = command;
      return { type: "CustomerErased", alias, reason };
    }
  }
}
