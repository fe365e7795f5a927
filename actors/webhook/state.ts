/**
 * A webhook as its facts make it.
 *
 * @module
 */
import type { WebhookDocument, WebhookEvent } from "./events.ts";

/** Which secret signs; the secret itself is derived where it is needed and stored nowhere. */
export interface SigningSecret {
  readonly generation: number;
  /** Milliseconds since the epoch; `null`: until it is rotated. */
  readonly until: number | null;
}

/** Secrets that sign at once: whoever rotates more often than that wants to be rid of the old. */
const SECRETS_MAX = 3;

/** Facts that it is remembered of that they were skipped, the newest; the log has them all. */
const SKIPPED_MAX = 200;

/** The whole webhook. */
export interface WebhookState {
  /** `null` when there is none, or no longer. */
  readonly document: WebhookDocument | null;
  /** Newest first. */
  readonly secrets: ReadonlyArray<SigningSecret>;
  /** Why it was disabled; `null`: it is not. */
  readonly disabled: string | null;
  /** Milliseconds since the epoch; what failed before counts no more. */
  readonly enabledAt: number;
  /** Positions in the log, newest first: all that it wants before the first was sent or skipped. */
  readonly skipped: ReadonlyArray<number>;
}

/** Not defined yet. */
export const initial: WebhookState = {
  document: null,
  secrets: [],
  disabled: null,
  enabledAt: 0,
  skipped: [],
};

/** Total and pure. */
export function evolve(state: WebhookState, event: WebhookEvent): WebhookState {
  switch (event.type) {
    case "WebhookDefined":
      return {
        ...initial,
        document: event.document,
        secrets: [{ generation: 1, until: null }],
        enabledAt: event.at,
      };
    case "WebhookChanged":
      return { ...state, document: event.document, disabled: null, enabledAt: event.at };
    case "WebhookSecretRotated": {
      const { previousUntil, at } = event;
      const before = state.secrets
        .map(({ generation, until }) => ({ generation, until: until ?? previousUntil }))
        .filter(({ until }) => until > at);
      return {
        ...state,
        secrets: [{ generation: event.generation, until: null }, ...before].slice(0, SECRETS_MAX),
      };
    }
    case "WebhookDisabled":
      return { ...state, disabled: event.because };
    case "WebhookFactSkipped":
      return { ...state, skipped: [event.position, ...state.skipped].slice(0, SKIPPED_MAX) };
    case "WebhookRemoved":
      return { ...state, document: null };
  }
}

/** Whether something is sent to it, as far as it is its own to say. */
export function isActive(
  state: WebhookState,
): state is WebhookState & { readonly document: WebhookDocument } {
  return state.document !== null && !state.document.paused && state.disabled === null;
}

/** Generations that sign at `now`, the newest first. */
export function signingAt({ secrets }: WebhookState, now: number): ReadonlyArray<number> {
  return secrets
    .filter(({ until }) => until === null || until > now)
    .map(({ generation }) => generation);
}
