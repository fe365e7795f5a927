/**
 * One day's audit as its facts make it: they are the thing, the state only counts them.
 *
 * @module
 */
import type { AuditEvent } from "./events.ts";

/** How much was noted. */
export interface AuditState {
  readonly actions: number;
  readonly shown: number;
}

/** Nothing yet. */
export const initial: AuditState = { actions: 0, shown: 0 };

/** Total and pure. */
export function evolve(state: AuditState, { type }: AuditEvent): AuditState {
  switch (type) {
    case "BarcodesShown":
      return { ...state, shown: state.shown + 1 };
    case "ActionFailed":
      return state;
    default:
      return { ...state, actions: state.actions + 1 };
  }
}
