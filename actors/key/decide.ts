/**
 * What an API key does when it is told to, or why not.
 *
 * @module
 */
import { Result } from "effect";
import { type CommandContext, type Decision, refuseBy } from "../decider.ts";
import type { KeyEvent, RateLimit } from "./events.ts";
import { isOver, type KeyState } from "./state.ts";

/** Everything that a key listens to. Secrets are made outside; only their hashes come here. */
export type KeyCommand =
  | {
    readonly type: "CreateKey";
    readonly sha256: string;
    readonly scopes: ReadonlyArray<string>;
    /** Milliseconds since the epoch; `null`: never. */
    readonly expiresAt: number | null;
    readonly rateLimit: RateLimit | null;
  }
  | {
    readonly type: "RotateKey";
    readonly sha256: string;
    /** How long the secret before stays valid. */
    readonly overlapMs: number;
  }
  | {
    readonly type: "ExpireKey";
    /** Milliseconds since the epoch; `null`: now. What is past counts as now. */
    readonly expiresAt: number | null;
    /** No other key of the tenant has the scope `admin` from then on. */
    readonly isLastAdmin: boolean;
  }
  | { readonly type: "RemoveKey"; readonly isLastAdmin: boolean };

/** By name: the rule, and the way out. */
export const RULES = {
  KeyAlreadyCreated: [
    "An id names one key for ever: what a key has done stands under its id.",
    "Choose another id, or rotate the key that has this one.",
  ],
  KeyAlreadyOver: [
    "A key that is over stays over.",
    "Create another key.",
  ],
  LastAdminKey: [
    "A tenant keeps a key that has the scope admin.",
    "Create another key with admin first, then end this one.",
  ],
} as const;

const refuse = refuseBy(RULES);

type KeyRefusal = keyof typeof RULES;

/** Decides one command. Ending a key that is over already is no event. */
export function decide(
  state: KeyState,
  command: KeyCommand,
  { at }: CommandContext,
): Decision<KeyEvent, KeyRefusal> {
  switch (command.type) {
    case "CreateKey":
      return state.createdAt === null
        ? Result.succeed([{ ...command, type: "KeyCreated", at }])
        : refuse("KeyAlreadyCreated");
    case "RotateKey": {
      if (isOver(state, at)) return refuse("KeyAlreadyOver");
      const { sha256, overlapMs } = command;
      const generation = (state.secrets[0]?.generation ?? 0) + 1;
      return Result.succeed([
        { type: "KeyRotated", sha256, generation, previousUntil: at + overlapMs, at },
      ]);
    }
    case "ExpireKey":
      return expire(state, command, at);
    case "RemoveKey":
      if (state.secrets.length === 0) return Result.succeed([]);
      return command.isLastAdmin
        ? refuse("LastAdminKey")
        : Result.succeed([{ type: "KeyRemoved" }]);
  }
}

function expire(
  state: KeyState,
  command: Extract<KeyCommand, { readonly type: "ExpireKey" }>,
  now: number,
): Decision<KeyEvent, KeyRefusal> {
  const expiresAt = Math.max(command.expiresAt ?? now, now);
  if (isOver(state, now)) return expiresAt > now ? refuse("KeyAlreadyOver") : Result.succeed([]);
  if (state.expiresAt === expiresAt) return Result.succeed([]);
  const isLonger = state.expiresAt !== null && expiresAt > state.expiresAt;
  return command.isLastAdmin && !isLonger
    ? refuse("LastAdminKey")
    : Result.succeed([{ type: "KeyExpired", expiresAt }]);
}
